/// Puts the text together that a content stream of a PDF shows; ISO 32000-1, 9.4.
///
/// The codes of strings are taken for characters, as they are in fonts with a usual encoding, unless
/// a map says what they mean.
struct PDFContent {
  private let bytes: [UInt8]
  private var position = 0
  private var output: [UInt8] = []
  /// Where the next string is shown, and where the last was; lines whose distance is not told are one
  /// apart.
  private var height = 0.0
  private var shownHeight: Double?

  /// What codes mean, if it is not what they are.
  private let map: PDFCharacterMap?
  private let limit: Int
  /// Whether there is more text than was wanted.
  private(set) var isCut = false

  /// Reads a content stream whose codes are characters, or mean what a map says.
  ///
  /// Strings with other codes are left out. At most so many bytes of text are made.
  init(_ bytes: [UInt8], map: PDFCharacterMap? = nil, limit: Int) {
    self.bytes = bytes
    self.map = map
    self.limit = limit
  }

  /// An operand, as far as it counts.
  private enum Operand {
    case string([UInt8])
    case number(Double)
    case other
  }

  /// The text, with a line for each that is shown at a height of its own; empty if this is no content
  /// stream.
  mutating func text() -> [UInt8] {
    guard looksLikeText else { return [] }
    var operands: [Operand] = []
    var isInArray = false
    while position < bytes.count, !isCut {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "("): operands.append(.string(literal()))
      case UInt8(ascii: "<"):
        if position + 1 < bytes.count, bytes[position + 1] == byte {
          position += 2
        } else {
          operands.append(.string(hexadecimal()))
        }
      case UInt8(ascii: "["):
        isInArray = true
        operands.removeAll()
        position += 1
      case UInt8(ascii: "]"):
        isInArray = false
        position += 1
      case UInt8(ascii: "%"):
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
          position += 1
        }
      case UInt8(ascii: "/"):
        position += 1
        _ = word()
        operands.append(.other)
      case 0...0x20, UInt8(ascii: ">"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ")"):
        position += 1
      default:
        let word = word()
        if let number = Double(word) {
          operands.append(.number(number))
        } else if !isInArray {
          show(word, operands)
          operands.removeAll()
        }
      }
      // Content that is none does not grow without bounds.
      if operands.count > 100_000 { operands.removeAll() }
    }
    return output
  }

  /// Whether one of the operators that show text is there.
  private var looksLikeText: Bool {
    for word in ["Tj", "TJ", "'", "\""] {
      if PDFText.find(Array(word.utf8), in: bytes.span, from: 0) != nil {
        return PDFText.find(Array("BT".utf8), in: bytes.span, from: 0) != nil
      }
    }
    return false
  }

  private mutating func show(_ word: String, _ operands: [Operand]) {
    switch word {
    case "Tj", "TJ":
      beginShowing()
      for operand in operands {
        switch operand {
        case .string(let part): show(part)
        // A space is often a gap; between letters that belong together there is less.
        case .number(let gap): if word == "TJ", gap < -200 { output.append(0x20) }
        case .other: break
        }
      }
    case "'", "\"":
      height -= 1
      beginShowing()
      for case .string(let part) in operands { show(part) }
    case "T*": height -= 1
    case "BT": height = 0
    case "Td", "TD": if case .number(let y) = operands.last { height += y }
    case "Tm": if case .number(let y) = operands.last { height = y }
    default: break
    }
  }

  /// Adds a string.
  ///
  /// Of two bytes a character, as fonts with many characters have them, the lower ones are taken if
  /// all the higher are zero.
  private mutating func show(_ string: [UInt8]) {
    if let map {
      map.append(string, to: &output, atMost: limit)
    } else {
      let isWide =
        string.count >= 2 && string.count % 2 == 0
        && stride(from: 0, to: string.count, by: 2).allSatisfy { string[$0] == 0 }
      output += isWide ? stride(from: 1, to: string.count, by: 2).map { string[$0] } : string
    }
    if output.count >= limit { isCut = true }
  }

  /// Begins another line if this is another height.
  private mutating func beginShowing() {
    if shownHeight != height { endLine() }
    shownHeight = height
  }

  private mutating func endLine() {
    if !output.isEmpty, output.last != 0x0A { output.append(0x0A) }
  }

  /// A word of letters, digits and signs; at least one byte is taken.
  private mutating func word() -> String {
    let start = position
    while position < bytes.count, !PDFTokens.endsWord(bytes[position]) { position += 1 }
    if position == start, position < bytes.count { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A string in parentheses; 7.3.4.2.
  private mutating func literal() -> [UInt8] {
    var string: [UInt8] = []
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "("):
        depth += 1
        if depth > 1 { string.append(byte) }
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return string }
        string.append(byte)
      case UInt8(ascii: "\\"): escape(&string)
      default: string.append(byte)
      }
    }
    return string
  }

  private mutating func escape(_ string: inout [UInt8]) {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): string.append(0x0A)
    case UInt8(ascii: "r"): string.append(0x0D)
    case UInt8(ascii: "t"): string.append(0x09)
    case UInt8(ascii: "b"): string.append(0x08)
    case UInt8(ascii: "f"): string.append(0x0C)
    case 0x0D: if position < bytes.count, bytes[position] == 0x0A { position += 1 }
    case 0x0A: break
    case 0x30...0x37:
      var value = UInt32(byte) - 0x30
      for _ in 0..<2 {
        guard position < bytes.count, (0x30...0x37).contains(bytes[position]) else { break }
        value = value << 3 | UInt32(bytes[position]) - 0x30
        position += 1
      }
      string.append(UInt8(truncatingIfNeeded: value))
    default: string.append(byte)
    }
  }

  /// A string of hexadecimal digits; 7.3.4.3.
  private mutating func hexadecimal() -> [UInt8] {
    let start = position + 1
    while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
    let string = PDFFilter.hexadecimal(bytes[min(start, position)..<position])
    position = min(position + 1, bytes.count)
    return string
  }
}
