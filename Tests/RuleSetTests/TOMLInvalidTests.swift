import Testing

@testable import RuleSet

/// Texts that are not TOML 1.0, with the place where they go wrong.
struct TOMLInvalidTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var line: Int
    var column: Int
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ line: Int, _ column: Int) {
      self.text = text
      self.line = line
      self.column = column
    }
  }

  static let keys = [
    Case("a", 1, 2), Case("a\n= 1", 1, 2), Case("= 1", 1, 1), Case("a = ", 1, 5),
    Case("a = \n", 1, 5), Case("a = 1 b = 2", 1, 7), Case("a b = 1", 1, 3), Case("a. = 1", 1, 4),
    Case(".a = 1", 1, 1), Case("a..b = 1", 1, 3), Case("é = 1", 1, 1), Case("a! = 1", 1, 2),
    Case("\"\"\"a\"\"\" = 1", 1, 1), Case("'''a''' = 1", 1, 1), Case("'a\nb' = 1", 1, 3),
    Case("a = 1\ra = 2", 1, 6), Case("[a]]", 1, 4), Case("[]", 1, 2), Case("[a", 1, 3),
    Case("[a.]", 1, 4), Case("[[a]", 1, 5), Case("[[a] ]", 1, 5), Case("[ [a]]", 1, 3),
    Case("[a] x = 1", 1, 5), Case("[\na]", 1, 2),
  ]

  static let redefinitions = [
    Case("a = 1\na = 2", 2, 1), Case("a = 1\n'a' = 2", 2, 1), Case("a = 1\na.b = 2", 2, 1),
    Case("a.b = 1\na = 2", 2, 1), Case("a.b = 1\na.b.c = 2", 2, 3), Case("[a]\n[a]", 2, 2),
    Case("[a]\nb = 1\n[a.b]", 3, 4), Case("a = 1\n[a]", 2, 2), Case("a = 1\n[a.b]", 2, 2),
    Case("a.b = 1\n[a]", 2, 2), Case("[a]\nb.c = 1\n[a.b]", 3, 4),
    Case("[a.b]\nx = 1\n[a]\nb.y = 2", 4, 1), Case("[a.b.c]\nz = 9\n[a]\nb.c.t = 1", 4, 3),
    Case("a = []\n[[a]]", 2, 3), Case("[[a]]\n[a]", 2, 2), Case("[a]\n[[a]]", 2, 3),
    Case("[[a.b]]\n[a]\nb.y = 2", 3, 1), Case("a = {}\n[a.b]", 2, 2), Case("a = {}\na.b = 1", 2, 1),
    Case("a = { b = 1, b = 2 }", 1, 14), Case("a = { b.c = 1, b = 2 }", 1, 16),
    Case("a = { b = {}, b.c = 2 }", 1, 15), Case("[a.b]\n[[a]]", 2, 3),
    Case("a = [{ b = 1 }]\n[[a.c]]", 2, 3),
  ]

  static let strings = [
    Case("a = \"x", 1, 7), Case("a = 'x", 1, 7), Case("a = \"x\ny\"", 1, 7),
    Case("a = 'x\ny'", 1, 7), Case(#"a = "\x41""#, 1, 6), Case(#"a = "\e""#, 1, 6),
    Case(#"a = "\u12""#, 1, 10), Case(#"a = "\ud800""#, 1, 6), Case(#"a = "\U00110000""#, 1, 6),
    Case("a = \"\u{1}\"", 1, 6), Case("a = '\u{7F}'", 1, 6), Case("a = '\u{0}'", 1, 6),
    Case("a = \"\"\"x", 1, 5), Case("a = '''x''", 1, 5), Case("a = '''x''''''", 1, 14),
    Case("a = \"\"\"x\ry\"\"\"", 1, 9), Case("a = \"\"\"x\\ y\"\"\"", 1, 9),
    Case("# \u{0}", 1, 3), Case("# x\r", 1, 4), Case("a = 1 # \u{1B}", 1, 9),
    Case(#"a = "\"#, 1, 7),
  ]

  static let scalars = [
    "01", "-01", "+0x1", "-0b1", "0x", "0o8", "0b2", "0X1", "1_", "_1", "1__0", "0x_1", "+", "-",
    "++1", "9223372036854775808", "-9223372036854775809", "0x8000000000000000", "1.", ".1", "1.e1",
    "1e", "1e+", "1._1", "1_.1", "1.1_", "1e_1", "01.5", "1.2.3", "Inf", "NaN", "+true", "True",
    "tru", "truee", "x", "1979-13-01", "1979-00-01", "1979-02-29", "1900-02-29", "1979-04-31",
    "1979-05-00", "79-05-27", "1979-5-27", "1979-05-27T", "1979-05-27T7:32:00", "07:32", "24:00:00",
    "07:60:00", "07:32:61", "07:32:00.", "1979-05-27T07:32", "1979-05-27T07:32:00+24:00",
    "1979-05-27T07:32:00+0700", "1979-05-27T07:32:00z1", "1979-05-27x07:32:00", "07:32:00Z",
  ]

  static let structure = [
    Case("a = [1", 1, 7), Case("a = [1 2]", 1, 8), Case("a = [,]", 1, 6), Case("a = [1,,2]", 1, 8),
    Case("a = ]", 1, 5), Case("a = {", 1, 6), Case("a = { b = 1,}", 1, 13), Case("a = { , }", 1, 7),
    Case("a = { b = 1\n}", 1, 12), Case("a = { b }", 1, 9), Case("a = { b = 1 c = 2 }", 1, 13),
    Case("a = { # x\n}", 1, 7), Case("a = }", 1, 5),
  ]

  @Test(arguments: keys + redefinitions + strings + structure)
  func refuses(_ document: Case) {
    let error = #expect(throws: TOMLError.self) {
      try TOMLParser.parse(Array(document.text.utf8))
    }
    #expect(error?.position == TOMLPosition(line: document.line, column: document.column))
  }

  @Test(arguments: scalars)
  func refusesScalar(_ scalar: String) {
    let error = #expect(throws: TOMLError.self) {
      try TOMLParser.parse(Array("\na = \(scalar)".utf8))
    }
    #expect(error?.position == TOMLPosition(line: 2, column: 5))
  }

  static let malformed: [[UInt8]] = [
    [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0xBF],
    [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
    [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82, 0x41], [0xF0, 0x9F, 0x94],
  ]

  @Test(arguments: malformed, [[], [0x0A]] as [[UInt8]])
  func refusesMalformedUTF8(_ bytes: [UInt8], before end: [UInt8]) {
    let error = #expect(throws: TOMLError.self) {
      try TOMLParser.parse(Array("# x\n# ".utf8) + bytes + end)
    }
    #expect(error?.position == TOMLPosition(line: 2, column: 3))
  }

  static let deep = [
    "a = " + String(repeating: "[", count: 100_000),
    "a = " + String(repeating: "{b=", count: 100_000),
    "a" + String(repeating: ".a", count: 100_000) + " = 1",
    "[a" + String(repeating: ".a", count: 100_000) + "]",
  ]

  @Test(arguments: deep.indices)
  func refusesWhatWouldExhaustTheStack(_ index: Int) {
    let error = #expect(throws: TOMLError.self) {
      try TOMLParser.parse(Array(Self.deep[index].utf8))
    }
    #expect(error?.message.contains("too deeply") == true)
  }
}
