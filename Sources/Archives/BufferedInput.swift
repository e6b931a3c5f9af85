package import SystemIO

/// A stream of which some bytes are held ahead, so that readers can look before they take.
package final class BufferedInput: ByteStream {
  private var source: (any ByteStream)?
  private var buffer = ByteBuffer()
  /// The first byte of the buffer that has not been taken.
  private var position = 0
  private var isAtEnd = false
  /// Why the source failed: it is not asked again.
  private var failure: ArchiveError?
  /// Number of bytes that were taken.
  package private(set) var offset = 0

  /// So much is read at once, in bytes.
  private static let pieceSize = 64 << 10

  package init(_ source: (any ByteStream)? = nil) { self.source = source }

  /// Begins with another stream; the memory is kept.
  package func begin(_ source: any ByteStream) {
    self.source = source
    buffer.removeAll()
    (position, offset) = (0, 0)
    isAtEnd = false
    failure = nil
  }

  /// Lets go of the stream.
  package func end() { source = nil }

  /// Number of bytes that are held.
  package var available: Int { buffer.count - position }

  /// Reads ahead until so many bytes are held.
  ///
  /// - Returns: Whether they are: else the stream ends before.
  /// - Throws: `ArchiveError` when the source fails before, also if it has failed before.
  package func fill(_ count: Int) throws(ArchiveError) -> Bool {
    while available < count, !isAtEnd {
      if let failure { throw failure }
      if position > 0 {
        buffer.removeFirst(position)
        position = 0
      }
      let wanted = max(Self.pieceSize, count - available)
      do throws(ArchiveError) {
        isAtEnd = try source?.read(atMost: wanted, into: &buffer) ?? 0 == 0
      } catch {
        failure = error
        if available < count { throw error }
      }
    }
    return available >= count
  }

  /// Lends the bytes that are held, at most so many.
  package func withAvailable<Result, Failure: Error>(
    atMost limit: Int = .max, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try buffer.withBytes(in: position..<position + min(limit, available), body)
  }

  /// Takes bytes that are held.
  package func take(_ count: Int) {
    precondition(count <= available)
    position += count
    offset += count
  }

  /// Takes so many bytes as an array.
  ///
  /// - Throws: `ArchiveError` when there are fewer.
  package func bytes(_ count: Int) throws(ArchiveError) -> [UInt8] {
    guard try fill(count) else { throw .cutOff }
    defer { take(count) }
    return withAvailable(atMost: count) { Array(copying: $0) }
  }

  /// Passes over bytes.
  ///
  /// - Throws: `ArchiveError` when there are fewer.
  package func skip(_ count: Int) throws(ArchiveError) {
    var rest = count
    while rest > 0 {
      guard try fill(1) else { throw .cutOff }
      let part = min(rest, available)
      take(part)
      rest -= part
    }
  }

  package func read(
    atMost limit: Int, into target: inout ByteBuffer
  ) throws(ArchiveError) -> Int {
    guard try fill(1) else { return 0 }
    let count = min(limit, available)
    withAvailable(atMost: count) { target.append($0) }
    take(count)
    return count
  }

  /// Passes over zeros.
  ///
  /// - Returns: Whether another byte follows: else the stream has ended.
  package func skipZeros() throws(ArchiveError) -> Bool {
    while try fill(1) {
      let zeros = withAvailable { bytes in
        bytes.indices.first { bytes[$0] != 0 } ?? bytes.count
      }
      take(zeros)
      if available > 0 { return true }
    }
    return false
  }
}
