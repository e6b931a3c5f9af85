import Basics
import PatternEngine

/// The members of a JSON object (RFC 8259), as far as it goes: tokens are often cut off.
///
/// Not a parser: texts that begin like an object and hold `"name": value` pairs are enough, since
/// nothing is decided here but what is shown as evidence and how sure a finding is.
struct JSONMembers {
  /// Longest value that is kept, in bytes: evidence is read by people.
  private static let longest = 80

  private var values: [String: String] = [:]
  /// Whether the text begins and ends as an object does.
  let isObject: Bool

  init(_ text: [UInt8]) {
    let trimmed = text.filter { !ByteSet.whitespace.contains($0) }
    isObject = trimmed.first == UInt8(ascii: "{") && trimmed.last == UInt8(ascii: "}")
    guard trimmed.first == UInt8(ascii: "{") else { return }
    var index = 0
    while let (name, end) = Self.string(in: text, from: index) {
      index = end
      var next = index
      while next < text.count, ByteSet.whitespace.contains(text[next]) { next += 1 }
      guard next < text.count, text[next] == UInt8(ascii: ":") else { continue }
      next += 1
      while next < text.count, ByteSet.whitespace.contains(text[next]) { next += 1 }
      guard next < text.count else { break }
      let value: ArraySlice<UInt8>
      if text[next] == UInt8(ascii: "\"") {
        guard let (content, end) = Self.string(in: text, from: next) else { break }
        value = content
        index = end
      } else {
        value = text[next...].prefix {
          ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: ".")
        }
        index = next + max(1, value.count)
      }
      let isReadable = value.allSatisfy { (0x20...0x7E).contains($0) }
      guard isReadable, !name.isEmpty else { continue }
      let key = String(decoding: name, as: UTF8.self)
      if values[key] == nil {
        values[key] = String(decoding: value.prefix(Self.longest), as: UTF8.self)
      }
    }
  }

  /// A member's value, without its quotes; nil when there is none that can be shown.
  subscript(_ name: String) -> String? { values[name] }

  /// The next text in quotes, and the offset after it.
  private static func string(
    in text: [UInt8], from start: Int
  ) -> (content: ArraySlice<UInt8>, end: Int)? {
    guard let open = text[start...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    var index = open + 1
    while index < text.count {
      if text[index] == UInt8(ascii: "\\") { index += 2; continue }
      if text[index] == UInt8(ascii: "\"") { return (text[(open + 1)..<index], index + 1) }
      index += 1
    }
    return nil
  }
}

extension JSONMembers {
  /// Writes a JSON object; each `*` of a value is replaced by 24 random letters and digits.
  static func sample(
    _ members: [KeyTemplate.Member], _ random: inout SeededGenerator
  ) -> [UInt8] {
    let values: [(name: String, value: JSON)] = members.map { member in
      let value = member.value.utf8.flatMap {
        $0 == UInt8(ascii: "*") ? random.text(24) : [$0]
      }
      let text = String(decoding: value, as: UTF8.self)
      return (member.name, Int(text).map(JSON.integer) ?? .string(text))
    }
    var text = ""
    JSONWriter(layout: .oneLine).write(.object(values), to: &text)
    return Array(text.utf8)
  }
}
