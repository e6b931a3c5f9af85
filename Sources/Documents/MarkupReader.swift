import Basics

/// Goes through the tags and texts of XML, as far as extracting text needs it: names without their
/// prefix, nothing checked.
struct MarkupReader: ~Copyable {
  /// What comes next.
  enum Event {
    /// A tag that opens, or that is empty and closes at once; its attributes lie in a range.
    case open(name: String, attributes: Range<Int>, isEmpty: Bool)
    case close(name: String)
    /// Character data, with references that are to be decoded.
    case text(Range<Int>)
    /// Character data as it is.
    case plain(Range<Int>)
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next event; nil at the end.
  mutating func next() -> Event? {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        let start = position
        position = find(UInt8(ascii: "<"), from: start) ?? bytes.count
        return .text(start..<position)
      }
      if starts(with: "<!--") {
        skip(behind: "-->")
      } else if starts(with: "<![CDATA[") {
        let start = position + 9
        skip(behind: "]]>")
        return .plain(start..<max(start, position - 3))
      } else if starts(with: "<?") || starts(with: "<!") {
        skip(behind: ">")
      } else {
        return tag()
      }
    }
    return nil
  }

  private mutating func tag() -> Event {
    let start = position + 1
    var place = start
    var quote: UInt8?
    while place < bytes.count {
      let byte = bytes[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
      place += 1
    }
    position = min(place + 1, bytes.count)
    let isClosing = start < place && bytes[start] == UInt8(ascii: "/")
    let nameStart = isClosing ? start + 1 : start
    var nameEnd = nameStart
    while nameEnd < place, bytes[nameEnd] > 0x20, bytes[nameEnd] != UInt8(ascii: "/") {
      nameEnd += 1
    }
    var name = bytes[nameStart..<nameEnd]
    if let colon = name.firstIndex(of: UInt8(ascii: ":")) { name = name[(colon + 1)...] }
    // Names that count are short, so that no memory is taken for them.
    let short = String(decoding: name.prefix(32), as: UTF8.self)
    if isClosing { return .close(name: short) }
    let isEmpty = place > nameEnd && bytes[place - 1] == UInt8(ascii: "/")
    return .open(name: short, attributes: nameEnd..<place, isEmpty: isEmpty)
  }

  /// The value of an attribute, its references decoded; names have their prefix here.
  func attribute(_ name: String, in range: Range<Int>) -> [UInt8]? {
    let name = name.utf8
    var place = range.lowerBound
    while place < range.upperBound {
      while place < range.upperBound, bytes[place] <= 0x20 { place += 1 }
      let start = place
      while place < range.upperBound, bytes[place] != UInt8(ascii: "="), bytes[place] > 0x20 {
        place += 1
      }
      let found = bytes[start..<place]
      while place < range.upperBound, bytes[place] != UInt8(ascii: "\""),
        bytes[place] != UInt8(ascii: "'")
      {
        place += 1
      }
      guard place < range.upperBound else { return nil }
      let quote = bytes[place]
      let value = place + 1
      place = value
      while place < range.upperBound, bytes[place] != quote { place += 1 }
      if found.elementsEqual(name) { return decoded(value..<place) }
      place += 1
    }
    return nil
  }

  /// Character data with its references decoded.
  func decoded(_ range: Range<Int>) -> [UInt8] {
    guard bytes[range].contains(UInt8(ascii: "&")) else { return Array(bytes[range]) }
    var text: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = bytes[place]
      place += 1
      guard byte == UInt8(ascii: "&"),
        let end = bytes[place..<min(range.upperBound, place + 10)].firstIndex(
          of: UInt8(ascii: ";")),
        let scalar = Self.scalar(String(decoding: bytes[place..<end], as: UTF8.self))
      else {
        text.append(byte)
        continue
      }
      text += Array(String(Character(scalar)).utf8)
      place = end + 1
    }
    return text
  }

  /// The bytes of a range as they are.
  func plain(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

  private static func scalar(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": "&"
    case "lt": "<"
    case "gt": ">"
    case "quot": "\""
    case "apos": "'"
    case _ where name.hasPrefix("#x"):
      UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
    case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
    default: nil
    }
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    bytes.span.firstIndex(of: byte, from: start)
  }

  private func starts(with text: String) -> Bool {
    bytes[position...].starts(with: text.utf8)
  }

  /// Goes behind the next place of a text, or to the end.
  private mutating func skip(behind text: String) {
    let wanted = Array(text.utf8)
    while let place = find(wanted[0], from: position) {
      position = place
      if starts(with: text) {
        position += wanted.count
        return
      }
      position += 1
    }
    position = bytes.count
  }
}
