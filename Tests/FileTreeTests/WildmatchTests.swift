import FileTree
import Testing

/// Patterns against texts, in the manner of git's own wildmatch table; made from gitignore(5).
@Suite struct WildmatchTests {
  struct Case: CustomTestStringConvertible {
    let pattern: String
    var fits: [String] = []
    var misses: [String] = []
    var foldsCase = false
    var testDescription: String { pattern }
  }

  static let cases: [Case] = [
    // Plain text, ? and escapes.
    Case(pattern: "foo", fits: ["foo"], misses: ["fo", "fooo", "Foo", "", "a/foo"]),
    Case(pattern: "f?o", fits: ["foo", "f?o"], misses: ["fo", "f/o", "fooo"]),
    Case(pattern: "??", fits: ["ab"], misses: ["a", "abc", "a/"]),
    Case(pattern: #"f\?o"#, fits: ["f?o"], misses: ["foo", #"f\?o"#]),
    Case(pattern: #"\*"#, fits: ["*"], misses: ["", "a", #"\*"#]),
    Case(pattern: #"\\"#, fits: [#"\"#], misses: [#"\\"#]),
    Case(pattern: #"\a\b"#, fits: ["ab"], misses: [#"\a\b"#]),
    Case(pattern: #"foo\"#, misses: ["foo", #"foo\"#]),
    // One star stays within a part.
    Case(pattern: "*", fits: ["", "a", "foo"], misses: ["a/b", "/"]),
    Case(pattern: "*f", fits: ["f", "ff", "oof"], misses: ["fo", "a/f"]),
    Case(pattern: "a*b*c", fits: ["abc", "aXbXc", "abbcc"], misses: ["ab", "acb", "a/bc"]),
    Case(pattern: "*a*a*b", fits: ["aab", "xaxaxb"], misses: ["aaaaaaaaaaaaaaaaaaaaaaa"]),
    Case(pattern: "*/b", fits: ["a/b", "/b"], misses: ["b", "a/a/b"]),
    Case(pattern: "a/*/c", fits: ["a/b/c", "a//c"], misses: ["a/c", "a/b/b/c"]),
    Case(pattern: "a/*b*/c", fits: ["a/b/c", "a/xby/c"], misses: ["a/x/c", "a/b/b/c"]),
    Case(pattern: "*.tar.*", fits: ["a.tar.gz", "a.tar.tar."], misses: ["a.tar"]),
    // Two stars, alone between slashes, reach across folders; elsewhere they count as one.
    Case(pattern: "**", fits: ["", "a", "a/b/c"]),
    Case(
      pattern: "**/foo", fits: ["foo", "a/foo", "a/b/foo"], misses: ["foo/a", "xfoo", "a/xfoo"]),
    Case(pattern: "foo/**", fits: ["foo/a", "foo/a/b", "foo/"], misses: ["foo", "xfoo/a"]),
    Case(pattern: "a/**/b", fits: ["a/b", "a/x/b", "a/x/y/b"], misses: ["ab", "a/xb", "ax/b"]),
    Case(pattern: "a/***/b", fits: ["a/b", "a/x/y/b"], misses: ["ab"]),
    Case(pattern: "a**b", fits: ["ab", "axb"], misses: ["a/b", "ax/xb"]),
    Case(pattern: "a**/b", fits: ["a/b", "ax/b"], misses: ["a/x/b", "b"]),
    Case(pattern: "a/**b", fits: ["a/b", "a/xb"], misses: ["a/x/b"]),
    Case(pattern: "**/**/b", fits: ["b", "a/b", "a/a/a/b"], misses: ["a/c"]),
    Case(pattern: "**/*a*/b", fits: ["a/b", "x/xax/b", "a/a/b"], misses: ["b", "x/b", "a/x/b"]),
    Case(
      pattern: "**/a/**/b/**/c", fits: ["a/b/c", "x/a/y/b/z/c", "a/b/b/c/c"],
      misses: ["a/c", "b/a/c", "a/c/b"]),
    Case(pattern: #"a/**\/b"#, fits: ["a/x/b", "a//b", "a/x/y/b"], misses: ["a/b"]),
    Case(pattern: "**/", fits: ["", "a/", "a/b/"], misses: ["a"]),
    // Brackets.
    Case(pattern: "[ab]c", fits: ["ac", "bc"], misses: ["cc", "c", "abc"]),
    Case(pattern: "[!ab]c", fits: ["cc", "!c"], misses: ["ac", "/c"]),
    Case(pattern: "[^ab]c", fits: ["cc", "^c"], misses: ["ac"]),
    Case(pattern: "[a-c]", fits: ["a", "b", "c"], misses: ["d", "-"]),
    Case(pattern: "[c-a]", fits: ["c"], misses: ["a", "b", "-"]),
    Case(pattern: "[a-]", fits: ["a", "-"], misses: ["b"]),
    Case(pattern: "[-a]", fits: ["a", "-"], misses: ["b"]),
    Case(pattern: "[]a]", fits: ["]", "a"], misses: ["[]a]"]),
    Case(pattern: "[!]a]", fits: ["b"], misses: ["]", "a"]),
    Case(pattern: #"[\]a]"#, fits: ["]", "a"], misses: [#"\"#]),
    Case(pattern: #"[a-\]]"#, fits: ["a"], misses: ["]", "b", "-"]),
    Case(pattern: #"[A-\]]"#, fits: ["A", "Z", "[", "]"], misses: ["a"]),
    Case(pattern: #"[\--a]"#, fits: ["-", "0", "a"], misses: ["b"]),
    Case(pattern: "[a-c-e]", fits: ["a", "c", "-", "e"], misses: ["d"]),
    Case(pattern: "[[a]", fits: ["[", "a"]),
    Case(pattern: "[*?]", fits: ["*", "?"], misses: ["a"]),
    Case(pattern: "a[/]b", misses: ["a/b", "a[/]b"]),
    Case(pattern: "a[!x]b", fits: ["ayb"], misses: ["a/b", "axb"]),
    Case(pattern: "[ab", misses: ["a", "[ab"]),
    Case(pattern: "[", misses: ["[", ""]),
    Case(pattern: "[]", misses: ["[]", "]"]),
    Case(pattern: "[!", misses: ["[!"]),
    // POSIX classes.
    Case(pattern: "[[:alpha:]]", fits: ["a", "Z"], misses: ["1", "_"]),
    Case(pattern: "[[:digit:][:upper:]]", fits: ["1", "Q"], misses: ["q"]),
    Case(pattern: "[[:alnum:]_]", fits: ["1", "a", "_"], misses: ["-"]),
    Case(pattern: "[![:space:]]", fits: ["a", "\u{0B}"], misses: [" ", "\t", "\r"]),
    Case(pattern: "[[:xdigit:]]", fits: ["f", "F", "9"], misses: ["g"]),
    Case(pattern: "[[:punct:]]", fits: ["!", "~", "]"], misses: ["a", " "]),
    Case(pattern: "[[:cntrl:]]", fits: ["\u{1}", "\u{7F}"], misses: ["a"]),
    Case(pattern: "[[:blank:]]", fits: [" ", "\t"], misses: ["\r"]),
    Case(pattern: "[[:print:]]", fits: [" ", "a"], misses: ["\t"]),
    Case(pattern: "[[:graph:]]", fits: ["a"], misses: [" "]),
    Case(pattern: "[[:alpha:]-z]", fits: ["a", "-", "z"], misses: ["1"]),
    Case(pattern: "[[:nosuch:]]", misses: ["a", "n", ":"]),
    Case(pattern: "[[:alpha]", fits: ["[", ":", "a", "l", "p", "h"], misses: ["b"]),
    Case(pattern: "[[:]", fits: ["[", ":"], misses: ["a"]),
    Case(pattern: "[[::]]", misses: [":", "["]),
    // Bytes, not characters.
    Case(pattern: "?", misses: ["é"]),
    Case(pattern: "??", fits: ["é"]),
    Case(pattern: "[é]", misses: ["é"]),
    // Case ignored, with git's own corners.
    Case(pattern: "FoO", fits: ["foo", "FOO"], misses: ["fo"], foldsCase: true),
    Case(pattern: "[a-c]X", fits: ["Bx", "bX"], misses: ["dx"], foldsCase: true),
    Case(pattern: "[A-C]", fits: ["b", "B"], misses: ["d"], foldsCase: true),
    Case(pattern: "[A]", misses: ["a", "A"], foldsCase: true),
    Case(pattern: "[[:upper:]]", fits: ["a", "A"], misses: ["1"], foldsCase: true),
    Case(pattern: #"\A"#, misses: ["a", "A"], foldsCase: true),
    Case(pattern: #"\a"#, fits: ["a", "A"], foldsCase: true),
  ]

  @Test(arguments: cases) func matchesAsInTheTable(_ row: Case) {
    let pattern = Wildmatch(row.pattern.utf8, foldsCase: row.foldsCase)
    for text in row.fits {
      #expect(pattern.matches(text: Array(text.utf8)), "should fit \(text)")
    }
    for text in row.misses {
      #expect(!pattern.matches(text: Array(text.utf8)), "should not fit \(text)")
    }
  }

  /// A matcher that tries every way would not end within a lifetime here.
  @Test func manyStarsStayQuick() {
    let pattern = Wildmatch(
      Array(repeating: Array("*a".utf8), count: 60).joined() + Array("b".utf8))
    let deep = Wildmatch(
      Array(repeating: Array("**/a/".utf8), count: 60).joined() + Array("b".utf8))
    let name = [UInt8](repeating: UInt8(ascii: "a"), count: 4000)
    let path = Array(Array(repeating: Array("a/".utf8), count: 2000).joined())
    #expect(!pattern.matches(text: name))
    #expect(!deep.matches(text: path))
  }
}

extension Wildmatch {
  /// `matches` for bytes that the test owns; an expectation cannot hold a span.
  func matches(text: [UInt8]) -> Bool { matches(text.span) }
}
