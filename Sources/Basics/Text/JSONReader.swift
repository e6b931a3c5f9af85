/// Reads JSON (RFC 8259).
package struct JSONReader {
  /// A value; of numbers, only whole ones are told.
  package indirect enum Value {
    case object([Member])
    case array([Value])
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case other
  }

  /// A member of an object.
  package struct Member {
    package var name: String
    package var value: Value
    /// The line that it begins in, from 1.
    package var line: Int
  }

  /// What is no JSON.
  package struct Failure: Error, Equatable {
    /// From 1.
    package var line: Int
    package var message: String
  }

  /// Deeper values are not read.
  private static let mostDepth = 64

  private let text: [UInt8]
  private var position = 0
  private var line = 1

  private init(_ text: [UInt8]) { self.text = text }

  /// Reads a text that holds one value.
  package static func read(_ text: [UInt8]) throws(Failure) -> Value {
    var reader = JSONReader(text)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.position == text.count else { throw reader.failure("the end is expected here") }
    return value
  }

  private func failure(_ message: String) -> Failure { Failure(line: line, message: message) }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Failure) -> Value {
    guard depth < Self.mostDepth else { throw failure("values are nested too deep") }
    if take("{") { return .object(try members(depth: depth + 1)) }
    if take("[") { return .array(try elements(depth: depth + 1)) }
    if take("\"") { return .string(try string()) }
    let start = position
    while let byte = next, byte > 0x20, !",]}".utf8.contains(byte) { position += 1 }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    if word == "null" { return .other }
    if let flag = Bool(word) { return .boolean(flag) }
    if let number = Int(word) { return .integer(number) }
    guard let number = Double(word), number.isFinite else { throw failure("a value is expected") }
    return .other
  }

  private mutating func members(depth: Int) throws(Failure) -> [Member] {
    var members: [Member] = []
    if take("}") { return members }
    repeat {
      guard take("\"") else { throw failure("a name in quotes is expected") }
      let start = line
      let name = try string()
      guard take(":") else { throw failure("a colon is expected") }
      members.append(Member(name: name, value: try value(depth: depth), line: start))
    } while take(",")
    guard take("}") else { throw failure("a comma or } is expected") }
    return members
  }

  private mutating func elements(depth: Int) throws(Failure) -> [Value] {
    var elements: [Value] = []
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth)) } while take(",")
    guard take("]") else { throw failure("a comma or ] is expected") }
    return elements
  }

  /// What follows the opening quote, up to the closing one.
  private mutating func string() throws(Failure) -> String {
    var bytes: [UInt8] = []
    while let byte = next, byte >= 0x20 {
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      bytes += byte == UInt8(ascii: "\\") ? try escaped() : [byte]
    }
    throw failure("a string has no end in its line")
  }

  private mutating func escaped() throws(Failure) -> [UInt8] {
    guard let byte = next else { throw failure("a string has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      var units = [try unit()]
      // Beyond the basic plane, two escapes make a character.
      if UTF16.isLeadSurrogate(units[0]), text[position...].starts(with: "\\u".utf8) {
        position += 2
        units.append(try unit())
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    default: throw failure("there is no such escape in JSON")
    }
  }

  private mutating func unit() throws(Failure) -> UInt16 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4,
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("\\u wants four hexadecimal digits") }
    position += 4
    return unit
  }
}
