import Basics

/// The values of a record of SQLite; "Database File Format", 2.1.
enum SQLiteRecord {
  /// A value, as far as text is looked for.
  enum Value: Equatable {
    case text([UInt8])
    case blob([UInt8])
    case integer(Int64)
    case other
  }

  /// Takes a payload apart; what it is short of is left out.
  static func values(_ payload: [UInt8], _ encoding: SQLiteFile.TextEncoding) -> [Value] {
    let bytes = payload.span
    var place = 0
    guard let headerSize = SQLiteFile.number(bytes, at: &place, end: bytes.count),
      headerSize > 0, headerSize <= bytes.count
    else { return [] }
    let end = Int(headerSize)
    var content = end
    var values: [Value] = []
    while place < end, let type = SQLiteFile.number(bytes, at: &place, end: end) {
      guard type >= 0, content <= bytes.count else { break }
      let size =
        switch type {
        case 0, 8, 9, 10, 11: 0
        case 1...4: Int(type)
        case 5: 6
        case 6, 7: 8
        default: Int(min((type - 12) / 2, 1 << 31))
        }
      let stop = min(content + size, bytes.count)
      let part = payload[content..<stop]
      switch type {
      case 1...6 where part.count == size:
        // The sign is that of the first byte.
        let first: Int64 = (part.first ?? 0) >= 0x80 ? -1 : 0
        values.append(.integer(part.reduce(first) { $0 << 8 | Int64($1) }))
      case 8, 9: values.append(.integer(type - 8))
      case 12...:
        values.append(type & 1 == 1 ? .text(utf8(part, encoding)) : .blob(Array(part)))
      default: values.append(.other)
      }
      content += size
    }
    return values
  }

  private static func utf8(
    _ bytes: ArraySlice<UInt8>, _ encoding: SQLiteFile.TextEncoding
  ) -> [UInt8] {
    let bytes = Array(bytes)
    let encoding = encoding == .unknown ? Self.encoding(of: bytes) : encoding
    guard encoding != .utf8 else { return bytes }
    let (high, low) = encoding == .utf16Big ? (0, 1) : (1, 0)
    var units: [UInt16] = []
    for place in stride(from: 0, to: bytes.count - 1, by: 2) {
      units.append(UInt16(bytes[place + high]) << 8 | UInt16(bytes[place + low]))
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// How a text is written whose database does not tell: in UTF-16 a half of most is zero.
  private static func encoding(of bytes: [UInt8]) -> SQLiteFile.TextEncoding {
    guard bytes.count % 2 == 0 else { return .utf8 }
    func zeros(from start: Int) -> Int {
      stride(from: start, to: bytes.count, by: 2).count { bytes[$0] == 0 }
    }
    let (even, odd) = (zeros(from: 0), zeros(from: 1))
    guard even != odd, max(even, odd) * 4 >= bytes.count else { return .utf8 }
    return even > odd ? .utf16Big : .utf16Little
  }
}
