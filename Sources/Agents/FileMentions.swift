import Basics

/// The files that a prompt mentions, as `@src/main.c`, `@"a name"`, `@a\ name` or `@main.c#L1-20`, and
/// in editors as `#file:main.c`.
///
/// What a mention ends with is not sure: each way to read it is a name, and most are of nothing.
enum FileMentions {
  private static let backslash = UInt8(ascii: "\\")
  private static let hash = UInt8(ascii: "#")

  /// What mentions of an agent begin with.
  enum Style {
    /// `@`, mostly on the command line.
    case sign
    /// `#file:` or `#` as well, in editors, which may leave the folder out.
    case signAndHash
  }

  /// A file that may be meant.
  struct Mention: Hashable {
    var name: String
    /// Whether it may stand below any folder.
    var isAnywhere = false
  }

  /// Why nobody knows which files are mentioned; the raw value ends a sentence.
  enum Failure: String, Error {
    case tooMany = "it mentions more than 10000 files"
    case tooLong = "it mentions a file by a name of more than 4096 bytes"
  }

  private static let most = 10_000
  /// The system opens no file by a longer name, in bytes.
  private static let longest = 4096
  /// A longer word is not followed to its end, in bytes.
  private static let longestWord = 64 << 10
  /// More than that is no end of a sentence, in bytes.
  private static let longestEnding = 256
  /// So many bytes of words are looked at.
  private static let mostWords = 64 << 20

  /// The files mentioned in a prompt, in order.
  static func mentions(in text: [UInt8], _ style: Style) throws(Failure) -> [Mention] {
    var mentions: [Mention] = []
    var known: Set<Mention> = []
    var position = 0
    var room = mostWords
    let signs = style == .sign ? [UInt8(ascii: "@")] : [UInt8(ascii: "@"), hash]
    while let place = text[position...].firstIndex(where: signs.contains) {
      position = place + 1
      // What comes before would make an address of it; of several signs, the last one counts.
      if place > 0, isWordByte(text[place - 1]) { continue }
      if position < text.count, text[position] == text[place] { continue }
      var rest = text[position...]
      let isFile = text[place] == hash && rest.starts(with: "file:".utf8)
      if isFile { rest = rest.dropFirst("file:".utf8.count) }
      let word = try name(in: rest)
      room -= word.count
      guard room >= 0 else { throw .tooMany }
      for name in readings(of: word) + (unescaped(word).map(readings) ?? []) {
        var mention = Mention(name: String(decoding: name, as: UTF8.self))
        mention.isAnywhere = isFile
        guard known.insert(mention).inserted else { continue }
        guard mentions.count < most else { throw .tooMany }
        mentions.append(mention)
      }
    }
    return mentions
  }

  /// What follows the sign, in its normal form where it is too long as it stands; empty where it names
  /// nothing that can be opened.
  private static func name(in text: ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
    let start = word(in: text.prefix(longest + 1))
    guard start.count > longest else { return start }
    // What is mostly parts that say nothing can name a file all the same.
    guard FilePlaces.normalForm(of: start).count <= longest / 2 else { return [] }
    let whole = word(in: text.prefix(longestWord + 1))
    guard whole.count <= longestWord else { throw .tooLong }
    return FilePlaces.normalForm(of: whole)
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

  /// A word without the backslashes before signs that mean something to a shell, such as parentheses; nil
  /// where there are none.
  private static func unescaped(_ word: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.count)
    var rest = word[...]
    while let byte = rest.popFirst() {
      if byte == backslash, let next = rest.first, escapedSigns.contains(next) {
        bytes.append(next)
        rest = rest.dropFirst()
      } else {
        bytes.append(byte)
      }
    }
    return bytes.count < word.count ? bytes : nil
  }

  private static let escapedSigns = Set("\t()[]{};|*?$`'\"#&<>!~@,=%^+".utf8)

  /// A word as it stands, without the signs of a sentence behind it, and without the lines that it
  /// names, as `#L1-20` or `:1-20`.
  private static func readings(of word: [UInt8]) -> [ArraySlice<UInt8>] {
    var readings: [ArraySlice<UInt8>] = [word[...]]
    let bare = word[...].drop { "\"'`([<".utf8.contains($0) }
    if let end = bare.lastIndex(where: { !".,;:!?\"')`]}>*".utf8.contains($0) }) {
      readings.append(bare[...end])
    }
    // Signs of other scripts than Latin, such as an ideographic full stop.
    let tail = String(decoding: bare.suffix(longestEnding), as: UTF8.self)
    if let end = tail.lastIndex(where: { !$0.isPunctuation && !$0.isSymbol }) {
      let signs = tail[end...].dropFirst().utf8.count
      if signs > 0 { readings.append(bare.dropLast(signs)) }
    }
    for reading in readings {
      if let hash = reading.lastIndex(of: hash) { readings.append(reading[..<hash]) }
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
