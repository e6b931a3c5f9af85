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
    guard Self.mayShowText(bytes), Self.mayBeginText(bytes) else { return [] }
    var operands: [Operand] = []
    var isInArray = false
    while position < bytes.count, !isCut {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "("):
        operands.append(.string(PDFString.literal(bytes, at: &position, end: bytes.count).bytes))
      case UInt8(ascii: "<"):
        if position + 1 < bytes.count, bytes[position + 1] == byte {
          position += 2
        } else {
          operands.append(.string(PDFString.hexadecimal(bytes, at: &position, end: bytes.count)))
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
  static func mayShowText(_ bytes: [UInt8]) -> Bool {
    ["Tj", "TJ", "'", "\""].contains {
      PDFText.find(Array($0.utf8), in: bytes.span, from: 0) != nil
    } || mayBeginText(bytes)
  }

  private static func mayBeginText(_ bytes: [UInt8]) -> Bool {
    PDFText.find(Array("BT".utf8), in: bytes.span, from: 0) != nil
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
}
