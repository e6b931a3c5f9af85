import Basics
import PatternEngine

/// The members of a JSON object that a token holds, as far as it goes: tokens are often cut off.
struct JSONMembers {
  /// Longest value that is kept, in bytes: evidence is read by people.
  private static let longest = 80

  private let object: JSONTree.Node?
  /// Whether the text begins and ends as an object does.
  let isObject: Bool

  init(_ text: [UInt8]) {
    let first = text.first { !ByteSet.whitespace.contains($0) }
    let last = text.last { !ByteSet.whitespace.contains($0) }
    isObject = first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
    object = JSONTree(prefixOf: text)?.root
  }

  /// A member's value, without its quotes; nil when there is none that can be shown.
  subscript(_ name: String) -> String? {
    guard let value = object?[name], !value.isObject, !value.isArray else { return nil }
    let bytes = value.kind == .string ? value.meant : value.bytes
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    return String(decoding: bytes.prefix(Self.longest), as: UTF8.self)
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
    return Array(JSON.object(values).oneLine.utf8)
  }
}
