/// Strings: where they end while reading, and what they say when they are asked.
extension JSONParser {
  /// Reads a string, or the name of a member.
  mutating func readString(_ kind: JSONTree.Kind) throws(JSONTree.Failure) {
    let start = position
    var hasEscapes = false
    position += 1
    while position < text.count {
      let byte = text[position]
      guard byte >= 0x20 else { break }
      position += 1
      if byte == UInt8(ascii: "\"") {
        add(kind, from: start, hasEscapes: hasEscapes)
        return
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try skipEscape()
      }
    }
    throw failure("a string has no end in its line")
  }

  private mutating func skipEscape() throws(JSONTree.Failure) {
    guard let byte = next else { throw failure("a string has no end") }
    position += 1
    if byte == UInt8(ascii: "u") {
      guard Self.unit(at: position, in: text) != nil else {
        throw failure("\\u wants four hexadecimal digits")
      }
      position += 4
    } else if Self.character(escapedAs: byte) == nil {
      throw failure("there is no such escape in JSON")
    }
  }

  private static func character(escapedAs byte: UInt8) -> UInt8? {
    switch Unicode.Scalar(byte) {
    case "n": 0x0A
    case "r": 0x0D
    case "t": 0x09
    case "b": 0x08
    case "f": 0x0C
    case "\"", "\\", "/": byte
    default: nil
    }
  }

  /// The number that four hexadecimal digits are.
  private static func unit(at offset: Int, in text: [UInt8]) -> UInt16? {
    guard offset + 4 <= text.count else { return nil }
    var unit: UInt16 = 0
    for byte in text[offset..<offset + 4] {
      let digit: UInt8
      switch Unicode.Scalar(byte) {
      case "0"..."9": digit = byte - 0x30
      case "a"..."f", "A"..."F": digit = (byte | 0x20) - 0x57
      default: return nil
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private static func nextEscape(in text: [UInt8], from start: Int, to end: Int) -> Int {
    var offset = start
    while offset < end, text[offset] != UInt8(ascii: "\\") { offset += 1 }
    return offset
  }

  /// The bytes of a string or a name without its quotes and escapes.
  static func content(of record: JSONTree.Record, in text: [UInt8]) -> [UInt8] {
    let end = Int(record.end) - 1
    var position = Int(record.start) + 1
    guard record.hasEscapes else { return Array(text[position..<end]) }
    var content: [UInt8] = []
    content.reserveCapacity(end - position)
    while position < end {
      // Most of a text is none; what is between escapes is taken over at once.
      let run = position..<nextEscape(in: text, from: position, to: end)
      content += text[run]
      guard run.upperBound + 1 < end else { break }
      let sign = text[run.upperBound + 1]
      position = run.upperBound + 2
      if let character = character(escapedAs: sign) {
        content.append(character)
        continue
      }
      guard let first = unit(at: position, in: text) else { continue }
      position += 4
      var units = [first]
      // Beyond the basic plane, two escapes make a character.
      if UTF16.isLeadSurrogate(first), text[position..<end].starts(with: "\\u".utf8),
        let second = unit(at: position + 2, in: text)
      {
        position += 6
        units.append(second)
      }
      content += Array(String(decoding: units, as: UTF16.self).utf8)
    }
    return content
  }
}
