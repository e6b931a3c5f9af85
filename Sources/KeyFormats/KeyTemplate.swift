import Basics
import PatternEngine

/// Texts with placeholders for keys, so that no key has to stand in a file to be tested.
///
/// | placeholder | stands for |
/// |---|---|
/// | `{hex:64}`, `{HEX:8}` | hexadecimal digits in lower or upper case |
/// | `{digit:6}`, `{lower:48}`, `{upper:4}`, `{letter:34}` | digits, letters |
/// | `{alnum:20}`, `{lowalnum:48}`, `{UPALNUM:40}` | letters and digits |
/// | `{base64:40}`, `{base64url:43}`, `{base32:52}` | the alphabets of RFC 4648; base32 in lower case |
/// | `{[AQgw]:1}` | bytes of a character class |
/// | `{uuid}` | a random UUID in lower case |
/// | `{jwt:iss=https://example.com,role=x}` | a JWT (RFC 7519) whose payload holds the claims |
/// | `{json64:name=value,key=*}` | a JSON object in base64; `*` stands for 24 random characters |
/// | `{base62-crc32:36}` and the other names of ``Seal`` | a body of that length with its checksum |
/// | `{basic:20}` | a user and a password of that length in base64 (RFC 7617) |
/// | `{pypi-macaroon:pypi.org}` | a macaroon for a host |
///
/// Everything else in braces stands for itself.
package enum KeyTemplate {
  /// The longest run of random characters that a placeholder can ask for.
  package static let longest = 100_000

  /// Fills in every placeholder of a text with random characters.
  ///
  /// - Parameters:
  ///   - text: The text with its placeholders.
  ///   - seed: The same seed gives the same text; placeholders of one text differ from each other.
  /// - Returns: The text with the placeholders filled in.
  package static func expand(_ text: String, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    var expanded: [UInt8] = []
    forEachPart(of: Array(text.utf8)) { part in
      switch part {
      case .text(let bytes): expanded.append(contentsOf: bytes)
      case .placeholder(let placeholder): placeholder.append(to: &expanded, using: &generator)
      case .unknown(let bytes): expanded.append(contentsOf: bytes)
      }
    }
    return String(decoding: expanded, as: UTF8.self)
  }

  /// The parts of a text that look like placeholders, such as `{hexx:64}`, but are none.
  package static func unknownPlaceholders(in text: String) -> [String] {
    var unknown: [String] = []
    forEachPart(of: Array(text.utf8)) { part in
      guard case .unknown(let bytes) = part else { return }
      unknown.append(String(decoding: bytes, as: UTF8.self))
    }
    return unknown
  }

  private enum Part {
    case text(ArraySlice<UInt8>)
    case placeholder(Placeholder)
    /// A word, a colon and a number in braces.
    case unknown(ArraySlice<UInt8>)
  }

  private static func forEachPart(of bytes: [UInt8], _ body: (Part) -> Void) {
    var start = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] == .openBrace, let (part, end) = part(of: bytes, at: index) else {
        index += 1
        continue
      }
      if start < index { body(.text(bytes[start..<index])) }
      body(part)
      index = end
      start = end
    }
    if start < bytes.count { body(.text(bytes[start...])) }
  }

  /// Reads what the brace at an offset opens, and the offset after it; nil for plain text.
  private static func part(of bytes: [UInt8], at start: Int) -> (Part, Int)? {
    let rest = bytes[(start + 1)...]
    if rest.first == .openBracket { return classPart(of: bytes, at: start) }
    guard let close = rest.firstIndex(of: .closeBrace) else { return nil }
    let body = rest[..<close]
    let end = close + 1
    if body.elementsEqual("uuid".utf8) { return (.placeholder(.uuid), end) }
    guard let colon = body.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let name = String(decoding: body[..<colon], as: UTF8.self)
    let argument = body[(colon + 1)...]
    if name == "jwt" || name == "json64" {
      guard let members = members(argument) else { return nil }
      return (.placeholder(name == "jwt" ? .jwt(members) : .json(members)), end)
    }
    if name == "pypi-macaroon" { return (.placeholder(.macaroon(location: Array(argument))), end) }
    guard let count = count(argument) else { return nil }
    if name == "basic" { return (.placeholder(.basic(count: count)), end) }
    if let seal = Seal(rawValue: name) { return (.placeholder(.sealed(seal, count: count)), end) }
    if let alphabet = alphabet(named: name) {
      return (.placeholder(.random(alphabet, count: count)), end)
    }
    let isWord = !name.isEmpty && name.utf8.allSatisfy { ByteSet.alphanumerics.contains($0) }
    return isWord ? (.unknown(bytes[start..<end]), end) : nil
  }

  /// Reads `{[class]:count}`.
  private static func classPart(of bytes: [UInt8], at start: Int) -> (Part, Int)? {
    var index = start + 2
    while index < bytes.count, bytes[index] != .closeBracket {
      index += bytes[index] == .backslash ? 2 : 1
    }
    guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ":"),
      let close = bytes[index...].firstIndex(of: .closeBrace),
      let count = count(bytes[(index + 2)..<close]),
      let set = try? ByteSet(
        classBody: String(decoding: bytes[(start + 2)..<index], as: UTF8.self))
    else { return nil }
    // A template is text, and single bytes beyond ASCII are not.
    let alphabet = set.bytes.filter { $0 < 0x80 }
    guard !alphabet.isEmpty else { return nil }
    return (.placeholder(.random(alphabet, count: count)), close + 1)
  }

  /// Reads `name=value,name=value`; nil when there is a part without a name.
  private static func members(_ text: ArraySlice<UInt8>) -> [Member]? {
    var members: [Member] = []
    for part in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let equals = part.firstIndex(of: .equals), equals > part.startIndex else { return nil }
      members.append(
        (
          String(decoding: part[..<equals], as: UTF8.self),
          String(decoding: part[(equals + 1)...], as: UTF8.self)
        ))
    }
    return members
  }

  private static func count(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 6, digits.allSatisfy(ByteSet.digits.contains) else {
      return nil
    }
    let count = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return count <= longest ? count : nil
  }

  private static func alphabet(named name: String) -> [UInt8]? {
    switch name {
    case "hex": hexDigits
    case "HEX": Array("0123456789ABCDEF".utf8)
    case "digit": ByteSet.digits.bytes
    case "lower": ByteSet.lowercase.bytes
    case "upper": ByteSet.uppercase.bytes
    case "letter": ByteSet.letters.bytes
    case "alnum": ByteSet.alphanumerics.bytes
    case "lowalnum": ByteSet.lowercase.union(.digits).bytes
    case "UPALNUM": ByteSet.uppercase.union(.digits).bytes
    case "base64": ByteSet.alphanumerics.bytes + Array("+/".utf8)
    case "base64url": ByteSet.alphanumerics.bytes + Array("-_".utf8)
    case "base32": ByteSet.lowercase.bytes + Array("234567".utf8)
    default: nil
    }
  }
}

extension UInt8 {
  fileprivate static let openBrace = UInt8(ascii: "{")
  fileprivate static let closeBrace = UInt8(ascii: "}")
  fileprivate static let openBracket = UInt8(ascii: "[")
  fileprivate static let closeBracket = UInt8(ascii: "]")
  fileprivate static let backslash = UInt8(ascii: "\\")
  fileprivate static let equals = UInt8(ascii: "=")
}
