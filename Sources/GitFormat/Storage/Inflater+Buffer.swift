internal import Inflate
internal import SystemIO

extension Inflater {
  /// Decompresses a stream of known size in place of what a buffer held.
  ///
  /// - Parameters:
  ///   - input: Begins with the stream; untrusted.
  ///   - size: The size that the result must have; not trusted either.
  ///   - buffer: Is filled.
  /// - Returns: Number of input bytes that the stream took.
  /// - Throws: Why it cannot be decompressed to that size.
  mutating func decode(
    _ input: Span<UInt8>, size: Int, replacing buffer: inout ByteBuffer
  ) throws(ObjectError.Reason) -> Int {
    // Deflate makes at most 1,032 bytes of one: a size beyond that never gets memory.
    guard size / 1032 <= input.count else { throw .truncated }
    buffer.removeAll()
    do throws(InflateError) {
      return try buffer.extend(by: size + Self.slack) { output throws(InflateError) in
        try decode(input, size: size, into: &output)
      }
    } catch {
      throw ObjectError.Reason(error, announced: size)
    }
  }
}

extension ObjectError.Reason {
  /// What a failed decompression means for an object.
  init(_ error: InflateError, announced size: Int) {
    self =
      switch error.reason {
      case .truncated: .truncated
      case .corrupt: .corrupt("its compressed bytes")
      case .tooLarge, .tooSmall: .corrupt("it has another size than announced")
      case .outOfMemory: .tooLarge(bytes: size)
      }
  }
}
