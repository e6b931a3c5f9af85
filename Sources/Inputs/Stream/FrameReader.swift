package import SystemIO

/// Several inputs on one stream, one behind the other: each is its name, NUL, its length in bytes as
/// decimal digits, NUL, and its bytes.
package final class FrameReader {
  /// A stream that is no sequence of such frames; what follows cannot be told apart any more.
  package struct Malformed: Error, Equatable {
    package var message: String
  }

  /// What begins a frame.
  package struct Header: Equatable {
    /// The input's name as it was given.
    package var name: [UInt8]
    /// In bytes.
    package var length: Int
  }

  /// Names may have so many bytes: 64 KiB, which is more than any system allows a path.
  static let longestName = 65_536

  private let readMore: StreamSource.Read
  /// What has been read and not been taken, from ``position`` on.
  private var bytes: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// How many bytes of the frame have not been read.
  package private(set) var left = 0

  package init(_ readMore: @escaping StreamSource.Read) { self.readMore = readMore }

  /// Reads the start of the next frame; nil at the end of the stream.
  ///
  /// What is left of the one before is passed over.
  ///
  /// - Throws: ``Malformed`` or `SystemError`.
  package func next() throws -> Header? {
    var rest = ByteBuffer()
    while left > 0 {
      rest.removeAll()
      if try read(65_536, &rest) == 0 { throw Malformed(message: "the stream ends in an input") }
    }
    if position == bytes.count { try refill() }
    guard position < bytes.count else { return nil }
    let name = try field(atMost: Self.longestName, "name")
    guard !name.isEmpty else { throw Malformed(message: "an input has no name") }
    let digits = try field(atMost: 20, "length")
    let isNumber = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty, isNumber,
      let length = Int(String(decoding: digits, as: UTF8.self))
    else { throw Malformed(message: "the length of an input is no decimal number") }
    left = length
    return Header(name: name, length: length)
  }

  /// Appends up to so many bytes of the frame to a buffer and returns their number; 0 at its end, or
  /// where the stream ends before.
  package func read(
    _ limit: Int, _ buffer: inout ByteBuffer
  ) throws(SystemError) -> Int {
    let wanted = min(limit, left)
    guard wanted > 0 else { return 0 }
    var got = min(wanted, bytes.count - position)
    if got > 0 {
      buffer.append(bytes.span.extracting(position..<position + got))
      position += got
    } else {
      got = try readMore(wanted, &buffer)
    }
    left -= got
    return got
  }

  /// Takes what stands before the next NUL.
  private func field(atMost limit: Int, _ what: String) throws -> [UInt8] {
    var searched = position
    while true {
      if let end = bytes[searched...].firstIndex(of: 0), end - position <= limit {
        defer { position = end + 1 }
        return Array(bytes[position..<end])
      }
      guard bytes.count - position <= limit else {
        throw Malformed(message: "the \(what) of an input has more than \(limit) bytes")
      }
      searched = bytes.count - position
      guard try refill() else {
        throw Malformed(message: "the stream ends in the \(what) of an input")
      }
    }
  }

  /// Reads on behind what has not been taken.
  ///
  /// - Returns: Whether there was anything.
  @discardableResult
  private func refill() throws(SystemError) -> Bool {
    bytes.removeFirst(position)
    position = 0
    guard !isAtEnd else { return false }
    var buffer = ByteBuffer()
    isAtEnd = try readMore(65_536, &buffer) == 0
    bytes += buffer.copied()
    return !isAtEnd
  }
}
