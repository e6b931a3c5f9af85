import Basics

/// Where the objects of a PDF begin: looked up without its tables, which may be damaged; ISO 32000-1,
/// 7.3.10.
struct PDFObjects {
  private let bytes: [UInt8]
  /// For each number, where its last object begins, behind `obj`; nil until one is asked for.
  private var starts: [Int: Int]?

  static let keyword = Array("obj".utf8)
  /// An object that filters refer to has so many bytes at most.
  private static let reach = 1024
  /// Objects refer to one another at most so often.
  private static let mostSteps = 4
  /// So many objects are known.
  private static let most = 1 << 20

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The last object that begins in a range: its number, and where it goes on behind `obj`.
  static func last(in bytes: [UInt8], _ range: Range<Int>) -> (number: Int?, start: Int)? {
    var place = range.upperBound - keyword.count
    while place > range.lowerBound {
      if bytes[place] == keyword[0], bytes[place - 1] <= 0x20,
        bytes[place...].starts(with: keyword)
      {
        return (number(before: place, bytes), place + keyword.count)
      }
      place -= 1
    }
    return nil
  }

  /// The number that stands before `0 obj`.
  static func number(before keyword: Int, _ bytes: [UInt8]) -> Int? {
    var place = keyword
    var digits: [UInt8] = []
    for field in 0..<2 {
      while place > 0, bytes[place - 1] <= 0x20 { place -= 1 }
      let end = place
      while place > 0, end - place < 18, (0x30...0x39).contains(bytes[place - 1]) { place -= 1 }
      guard place < end else { return nil }
      if field == 1 { digits = Array(bytes[place..<end]) }
    }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// The names that a value has, alone, in an array or in an object; nil if the object is not there.
  mutating func names(_ value: ArraySlice<PDFToken>) -> [String]? { names(value, steps: 0) }

  private mutating func names(_ value: ArraySlice<PDFToken>, steps: Int) -> [String]? {
    var names: [String] = []
    var rest = value
    if rest.first == .array { rest = rest.dropFirst() }
    let isArray = rest.count < value.count
    while let token = rest.first {
      if PDFToken.isReference(rest), case .word(let digits) = token {
        guard steps < Self.mostSteps, let number = Int(digits), let content = content(of: number),
          let found = self.names(content[...], steps: steps + 1)
        else { return nil }
        names += found
        rest = rest.dropFirst(3)
      } else {
        if case .name(let name) = token { names.append(name) }
        rest = rest.dropFirst()
      }
      if !isArray || token == .endArray { break }
    }
    return names
  }

  /// The tokens that a value has, or those of the object that it refers to; nil if that is not there.
  mutating func resolve(_ value: ArraySlice<PDFToken>) -> [PDFToken]? {
    guard PDFToken.isReference(value), case .word(let digits)? = value.first else {
      return Array(value)
    }
    return Int(digits).flatMap { content(of: $0) }
  }

  /// The tokens of an object; nil if there is none of that number.
  private mutating func content(of number: Int) -> [PDFToken]? {
    let starts = starts ?? index()
    self.starts = starts
    guard let start = starts[number] else { return nil }
    var reader = PDFTokens(bytes, start..<min(start + Self.reach, bytes.count))
    var tokens: [PDFToken] = []
    while let token = reader.next(), token != .word("endobj") { tokens.append(token) }
    return tokens
  }

  private func index() -> [Int: Int] {
    var starts: [Int: Int] = [:]
    var place = 0
    while let found = PDFText.find(Self.keyword, in: bytes.span, from: place) {
      place = found + Self.keyword.count
      guard let number = Self.number(before: found, bytes) else { continue }
      if starts.count < Self.most || starts[number] != nil { starts[number] = place }
    }
    return starts
  }
}
