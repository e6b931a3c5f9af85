import Testing

@testable import RuleSet

/// Documents of TOML 1.0 and what they say.
struct TOMLValidTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var expected: String
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ expected: String) {
      self.text = text
      self.expected = expected
    }
  }

  static let documents = [
    Case("", "{}"),
    Case("\u{FEFF}a = 1", "{a=1}"),
    Case("# only a comment", "{}"),
    Case("\r\n\r\na = 1 # comment\r\n", "{a=1}"),
    Case("a=1\n \t\nb=2", "{a=1,b=2}"),
    Case("a = true\nb = false", "{a=true,b=false}"),
  ]

  static let keys = [
    Case("bare_key-1 = 1", "{bare_key-1=1}"),
    Case("1234 = 1", "{1234=1}"),
    Case("- = 1", "{-=1}"),
    Case("\"\" = 1", "{=1}"),
    Case("'' = 1", "{=1}"),
    Case("'a.b' = 1", "{a.b=1}"),
    Case(#""a\tb" = 1"#, "{a\tb=1}"),
    Case("\"ʎǝʞ\" = 1", "{ʎǝʞ=1}"),
    Case("a.b.c = 1\na.b.d = 2\na . e = 3", "{a={b={c=1,d=2},e=3}}"),
    Case("a.'b.c'.\"d\" = 1", "{a={b.c={d=1}}}"),
    Case("3.14 = 1", "{3={14=1}}"),
    Case("\"\\u00e9\" = 1\n\"e\\u0301\" = 2", "{\u{E9}=1,e\u{301}=2}"),
    Case("a.b = 1\nc = 2\na.d = 3", "{a={b=1,d=3},c=2}"),
  ]

  static let strings = [
    Case(#"a = """#, #"{a=""}"#),
    Case("a = ''", #"{a=""}"#),
    Case(#"a = "x # y""#, #"{a="x # y"}"#),
    Case(#"a = "\b\t\n\f\r\"\\""#, "{a=\"\u{8}\t\n\u{C}\r\"\\\"}"),
    Case(#"a = "\u00e9\U0001F511""#, #"{a="é🔑"}"#),
    Case(#"a = 'C:\new\u00e9'"#, #"{a="C:\new\u00e9"}"#),
    Case("a = 'tab\there'", "{a=\"tab\there\"}"),
    Case("a = \"\"\"\nx\ny\"\"\"", "{a=\"x\ny\"}"),
    Case("a = \"\"\"\r\nx\r\ny\"\"\"", "{a=\"x\ny\"}"),
    Case("a = \"\"\"x \\\n\n   y\"\"\"", "{a=\"x y\"}"),
    Case("a = \"\"\"x \\  \r\n \r\n  y\"\"\"", "{a=\"x y\"}"),
    Case("a = \"\"\"\"x\"\"\"\"\"", "{a=\"\"x\"\"\"}"),
    Case("a = \"\"\"x\"\"y\"\"\"", "{a=\"x\"\"y\"}"),
    Case("a = '''\n'x''\\n'''", "{a=\"'x''\\n\"}"),
    Case("a = '''x'''''", "{a=\"x''\"}"),
    Case("a = ''''''", "{a=\"\"}"),
  ]

  static let numbers = [
    Case("a = [+99, 42, 0, -17, +0, -0]", "{a=[99,42,0,-17,0,0]}"),
    Case("a = [1_000, 5_349_221, 1_2_3]", "{a=[1000,5349221,123]}"),
    Case("a = [0xDEADBEEF, 0xdead_beef, 0o755, 0b1101]", "{a=[3735928559,3735928559,493,13]}"),
    Case("a = [0x00, 0o01]", "{a=[0,1]}"),
    Case("a = 9223372036854775807", "{a=9223372036854775807}"),
    Case("a = -9223372036854775808", "{a=-9223372036854775808}"),
    Case("a = [+1.0, 3.1415, -0.01, 0.0, -0.0]", "{a=[1.0,3.1415,-0.01,0.0,-0.0]}"),
    Case("a = [5e+22, 1e06, -2E-2, 6.626e-34, 0e0]", "{a=[5e+22,1000000.0,-0.02,6.626e-34,0.0]}"),
    Case("a = [224_617.445_991, 1_0e1_0]", "{a=[224617.445991,100000000000.0]}"),
    Case("a = [inf, +inf, -inf]", "{a=[inf,inf,-inf]}"),
    Case("a = [nan, +nan, -nan]", "{a=[nan,nan,nan]}"),
  ]

  static let datesAndTimes = [
    Case("a = 1979-05-27T07:32:00Z", "{a=(1979-05-27T07:32:00Z)}"),
    Case("a = 1979-05-27 07:32:00Z", "{a=(1979-05-27 07:32:00Z)}"),
    Case("a = 1979-05-27t00:32:00.99-07:00", "{a=(1979-05-27t00:32:00.99-07:00)}"),
    Case("a = 1979-05-27T07:32:00", "{a=(1979-05-27T07:32:00)}"),
    Case("a = 1979-05-27 # day", "{a=(1979-05-27)}"),
    Case("a = 2000-02-29", "{a=(2000-02-29)}"),
    Case("a = 07:32:00.999999", "{a=(07:32:00.999999)}"),
    Case("a = 23:59:60", "{a=(23:59:60)}"),
  ]

  static let arraysAndInlineTables = [
    Case("a = []", "{a=[]}"),
    Case("a = [1, 'x', [2.0, []], {b = 1}]", #"{a=[1,"x",[2.0,[]],{b=1}]}"#),
    Case("a = [ # one\n 1 # two\n , # three\n\n 2, \r\n]", "{a=[1,2]}"),
    Case("a = {}", "{a={}}"),
    Case("a = { b = 1, c.d = 'x', c.e = [\n1,\n] }", #"{a={b=1,c={d="x",e=[1]}}}"#),
  ]

  static let tables = [
    Case("[a]\n[b]\nx=1", "{a={},b={x=1}}"),
    Case("[ a . 'b.c' . d ]\nx=1", "{a={b.c={d={x=1}}}}"),
    Case("[a.b]\nx=1\n[a]\ny=2", "{a={b={x=1},y=2}}"),
    Case("[a]\nb.c=1\n[a.b.d]\ne=2\n[a.f]", "{a={b={c=1,d={e=2}},f={}}}"),
    Case("[[a]]\nx=1\n[[a]]\n[[a]]\nx=3", "{a=[{x=1},{},{x=3}]}"),
    Case(
      "[[a]]\n[a.b]\nx=1\n[[a.c]]\ny=2\n[[a.c]]\n[[a]]\n[a.b]\nx=3",
      "{a=[{b={x=1},c=[{y=2},{}]},{b={x=3}}]}"),
    Case("[a.b.c]\nz=9\n[a]\nb.x=1", "{a={b={c={z=9},x=1}}}"),
    Case("x=1\n[a]\n[a.x]\n[[a.y]]\n[b]", "{x=1,a={x={},y=[{}]},b={}}"),
  ]

  @Test(arguments: documents + keys + strings)
  func reads(_ document: Case) throws {
    #expect(try TOMLTable.dump(document.text) == document.expected)
  }

  @Test(arguments: numbers + datesAndTimes)
  func readsScalars(_ document: Case) throws {
    #expect(try TOMLTable.dump(document.text) == document.expected)
  }

  @Test(arguments: arraysAndInlineTables + tables)
  func readsStructure(_ document: Case) throws {
    #expect(try TOMLTable.dump(document.text) == document.expected)
  }

  @Test func findsEveryKeyOfALargeTable() throws {
    let text = (0..<500).map { "k\($0) = \($0)\n" }.joined()
    let table = try TOMLParser.parse(Array(text.utf8))
    for number in 0..<500 {
      #expect(table["k\(number)"]?.content == .integer(Int64(number)))
    }
    #expect(table["k500"] == nil)
  }

  @Test func knowsWhereEverythingStands() throws {
    let text = """
      a = 'é' # two bytes
      "b" = [ 1,
        "x" ]

      [[t]]
      c.d = '''
      xy'''
        [ t . u ]
      """
    let root = try TOMLParser.parse(Array(text.utf8))
    let at = TOMLPosition.init(line:column:)
    #expect(root.entries.map(\.position) == [at(1, 1), at(2, 1), at(5, 3)])
    #expect(root["a"]?.position == at(1, 5))
    #expect(root["a"]?.textPosition == at(1, 6))
    guard case .array(let items) = root["b"]?.content, case .array(let t) = root["t"]?.content,
      case .table(let first) = t[0].content, case .table(let c) = first["c"]?.content
    else {
      Issue.record("the tree has another shape")
      return
    }
    #expect(items.map(\.position) == [at(2, 9), at(3, 3)])
    #expect(t[0].position == at(5, 1))
    #expect(c.entries.first?.position == at(6, 3))
    #expect(c["d"]?.position == at(6, 7))
    #expect(c["d"]?.textPosition == at(7, 1))
    #expect(first["u"]?.position == at(8, 3))
  }

  @Test func saysNotWhereTheTextOfAnEscapedStringStands() throws {
    let root = try TOMLParser.parse(Array(#"a = "x\ty""#.utf8))
    #expect(root["a"] != nil)
    #expect(root["a"]?.textPosition == nil)
  }
}
