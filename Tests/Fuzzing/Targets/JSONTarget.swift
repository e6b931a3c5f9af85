import Basics

/// JSON: a text that was read says the same when it is written anew, and nothing stands outside of it.
///
/// Input: the text.
final class JSONTarget: FuzzTarget {
  static let name = "json"

  static var seeds: [[UInt8]] {
    [
      "{}", "[]", "\"\\ud800\"", String(repeating: "[", count: 300),
      "{\"a\":1,\"a\":{\"b\":[0.5]}}",
      #"{"a":[1,-2,3.5e9,true,null,"\u00e9\ud83d\ude00\n\"\\\/\b"],"b":{"c":[]}}"#,
      "{ // why\n \"a\": [1, /* two */ 2,],\n}\n", "\u{FEFF}[1e400]", "{\"a\": \"b",
    ].map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
    for dialect in [JSONTree.Dialect.strict, .settings] {
      do throws(JSONTree.Failure) {
        let root = try JSONTree(input, dialect).root
        check(root, in: 0..<input.count)
        let written = Array(Self.json(root).oneLine.utf8)
        let again = try JSONTree(written).root
        invariant(Self.equal(root, again), "another value when it is written anew")
        guard dialect == .strict else { continue }
        let prefix = JSONTree(prefixOf: input)?.root
        invariant(prefix.map { Self.equal($0, root) } == true, "another value as a prefix")
      } catch {
        invariant((1...lines).contains(error.line), "a line outside")
        if let prefix = JSONTree(prefixOf: input) { check(prefix.root, in: 0..<input.count) }
      }
    }
  }

  /// Values stand in order, each in the one that it is part of.
  private func check(_ node: JSONTree.Node, in range: Range<Int>) {
    let own = node.range
    invariant(!own.isEmpty && own.lowerBound >= range.lowerBound, "a value before its place")
    invariant(own.upperBound <= range.upperBound, "a value behind its place")
    var position = own.lowerBound + 1
    for child in node.elements + node.members.map(\.value) {
      check(child, in: position..<own.upperBound)
      position = child.range.upperBound
    }
  }

  private static func json(_ value: JSONTree.Node) -> JSON {
    switch value.kind {
    case .object: .object(value.members.map { ($0.name, json($0.value)) })
    case .array: .array(value.elements, json)
    case .string: .string(value.string ?? "")
    case .number, .boolean, .null, .name: .written(value)
    }
  }

  private static func equal(_ left: JSONTree.Node, _ right: JSONTree.Node) -> Bool {
    guard left.kind == right.kind, left.string == right.string else { return false }
    switch left.kind {
    case .object:
      return left.members.count == right.members.count
        && zip(left.members, right.members).allSatisfy {
          $0.name.utf8.elementsEqual($1.name.utf8) && equal($0.value, $1.value)
        }
    case .array:
      return left.elements.count == right.elements.count
        && zip(left.elements, right.elements).allSatisfy(equal)
    case .string: return left.meant.isEmpty == right.meant.isEmpty
    case .number, .boolean, .null, .name: return left.bytes == right.bytes
    }
  }
}
