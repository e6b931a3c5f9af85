/// Puts the text together that a content stream of a PDF shows; ISO 32000-1, 9.4.
///
/// The codes of strings are characters in fonts with a usual encoding; else a map says what they mean.
struct PDFContent {
  private let bytes: [UInt8]
  private var position = 0
  private var shown = PDFShownText()
  /// Where the next string is shown, and where the last was; lines whose distance is not told are one
  /// apart.
  private var height = 0.0
  private var shownHeight: Double?

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What a content stream shows, with a line for each height; nil if this is none.
  static func read(_ bytes: [UInt8]) -> PDFShownText? {
    guard mayShowText(bytes), mayBeginText(bytes) else { return nil }
    var reader = PDFContent(bytes)
    reader.readAll()
    return reader.shown
  }

  /// An operand, as far as it counts.
  private enum Operand {
    case string([UInt8])
    case number(Double)
    case other
  }

  private mutating func readAll() {
    var operands: [Operand] = []
    var isInArray = false
    while position < bytes.count {
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
        if let number = Self.number(bytes[word]) {
          operands.append(.number(number))
        } else if !isInArray {
          show(String(decoding: bytes[word], as: UTF8.self), operands)
          operands.removeAll(keepingCapacity: true)
        }
      }
      // Content that is none does not grow without bounds.
      if operands.count > 100_000 { operands.removeAll() }
    }
  }

  /// The value of a number; nil for another word.
  private static func number(_ word: ArraySlice<UInt8>) -> Double? {
    var (value, decimals, digits) = (0, 0, 0)
    var isFraction = false
    let sign = word.first == UInt8(ascii: "-")
    for byte in sign ? word.dropFirst() : word {
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
        continue
      }
      // Up to fifteen digits, and the power of ten that they are divided by, are exact as they are.
      guard byte &- 0x30 < 10, digits < 15 else {
        return Double(String(decoding: word, as: UTF8.self))
      }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      if isFraction { decimals += 1 }
    }
    guard digits > 0 else { return nil }
    let number = Double(value) / Self.powers[decimals]
    return sign ? -number : number
  }

  private static let powers = (0...15).map { (0..<$0).reduce(1.0) { product, _ in product * 10 } }

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
        case .string(let part): shown.append(part)
        // A space is often a gap; between letters that belong together there is less.
        case .number(let gap): if word == "TJ", gap < -200 { shown.appendSpace() }
        case .other: break
        }
      }
    case "'", "\"":
      height -= 1
      beginShowing()
      for case .string(let part) in operands { shown.append(part) }
    case "T*": height -= 1
    case "BT": height = 0
    case "Td", "TD": if case .number(let y) = operands.last { height += y }
    case "Tm": if case .number(let y) = operands.last { height = y }
    default: break
    }
  }

  /// Begins another line if this is another height.
  private mutating func beginShowing() {
    if shownHeight != height { shown.endLine() }
    shownHeight = height
  }

  /// A word of letters, digits and signs; at least one byte is taken.
  private mutating func word() -> Range<Int> {
    let start = position
    while position < bytes.count, !PDFTokens.endsWord(bytes[position]) { position += 1 }
    if position == start, position < bytes.count { position += 1 }
    return start..<position
  }
}
