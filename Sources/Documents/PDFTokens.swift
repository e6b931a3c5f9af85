import Basics

/// What the objects of a PDF are written with; ISO 32000-1, 7.2 and 7.3.
enum PDFToken: Equatable {
  /// A name without its slash.
  case name(String)
  /// A number or a keyword.
  case word(String)
  /// A string, which never counts here.
  case string
  case array, endArray
  case dictionary, endDictionary

  /// Whether tokens begin with a reference to an object: `12 0 R`.
  static func isReference(_ tokens: ArraySlice<PDFToken>) -> Bool {
    guard tokens.count >= 3, tokens[tokens.startIndex + 2] == .word("R"),
      case .word(let number) = tokens[tokens.startIndex],
      case .word = tokens[tokens.startIndex + 1]
    else { return false }
    return Int(number) != nil
  }
}

/// Takes a part of a PDF apart into tokens.
struct PDFTokens {
  private let bytes: [UInt8]
  private let end: Int
  private var position: Int
  /// Whether the part ends within a string.
  private(set) var endsInString = false

  /// Reads from the start of a range.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    (position, end) = (range.lowerBound, range.upperBound)
  }

  /// The next token; nil at the end.
  mutating func next() -> PDFToken? {
    while position < end {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0...0x20, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ")"): continue
      case UInt8(ascii: "%"):
        while position < end, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      case UInt8(ascii: "["): return .array
      case UInt8(ascii: "]"): return .endArray
      case UInt8(ascii: "("):
        skipString()
        return .string
      case UInt8(ascii: "<"):
        if position < end, bytes[position] == byte {
          position += 1
          return .dictionary
        }
        while position < end, bytes[position] != UInt8(ascii: ">") { position += 1 }
        position = min(position + 1, end)
        return .string
      case UInt8(ascii: ">"):
        guard position < end, bytes[position] == byte else { continue }
        position += 1
        return .endDictionary
      case UInt8(ascii: "/"): return .name(Self.unescaped(word(from: position)))
      default: return .word(String(decoding: word(from: position - 1), as: UTF8.self))
      }
    }
    return nil
  }

  /// The rest of a name or word that begins at a place.
  private mutating func word(from start: Int) -> ArraySlice<UInt8> {
    position = start
    while position < end, !Self.endsWord(bytes[position]) { position += 1 }
    // What counts is short.
    return bytes[start..<position].prefix(128)
  }

  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    // Blanks, and ( ) < > [ ] { } / %.
    case 0...0x20, 0x28, 0x29, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D, 0x2F, 0x25: true
    default: false
    }
  }

  /// A name, in which `#` and two digits stand for a byte.
  private static func unescaped(_ name: ArraySlice<UInt8>) -> String {
    guard name.contains(UInt8(ascii: "#")) else { return String(decoding: name, as: UTF8.self) }
    var bytes: [UInt8] = []
    var place = name.startIndex
    while place < name.endIndex {
      if name[place] == UInt8(ascii: "#"), place + 2 < name.endIndex,
        let high = name[place + 1].hexadecimalValue, let low = name[place + 2].hexadecimalValue
      {
        bytes.append(high << 4 | low)
        place += 3
      } else {
        bytes.append(name[place])
        place += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func skipString() {
    var depth = 1
    while position < end, depth > 0 {
      switch bytes[position] {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      position += 1
    }
    if depth > 0 { endsInString = true }
    position = min(position, end)
  }
}
