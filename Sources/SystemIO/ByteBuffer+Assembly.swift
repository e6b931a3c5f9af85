#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A run of bytes of a content that is put together from two sources, a base and literals.
///
/// The runs of a content stand in order and cover it; see `ByteBuffer.assemble`.
public struct SourceRun: Sendable, Equatable {
  /// Offset of its first byte in the content.
  public let start: Int
  /// Number of bytes.
  public let count: Int
  /// Offset in the base, or the complement of an offset in the literals.
  private let source: Int

  /// A run of bytes of the base.
  public init(start: Int, count: Int, copiedFrom offset: Int) {
    self.start = start
    self.count = count
    source = offset
  }

  /// A run of new bytes.
  public init(start: Int, count: Int, insertedFrom offset: Int) {
    self.start = start
    self.count = count
    source = ~offset
  }

  /// Offset in the base; nil for new bytes.
  public var copiedFrom: Int? { source >= 0 ? source : nil }
  /// Offset in the literals; nil for bytes of the base.
  public var insertedFrom: Int? { source < 0 ? ~source : nil }
  /// Offset behind its last byte in the content.
  public var end: Int { start + count }
}

extension ByteBuffer {
  /// Puts a content together from two sources, in place of what the buffer held.
  ///
  /// A run that reaches beyond its source is a programming error and ends the process: whoever
  /// reads runs from a file checks them before.
  public mutating func assemble(
    _ runs: Span<SourceRun>, from base: Span<UInt8>, inserting literals: Span<UInt8>
  ) {
    removeAll()
    guard !runs.isEmpty else { return }
    let size = runs[runs.count - 1].end
    unsafe appendInPlace(room: size) { free in
      guard let target = free.baseAddress else { return 0 }
      var written = 0
      // SAFETY: each run lies within its source and behind what is written, and ends within
      // `size`, all three checked before it is copied; the sources are memory of others.
      unsafe base.withUnsafeBufferPointer { base in
        unsafe literals.withUnsafeBufferPointer { literals in
          for index in runs.indices {
            let run = runs[index]
            let (source, offset) =
              if let offset = run.copiedFrom {
                unsafe (base, offset)
              } else {
                unsafe (literals, run.insertedFrom ?? 0)
              }
            precondition(
              run.count > 0 && run.start == written && run.count <= size - written
                && run.count <= source.count && offset <= source.count - run.count)
            if let start = source.baseAddress {
              unsafe memcpy(target + written, start + offset, run.count)
            }
            written += run.count
          }
        }
      }
      return written
    }
  }

  /// Lets a function append to the bytes held, with room for so many at least; what it has appended
  /// when it throws is kept.
  @inlinable
  public mutating func extend<Result, Failure: Error>(
    by room: Int, _ body: (inout OutputSpan<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: the free memory is the function's alone for the call; `finalize` tells how much of it
    // has been written.
    let free = unsafe freeMemory(room: room)
    var output = unsafe OutputSpan(buffer: free, initializedCount: 0)
    do throws(Failure) {
      let result = try body(&output)
      unsafe noteWritten(output.finalize(for: free))
      return result
    } catch {
      unsafe noteWritten(output.finalize(for: free))
      throw error
    }
  }
}
