import Foundation
import TestSupport
import Testing

@testable import Basics

/// What JSON is, and what it says.
@Suite struct JSONTreeTests {
  private func root(
    _ text: String, _ dialect: JSONTree.Dialect = .strict
  ) throws -> JSONTree.Node {
    try JSONTree(Array(text.utf8), dialect).root
  }

  @Test func valuesKnowTheirPlaces() throws {
    let text = "{\"a\": [1, 2.50, \"x\\ny\"],\n \"b\\u0021\": {\"c\": true}, \"a\": null}\n"
    let root = try root(text)
    #expect(root.members.map(\.name) == ["a", "b!", "a"])
    #expect(root.members.map(\.line) == [1, 2, 2])
    #expect(
      root.members.map { String(decoding: $0.value.bytes, as: UTF8.self) } == [
        "[1, 2.50, \"x\\ny\"]", "{\"c\": true}", "null",
      ])
    // Of several members of a name the last one counts.
    #expect(root["a"]?.kind == .null)
    #expect(root[["b!", "c"]]?.boolean == true)
    let list = try #require(root.members.first?.value.elements)
    #expect(list.map(\.integer) == [1, nil, nil])
    #expect(list.map(\.string) == [nil, nil, "x\ny"])
    #expect(list.map(\.hasEscapes) == [false, false, true])
    #expect(root.allStrings.map(\.string) == ["x\ny"])
  }

  @Test(arguments: [
    ("", 1), ("{", 1), ("[1,]", 1), ("{\"a\":1,}", 1), ("[1 2]", 1), ("{\n\n\"a\" 1}", 3),
    ("{a:1}", 1),
    ("[\n\"x\ny\"]", 2), ("\"\\x\"", 1), ("\"\\u12g4\"", 1), ("\"\\u+123\"", 1), ("\"\\u12", 1),
    ("[01]", 1), ("[1.]", 1), ("[.5]", 1), ("[-]", 1), ("[1e]", 1), ("[+1]", 1), ("[NaN]", 1),
    ("[True]", 1), ("nul", 1), ("{} {}", 1), ("[1] // no", 1), ("\"\\", 1), ("[1]]", 1),
  ])
  func whatIsNoJSONIsRefused(_ text: String, _ line: Int) {
    do {
      _ = try root(text)
      Issue.record("\(text) was read")
    } catch let error as JSONTree.Failure {
      #expect(error.line == line && !error.message.isEmpty, "\(text)")
    } catch {
      Issue.record(error)
    }
  }

  @Test func depthIsBounded() throws {
    #expect(throws: Never.self) {
      try root(String(repeating: "[", count: 256) + String(repeating: "]", count: 256))
    }
    #expect(throws: JSONTree.Failure.self) { try root(String(repeating: "[", count: 100_000)) }
  }

  @Test func settingsMayHaveComments() throws {
    let text = "// a\n{ /* b\n */ \"x\": [1, 2, ], // c\n}\n"
    #expect(try root(text, .settings)["x"]?.elements.count == 2)
    #expect(try root(text, .settings)["x"]?.line == 3)
    #expect(throws: JSONTree.Failure.self) { try root(text) }
    for text in ["[,]", "[1,,2]", "{ /* }", "[1] /", "[1 / 2]"] {
      #expect(throws: JSONTree.Failure.self, "\(text)") { try root(text, .settings) }
    }
  }

  @Test func whatBreaksOffIsReadAsFarAsItGoes() {
    func prefix(_ text: String) -> JSONTree.Node? { JSONTree(prefixOf: Array(text.utf8))?.root }
    #expect(prefix("{\"a\":\"b\",\"c\":{\"d\":1,\"e\":\"f")?[["c", "d"]]?.integer == 1)
    #expect(prefix("{\"a\":1,\"b\":\"cut o")?.members.map(\.name) == ["a"])
    #expect(prefix("{\"a\":1,\"b")?.members.map(\.name) == ["a"])
    #expect(prefix("{\"a\":1}_x")?["a"]?.integer == 1)
    #expect(prefix("") == nil)
    #expect(prefix("nonsense") == nil)
  }

  /// The oracle: Foundation reads the same texts, and the same out of them.
  @Test(arguments: UInt64(1)...4)
  func foundationReadsTheSame(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\\n\"", "\"\\u00e9\"", "\"\\ud83d\\ude00\"", "1",
      "-0.5",
      "1e3 ", "0", "true", "false", "null", " ", "\n", "\"a\":", "{\"a\":", "[1,", "1}", "2]",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let text = (0...random.next(below: 9)).map { _ in pieces[random.next(below: pieces.count)] }
        .joined()
      // Foundation takes a comma before a closing bracket.
      let compact = text.filter { !$0.isWhitespace }
      guard !compact.contains(",]"), !compact.contains(",}") else { continue }
      let expected = try? JSONSerialization.jsonObject(
        with: Data(text.utf8), options: .fragmentsAllowed)
      let tree = try? JSONTree(Array(text.utf8))
      #expect((tree == nil) == (expected == nil), "\(text)")
      guard let tree, let expected else { continue }
      read += 1
      // Foundation keeps the first of several members of a name, or the last one.
      guard !Self.hasTwins(tree.root) else { continue }
      #expect(Self.isEqual(tree.root, expected), "\(text)")
    }
    #expect(read > 500)
  }

  private static func hasTwins(_ node: JSONTree.Node) -> Bool {
    let members = node.members
    return Set(members.map(\.name)).count < members.count
      || (members.map(\.value) + node.elements).contains(where: hasTwins)
  }

  private static func isEqual(_ node: JSONTree.Node, _ value: Any) -> Bool {
    switch (node.kind, value) {
    case (.object, let members as [String: Any]):
      members.count == node.members.count
        && node.members.allSatisfy { member in
          members[member.name].map { isEqual(member.value, $0) } == true
        }
    case (.array, let elements as [Any]):
      elements.count == node.elements.count && zip(node.elements, elements).allSatisfy(isEqual)
    case (.string, let text as String): node.string == text
    case (.boolean, let flag as Bool): node.boolean == flag
    case (.null, is NSNull): true
    case (.number, let number as NSNumber):
      Double(String(decoding: node.bytes, as: UTF8.self)) == number.doubleValue
    default: false
    }
  }
}
