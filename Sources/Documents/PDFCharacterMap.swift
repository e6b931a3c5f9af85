import Basics

/// What the codes of a font mean, where a PDF says it; ISO 32000-1, 9.10.3.
///
/// Fonts with many characters show numbers of glyphs, which nobody can read without this.
struct PDFCharacterMap {
  /// Codes in a row: the last unit of the first one's characters counts on.
  private struct Run {
    var first: Int
    var last: Int
    /// Where the characters of the first begin in `units`, and how many they are.
    var start: Int
    var count: Int
  }

  /// By their first code.
  private var runs: [Run] = []
  private var units: [UInt16] = []
  /// How many bytes a code has.
  private(set) var width = 2
  /// Whether codes were left out.
  private(set) var isCut = false
  private let most: Int

  /// How many codes, or ranges of them, it names.
  var count: Int { runs.count }

  /// A code means at most so many units; the standard allows 256.
  private static let mostUnits = 256
  /// So many ranges may lie within another one in front of a code.
  private static let mostOverlaps = 16

  /// Reads a map of at most so many codes and ranges; nil if a stream is none.
  init?(_ content: [UInt8], most: Int) {
    let bytes = content.span
    guard PDFText.find(Array("begincmap".utf8), in: bytes, from: 0) != nil else { return nil }
    self.most = most
    var tokens = Tokens(content)
    // Of the table that is being read, and of the array in it.
    var strings: [[UInt8]] = []
    var list: [[UInt8]]?
    while !isCut, let token = tokens.next() {
      switch token {
      case .string(let string):
        if list != nil { list?.append(string) } else { strings.append(string) }
        if strings.count + (list?.count ?? 0) > 3 * most { isCut = true }
      case .open: list = []
      case .close:
        // A range whose codes are named one by one.
        if strings.count >= 2, let list {
          let start = Self.number(strings[strings.count - 2])
          for (index, string) in list.enumerated() { add(start + index, start + index, string) }
          strings.removeLast(2)
        }
        list = nil
      case .word(let word):
        switch word {
        case "endcodespacerange": if let first = strings.first { width = max(1, first.count) }
        case "endbfchar":
          for index in stride(from: 0, to: strings.count - 1, by: 2) {
            let code = Self.number(strings[index])
            add(code, code, strings[index + 1])
          }
        case "endbfrange":
          for index in stride(from: 0, to: strings.count - 2, by: 3) {
            add(Self.number(strings[index]), Self.number(strings[index + 1]), strings[index + 2])
          }
        default: break
        }
        if word.hasPrefix("end") || word.hasPrefix("begin") { strings.removeAll() }
      }
    }
    guard !runs.isEmpty, width <= 2 else { return nil }
    runs.sort { $0.first < $1.first }
  }

  /// Appends the characters of a shown string; nothing if a code has none, and no more than so many
  /// bytes.
  func append(
    _ bytes: [UInt8], _ string: Range<Int>, to output: inout [UInt8], atMost limit: Int
  ) {
    guard string.count % width == 0 else { return }
    var text: [UInt16] = []
    for place in stride(from: string.lowerBound, to: string.upperBound, by: width) {
      let code = width == 1 ? Int(bytes[place]) : Int(bytes[place]) << 8 | Int(bytes[place + 1])
      guard text.count < limit else { break }
      guard append(code, to: &text) else { return }
    }
    if text.allSatisfy({ $0 < 0x80 }) {
      for unit in text { output.append(UInt8(truncatingIfNeeded: unit)) }
    } else {
      output += String(decoding: text, as: UTF16.self).utf8
    }
  }

  /// Appends the characters of a code; false if it has none.
  private func append(_ code: Int, to text: inout [UInt16]) -> Bool {
    let next = runs.partitionPoint { $0.first <= code }
    // Single codes may stand within a range.
    let near = runs[max(0, next - Self.mostOverlaps)..<next]
    guard let run = near.last(where: { code <= $0.last }) else { return false }
    text += units[run.start..<run.start + run.count]
    if run.count > 0 { text[text.count - 1] &+= UInt16(truncatingIfNeeded: code - run.first) }
    return true
  }

  private static func number(_ bytes: [UInt8]) -> Int {
    bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func add(_ first: Int, _ last: Int, _ utf16: [UInt8]) {
    guard first <= last, last <= 0xFFFF else { return }
    guard runs.count < most, utf16.count <= 2 * Self.mostUnits else {
      isCut = true
      return
    }
    let start = units.count
    for place in stride(from: 0, to: utf16.count - 1, by: 2) {
      units.append(UInt16(utf16[place]) << 8 | UInt16(utf16[place + 1]))
    }
    if utf16.count == 1 { units.append(UInt16(utf16[0])) }
    runs.append(Run(first: first, last: last, start: start, count: units.count - start))
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
