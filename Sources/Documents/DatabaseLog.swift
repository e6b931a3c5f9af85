import Basics

/// Reads the write-ahead log of an SQLite database, which stands beside it as `-wal` and has what is not
/// yet in it; "WAL-mode File Format" (sqlite.org/walformat.html).
///
/// The newest version of each page counts; of the others the bytes alone are read. What goes on in a
/// page that is only in the database ends there.
package enum DatabaseLog {
  private static let headerSize = 32
  private static let frameHeaderSize = 24
  /// Pages up to this number are read: 4 GiB of a database with the usual pages.
  private static let mostPages = 1 << 20
  private static let magics = [[0x37, 0x7F, 0x06, 0x82], [0x37, 0x7F, 0x06, 0x83]] as [[UInt8]]

  /// Whether the first bytes are those of a log: magic, version, and a size of pages that there is.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    guard head.count >= 12, magics.contains(where: { head.starts(with: $0) }),
      head.starts(with: [0, 0x2D, 0xE2, 0x18], at: 4)
    else { return false }
    let pageSize = head.bigEndian32(at: 8)
    return (512...65_536).contains(pageSize) && pageSize.nonzeroBitCount == 1
  }

  /// Reads a log.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - limit: The largest text that is made, in bytes; what is more is left out.
  ///   - isPacked: Whether a value is no text, but something to be opened.
  /// - Returns: A record a line; nil if this is no log.
  package static func read(
    _ bytes: [UInt8], limit: Int, isPacked: (Span<UInt8>) -> Bool = { _ in false }
  ) -> DocumentText? {
    guard matches(bytes.span), bytes.count >= headerSize else { return nil }
    let pageSize = Int(bytes.span.bigEndian32(at: 8))
    let salt = bytes[16..<24]
    var frames: [Int: Int] = [:]
    var isCut = false
    var place = headerSize
    while place + frameHeaderSize + pageSize <= bytes.count {
      let page = Int(bytes.span.bigEndian32(at: place))
      let isOfThis = bytes[place + 8..<place + 16] == salt
      // Pages count from 1. Behind the frames of this log may stand those of one before it.
      if page > 0, page <= mostPages {
        if frames[page] == nil || isOfThis { frames[page] = place + frameHeaderSize }
      } else if isOfThis {
        isCut = true
      }
      place += frameHeaderSize + pageSize
    }
    let count = max(1, frames.keys.max() ?? 0)
    // The first page, whose header it is, may not be there.
    let size = pageSize == 65_536 ? 1 : pageSize
    let header =
      SQLiteFile.magic + [UInt8(size >> 8), UInt8(size & 0xFF)]
      + [UInt8](repeating: 0, count: pageSize - 18)
    var text = DatabaseText.read(
      size: count * pageSize, pages: Set(frames.keys).union([1]).sorted(), limit: limit,
      isPacked: isPacked
    ) { part in
      guard let frame = frames[part.lowerBound / pageSize + 1] else {
        return part.lowerBound == 0 ? Array(header[..<part.count]) : nil
      }
      return Array(bytes[frame..<frame + part.count])
    }
    if isCut { text?.cut() }
    return text
  }
}
