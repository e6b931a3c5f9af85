package import SystemIO

/// Bytes that are read once, from the first to the last.
package protocol ByteStream: AnyObject {
  /// Appends the next bytes to a buffer.
  ///
  /// - Parameters:
  ///   - limit: The largest number of bytes that are wanted, at least 1.
  ///   - buffer: Is appended to.
  /// - Returns: Number of bytes appended; 0 at the end only.
  /// - Throws: `ArchiveError`; what was appended before is kept.
  func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int
}

/// Bytes that can also be read at any place, such as those of a file.
package protocol PositionedStream: ByteStream {
  /// Number of bytes.
  var size: Int { get }

  /// Reads bytes at a place; fewer where there are no more.
  func bytes(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8]

  /// Lends all bytes, without reading them before they are looked at; only of what nobody shortens meanwhile.
  func withBytes(_ body: (Span<UInt8>) throws(ArchiveError) -> Void) throws(ArchiveError)
}

/// Why a part of an archive cannot be read.
package enum ArchiveError: Error, Sendable, Hashable {
  /// The bytes break their format; how, in a phrase.
  case damaged(String)
  /// It takes a password.
  case encrypted
  /// A form that is not read here, by its name.
  case unknownForm(String)
  /// It is larger than what is accepted; how, in a phrase.
  case tooLarge(String)
  /// What the archive itself is read from failed; why, in a phrase.
  case unreadable(String)
}

extension ArchiveError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .damaged(let what): "damaged: \(what)"
    case .encrypted: "encrypted"
    case .unknownForm(let name): "\(name), which is not opened"
    case .tooLarge(let what): what
    case .unreadable(let why): why
    }
  }
}

extension ArchiveError {
  /// The bytes end too early.
  static let cutOff = ArchiveError.damaged("cut off")
}

/// Bytes in memory.
package final class MemoryStream: ByteStream {
  private let bytes: ByteBuffer
  private var position = 0

  /// Takes over the bytes.
  package init(_ bytes: consuming ByteBuffer) { self.bytes = bytes }

  /// Copies the bytes.
  package convenience init(copying bytes: Span<UInt8>) {
    var buffer = ByteBuffer()
    buffer.append(bytes)
    self.init(buffer)
  }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) -> Int {
    let count = min(limit, bytes.count - position)
    bytes.withBytes(in: position..<position + count) { buffer.append($0) }
    position += count
    return count
  }
}
