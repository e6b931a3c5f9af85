/// The files that a prompt mentions, as `@src/main.c`, `@"a name"`, `@a\ name` or `@main.c#L1-20`.
///
/// What a mention ends with is not sure: each way to read it is a name, and most are of nothing.
enum FileMentions {
  private static let sign = UInt8(ascii: "@")
  private static let backslash = UInt8(ascii: "\\")

  /// More names than that are not looked for.
  static let most = 10_000
  /// No name is longer, in bytes.
  private static let longest = 1024

  /// The names in a prompt, in order; nil for too many of them.
  static func names(in text: [UInt8]) -> [String]? {
    var names: [String] = []
    var known: Set<String> = []
    var position = 0
    while let place = text[position...].firstIndex(of: sign) {
      position = place + 1
      // What comes before would make an address of it; of several signs, the last one counts.
      if place > 0, isWordByte(text[place - 1]) { continue }
      if position < text.count, text[position] == sign { continue }
      let word = word(in: text[position...].prefix(longest))
      for name in readings(of: word) {
        let name = String(decoding: name, as: UTF8.self)
        guard known.insert(name).inserted else { continue }
        guard names.count < most else { return nil }
        names.append(name)
      }
    }
    return names
  }

  /// What follows the sign: up to the quote that ends it, or to a blank without a backslash.
  private static func word(in text: ArraySlice<UInt8>) -> [UInt8] {
    var rest = text
    if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      rest = rest.dropFirst()
      if let end = rest.firstIndex(where: { $0 == quote || $0 == 10 }), rest[end] == quote {
        return Array(rest[..<end])
      }
    }
    var word: [UInt8] = []
    while let byte = rest.first, byte > 0x20, !isBlank(rest) {
      rest = rest.dropFirst()
      if byte == backslash, let next = rest.first, next == 0x20 || next == backslash {
        rest = rest.dropFirst()
        word.append(next)
      } else {
        word.append(byte)
      }
    }
    return word
  }

  /// A word as it stands, without the signs of a sentence behind it, and without the lines that it
  /// names, as `#L1-20` or `:1-20`.
  private static func readings(of word: [UInt8]) -> [ArraySlice<UInt8>] {
    var readings: [ArraySlice<UInt8>] = [word[...]]
    let bare = word[...].drop { "\"'`(".utf8.contains($0) }
    if let end = bare.lastIndex(where: { !".,;:!?\"')`]}>*".utf8.contains($0) }) {
      readings.append(bare[...end])
    }
    // Signs of other scripts than Latin, such as an ideographic full stop.
    let text = String(decoding: bare, as: UTF8.self)
    if let end = text.lastIndex(where: { !$0.isPunctuation && !$0.isSymbol }) {
      let plain = Array(text[...end].utf8)
      if plain.count < bare.count { readings.append(plain[...]) }
    }
    for reading in readings {
      if let hash = reading.lastIndex(of: UInt8(ascii: "#")) { readings.append(reading[..<hash]) }
      let lines = reading.reversed().prefix {
        (0x30...0x39).contains($0) || "-:,".utf8.contains($0)
      }
      let path = reading.dropLast(lines.count)
      if lines.contains(UInt8(ascii: ":")) { readings.append(path) }
    }
    return readings.filter { !$0.isEmpty }
  }

  /// Whether a text begins with a blank of more than one byte, such as one that does not break lines.
  private static func isBlank(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first >= 0xC2 else { return false }
    return String(decoding: text.prefix(4), as: UTF8.self).unicodeScalars.first?.properties
      .isWhitespace ?? false
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }
}
