import Testing

struct SwiftCodeTests {
  struct Case: Sendable {
    var source: String
    var imports: Set<String> = []
    var isUnsafe = false
  }

  static let cases: [Case] = [
    Case(source: "import Bytes\npackage import Findings", imports: ["Bytes", "Findings"]),
    Case(source: "@testable import RuleSet\n  import Glibc", imports: ["RuleSet", "Glibc"]),
    Case(source: "@_spi(Inner) private import struct Foundation.URL", imports: ["Foundation"]),
    Case(source: "import Bytes; import Findings", imports: ["Bytes", "Findings"]),
    Case(source: "// import Bytes\n/* import /* a */ Findings\nimport RuleSet */"),
    Case(source: "/// import Bytes\n/* a */ import Findings", imports: ["Findings"]),
    Case(source: "let text = \"import Bytes\"\nreimport Bytes\nlet important = 1"),
    Case(
      source: "let text = \"\"\"\n  import Bytes\n  \"\"\"\nimport Findings", imports: ["Findings"]),
    Case(
      source: "let text = #\"\"\"\n  import A\n  \"\"\"\n  import B\n  \"\"\"#\nimport C",
      imports: ["C"]),
    Case(source: "let quote = \"\\\"\"\nimport Bytes", imports: ["Bytes"]),
    Case(source: "let quote = #\"\\\"#\nimport Bytes", imports: ["Bytes"]),
    Case(source: "let broken = /\"/\nimport Bytes", imports: ["Bytes"]),
    Case(source: "let first = unsafe pointer[0]", isUnsafe: true),
    Case(source: "nonisolated(unsafe) var count = 0", isUnsafe: true),
    Case(source: "@unsafe struct Handle {}", isUnsafe: true),
    Case(source: "// unsafe\nlet word = \"unsafe\"; let isunsafe = 1; let unsafely = 2"),
    Case(source: "let text = \"\\(unsafe pointer[(0)]) unsafe\"", isUnsafe: true),
    Case(source: "let text = \"\\(name(\"unsafe)\")) unsafe\" + #\"\\(unsafe)\"#"),
    Case(source: "let text = #\"\\#(unsafe pointer[0])\"#", isUnsafe: true),
  ]

  @Test(arguments: cases)
  func readsCodeOnly(_ example: Case) {
    let code = SwiftCode(example.source)
    #expect(code.imports == example.imports)
    #expect(code.has(word: "unsafe") == example.isUnsafe)
    #expect(
      code.text.count(where: \.isNewline) == example.source.count(where: \.isNewline))
  }
}
