/// Rows of SQLite's tables and indexes (https://www.sqlite.org/fileformat2.html#record_format).
///
/// A row is its length, its number, the types of its columns, which give their lengths, and then the
/// columns one after the other.
enum SQLiteRow {
  /// Most bytes of a row's description, its own length included.
  private static let longestHeader = 48
  /// What stands before it, in bytes: two numbers.
  private static let lead = 11

  /// Returns the length of the column of text or bytes that begins at an offset; nil where no row whose columns start in reach has one there.
  static func length(ofColumnAt start: Int, in text: Span<UInt8>) -> Int? {
    var header = start - 2
    let first = max(1, start - StoredString.reach + lead)
    while header >= first {
      let length = Int(text[header])
      if (2...longestHeader).contains(length), header + length <= start,
        let column = column(at: start, ofHeaderAt: header, length, in: text)
      {
        return column
      }
      header -= 1
    }
    return nil
  }

  private static func column(
    at start: Int, ofHeaderAt header: Int, _ headerLength: Int, in text: Span<UInt8>
  ) -> Int? {
    let body = header + headerLength
    var (offset, place) = (header + 1, body)
    var found: Int?
    while offset < body {
      guard let (type, next) = varint(at: offset, before: body, in: text),
        let length = length(ofType: type)
      else { return nil }
      if place == start, type >= 12 { found = length }
      place += length
      offset = next
    }
    return found.flatMap {
      hasLength(place - header, before: header, in: text) ? $0 : nil
    }
  }

  /// Whether the length of a row stands before its header, right there or before its number.
  private static func hasLength(
    _ length: Int, before header: Int, in text: Span<UInt8>
  ) -> Bool {
    // Of 128 and more, a length takes two bytes; longer rows than that have no key within reach.
    let low = UInt8(truncatingIfNeeded: length & 0x7F)
    let high = length >> 7
    guard high < 0x80 else { return false }
    var end = header
    while end > 0, header - end <= 9 {
      let isThere =
        high == 0
        ? text[end - 1] == low
        : end > 1 && text[end - 1] == low && text[end - 2] == UInt8(high) | 0x80
      if isThere { return true }
      end -= 1
    }
    return false
  }

  /// Bytes that a column of a type takes; nil for a type that there is not.
  private static func length(ofType type: Int) -> Int? {
    switch type {
    case 0, 8, 9: 0
    case 1...4: type
    case 5: 6
    case 6, 7: 8
    case 10, 11: nil
    default: (type - 12) / 2
    }
  }

  /// The number at an offset, of at most three bytes, and where it ends.
  private static func varint(
    at start: Int, before limit: Int, in text: Span<UInt8>
  ) -> (value: Int, end: Int)? {
    var (value, offset) = (0, start)
    while offset < limit, offset - start < 3 {
      let byte = Int(text[offset])
      value = value << 7 | byte & 0x7F
      offset += 1
      if byte < 0x80 { return (value, offset) }
    }
    return nil
  }
}
