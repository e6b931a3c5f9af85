/// What the codes of a font mean, where a PDF says it; ISO 32000-1, 9.10.3.
///
/// Fonts with many characters show numbers of glyphs, which nobody can read without this.
struct PDFCharacterMap {
  /// For each code, its characters in UTF-8.
  private var characters: [Int: [UInt8]] = [:]
  /// How many bytes a code has.
  private(set) var width = 2

  /// More codes are not taken.
  private static let most = 1 << 17

  /// Reads a map; nil if a stream is none.
  init?(_ content: [UInt8]) {
    let bytes = content.span
    guard PDFText.find(Array("begincmap".utf8), in: bytes, from: 0) != nil else { return nil }
    var tokens = Tokens(content)
    var strings: [[UInt8]] = []
    var list: [[UInt8]]?
    while let token = tokens.next() {
      switch token {
      case .string(let string):
        if list != nil { list?.append(string) } else { strings.append(string) }
        if strings.count > 3 * Self.most { return nil }
      case .open: list = []
      case .close:
        // A range whose codes are named one by one.
        if strings.count >= 2, let list {
          let start = Self.number(strings[strings.count - 2])
          for (index, string) in list.enumerated() { add(start + index, string) }
          strings.removeLast(2)
        }
        list = nil
      case .word(let word):
        switch word {
        case "endcodespacerange": if let first = strings.first { width = max(1, first.count) }
        case "endbfchar":
          for index in stride(from: 0, to: strings.count - 1, by: 2) {
            add(Self.number(strings[index]), strings[index + 1])
          }
        case "endbfrange":
          for index in stride(from: 0, to: strings.count - 2, by: 3) {
            addRange(strings[index], strings[index + 1], strings[index + 2])
          }
        default: break
        }
        if word.hasPrefix("end") || word.hasPrefix("begin") { strings.removeAll() }
      }
    }
    guard !characters.isEmpty, width <= 2 else { return nil }
  }

  /// The characters of a shown string; nil if a code has none.
  func text(_ string: [UInt8]) -> [UInt8]? {
    guard string.count % width == 0 else { return nil }
    var text: [UInt8] = []
    for place in stride(from: 0, to: string.count, by: width) {
      guard let found = characters[Self.number(Array(string[place..<place + width]))] else {
        return nil
      }
      text += found
    }
    return text
  }

  private static func number(_ bytes: [UInt8]) -> Int {
    bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func add(_ code: Int, _ utf16: [UInt8]) {
    guard characters.count < Self.most else { return }
    var units: [UInt16] = []
    for place in stride(from: 0, to: utf16.count - 1, by: 2) {
      units.append(UInt16(utf16[place]) << 8 | UInt16(utf16[place + 1]))
    }
    if utf16.count == 1 { units = [UInt16(utf16[0])] }
    characters[code] = Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private mutating func addRange(_ first: [UInt8], _ last: [UInt8], _ target: [UInt8]) {
    let (start, end) = (Self.number(first), Self.number(last))
    guard start <= end, end - start < 1 << 16, var unit = target.last.map({ Int($0) }) else {
      return
    }
    if target.count >= 2 { unit |= Int(target[target.count - 2]) << 8 }
    for code in start...end {
      let value = unit + code - start
      guard value <= 0xFFFF else { return }
      let low = [UInt8(value >> 8), UInt8(value & 0xFF)]
      add(code, Array(target.dropLast(2)) + low)
    }
  }

  /// The tokens of a map: strings of digits, brackets and words.
  private struct Tokens {
    enum Token {
      case string([UInt8]), open, close
      case word(String)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Token? {
      while position < bytes.count {
        let start = position
        position += 1
        switch bytes[start] {
        case 0...0x20, UInt8(ascii: ">"): continue
        case UInt8(ascii: "["): return .open
        case UInt8(ascii: "]"): return .close
        case UInt8(ascii: "<"):
          guard position < bytes.count, bytes[position] != UInt8(ascii: "<") else {
            position += 1
            continue
          }
          while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
          return .string(PDFFilter.hexadecimal(bytes[start + 1..<position]))
        default:
          while position < bytes.count, bytes[position] > 0x20,
            bytes[position] != UInt8(ascii: "<"),
            bytes[position] != UInt8(ascii: "["), bytes[position] != UInt8(ascii: "]")
          {
            position += 1
          }
          return .word(String(decoding: bytes[start..<position].prefix(40), as: UTF8.self))
        }
      }
      return nil
    }
  }
}
