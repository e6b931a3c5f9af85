import Foundation
import TestSupport
import Testing

@testable import Basics

@Suite struct JSONWriterTests {
  private func text(_ value: JSON, _ layout: JSONWriter.Layout = .oneLine) -> String {
    var text = ""
    JSONWriter(layout: layout).write(value, to: &text)
    return text
  }

  @Test(arguments: [
    ("", #""""#),
    ("plain", #""plain""#),
    (#"say "\"/"#, #""say \"\\\"/""#),
    (
      "\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1b}\u{1f}",
      #""\u0000\u0001\u0008\t\n\u000b\u000c\r\u001b\u001f""#
    ),
    ("\r\n", #""\r\n""#),
    ("\u{7f}\u{80}\u{9b}\u{9f}\u{a0}", "\"\\u007f\\u0080\\u009b\\u009f\u{a0}\""),
    ("鍵 🔑 e\u{301}", "\"鍵 🔑 e\u{301}\""),
  ])
  func escapes(source: String, expected: String) {
    #expect(text(.string(source)) == expected)
  }

  @Test func readsBackEveryCharacter() throws {
    let scalars = (0...0x2fff).compactMap(Unicode.Scalar.init)
    let all = String(String.UnicodeScalarView(scalars))
    let parsed = try JSONSerialization.jsonObject(
      with: Data(text(.string(all)).utf8), options: .fragmentsAllowed)
    #expect((parsed as? String)?.unicodeScalars.elementsEqual(scalars) == true)
  }

  /// Strings as the plainest way writes them, character by character.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..<" ", "\u{7f}"..."\u{9f}":
        quoted += "\\u" + String(0x10000 + scalar.value, radix: 16).dropFirst()
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  @Test func randomStringsAreAsThePlainWayWritesThem() {
    var random = TestRandom(seed: 20)
    // Beside C1 controls, what begins or ends with the same bytes.
    let scalars: [Unicode.Scalar] = [
      "a", "\"", "\\", "\n", "\r", "\t", "\u{0}", "\u{1b}", "\u{7f}", "\u{80}", "\u{9f}", "\u{a0}",
      "\u{c2}", "\u{c3}", "\u{100}", "\u{102}", "\u{2082}", "\u{c080}", "\u{10ffff}", "\u{301}",
    ]
    for _ in 0..<2_000 {
      var source = String.UnicodeScalarView()
      for _ in 0..<random.below(12) { source.append(random.pick(scalars)) }
      #expect(text(.string(String(source))) == Self.quoted(String(source)))
    }
  }

  @Test func keepsOrderAndLeavesOutWhatIsMissing() {
    let missing: String? = nil
    let value: JSON = [
      "z": 1, "a": ["x": [], "y": [:]], "gone": missing.map(JSON.string),
      "list": [true, -2, "b"],
    ]
    #expect(text(value) == #"{"z":1,"a":{"x":[],"y":{}},"list":[true,-2,"b"]}"#)
  }

  @Test func indents() {
    let value: JSON = ["a": [1, ["b": "c"]], "d": []]
    #expect(
      text(value, .indented) == """
        {
          "a": [
            1,
            {
              "b": "c"
            }
          ],
          "d": []
        }
        """)
  }
}
