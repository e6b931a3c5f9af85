import FileTree
import Testing

/// Ignore files against paths, from gitignore(5); a path with a slash at its end is a folder.
@Suite struct IgnoreListTests {
  struct Case: CustomTestStringConvertible {
    let file: String
    var ignored: [String] = []
    var included: [String] = []
    var untouched: [String] = []
    var foldsCase = false
    var testDescription: String { file.debugDescription }
  }

  static let cases: [Case] = [
    // Which lines are patterns.
    Case(file: "", untouched: ["a"]),
    Case(file: "\n\n", untouched: ["a"]),
    Case(file: "# a\n#a", untouched: ["a", "#a", "# a"]),
    Case(file: "\\#a", ignored: ["#a"], untouched: ["a"]),
    Case(file: " #a", ignored: [" #a"]),
    Case(file: #"\!a"#, ignored: ["!a"], untouched: ["a"]),
    Case(file: "a\r\nb\r", ignored: ["a", "b"], untouched: ["a\r", "b\r"]),
    Case(file: "\u{FEFF}a\n\u{FEFF}b", ignored: ["a", "\u{FEFF}b"], untouched: ["b"]),
    Case(file: "a\0b", ignored: ["a"], untouched: ["b"]),
    Case(file: "!", untouched: ["!", "a"]),
    Case(file: "/\n//\n!/", untouched: ["a", "a/", "a/b"]),
    // Blanks at the end.
    Case(file: "a  ", ignored: ["a"], untouched: ["a  "]),
    Case(file: #"a\ "#, ignored: ["a "], untouched: ["a"]),
    Case(file: #"a\  "#, ignored: ["a "], untouched: ["a  ", "a"]),
    Case(file: #"a\\ "#, ignored: [#"a\"#]),
    Case(file: "a b", ignored: ["a b"]),
    Case(file: "a\t", ignored: ["a\t"], untouched: ["a"]),
    Case(file: "a/ ", ignored: ["a/"], untouched: ["a"]),
    // Where a pattern holds.
    Case(file: "a", ignored: ["a", "a/", "x/a", "x/y/a/"], untouched: ["ab", "b/ab"]),
    Case(file: "/a", ignored: ["a", "a/"], untouched: ["x/a"]),
    Case(file: "a/b", ignored: ["a/b"], untouched: ["x/a/b", "b"]),
    Case(file: "a/", ignored: ["a/", "x/a/"], untouched: ["a", "x/a"]),
    Case(file: "/a/", ignored: ["a/"], untouched: ["a", "x/a/"]),
    Case(file: "a/b/", ignored: ["a/b/"], untouched: ["a/b", "x/a/b/"]),
    Case(file: "**/a", ignored: ["a", "x/a", "x/y/a"]),
    Case(file: "a/**", ignored: ["a/b", "a/b/c"], untouched: ["a", "a/", "x/a/b"]),
    Case(file: "a/**/b", ignored: ["a/b", "a/x/b"], untouched: ["x/a/b"]),
    Case(file: "a/*", ignored: ["a/b", "a/b/"], untouched: ["a/b/c", "x/a/b"]),
    Case(file: "/*", ignored: ["a", "a/"], untouched: ["a/b"]),
    Case(file: "foo**/b", ignored: ["foo/b", "foox/b"], untouched: ["foo/x/b", "foox/y/b"]),
    // The shapes that need no matcher.
    Case(file: "*.o", ignored: [".o", "a.o", "x/a.o"], untouched: ["a.oo", "ao"]),
    Case(file: "*.o/", ignored: ["a.o/"], untouched: ["a.o"]),
    Case(file: "/*.o", ignored: ["a.o"], untouched: ["x/a.o"]),
    Case(file: "build-*", ignored: ["build-", "build-x", "a/build-x/"], untouched: ["build"]),
    Case(file: "*", ignored: ["a", "a/b"]),
    Case(file: "*a*", ignored: ["a", "bab", "x/cac"], untouched: ["b"]),
    Case(file: "a?c", ignored: ["abc", "x/abc"], untouched: ["ac"]),
    // The last pattern that matches decides.
    Case(file: "*.o\n!a.o", ignored: ["b.o"], included: ["a.o", "x/a.o"]),
    Case(file: "!a.o\n*.o", ignored: ["a.o", "b.o"]),
    Case(file: "a\n!a\na\n!a", included: ["a"]),
    Case(file: "*\n!*/\n!*.c", ignored: ["a", "x/b"], included: ["a/", "a.c", "x/b.c"]),
    Case(file: "/a\n!a/\nb/a", ignored: ["a", "b/a", "b/a/"], included: ["a/", "c/a/"]),
    // Malformed patterns match nothing.
    Case(file: "[a\nb\\\n", untouched: ["a", "[a", "b", "b\\"]),
    Case(file: "A*.O\n/Foo/bar", untouched: ["ab.o", "foo/bar"]),
    Case(
      file: "A*.O\n/Foo/bar\n*.TXT\nQ\nab*", ignored: ["ab.o", "FOO/Bar", "x.Txt", "q", "ABC"],
      foldsCase: true),
  ]

  @Test(arguments: cases) func decidesAsInTheTable(_ row: Case) {
    let list = IgnoreList(parsing: Array(row.file.utf8), foldsCase: row.foldsCase)
    for path in row.ignored { #expect(list.decide(path) == .ignored, "\(path)") }
    for path in row.included { #expect(list.decide(path) == .included, "\(path)") }
    for path in row.untouched { #expect(list.decide(path) == nil, "\(path)") }
  }

  /// Long lists are looked up by name; the order of the lines must still decide.
  @Test func longListsKeepTheirOrder() {
    let names = (0..<500).map { "name\($0)" }
    let lines =
      names + ["!name7", "*.log", "!keep.log", "/name8", "!name9", "name9", "!sub/name10"]
    let list = IgnoreList(parsing: Array(lines.joined(separator: "\n").utf8))
    for name in names where name != "name7" { #expect(list.decide(name) == .ignored) }
    #expect(list.decide("x/name7") == .included)
    #expect(list.decide("name500") == nil)
    #expect(list.decide("sub/name10") == .included)
    #expect(list.decide("keep.log") == .included)
    #expect(list.decide("a.log") == .ignored)
  }
}

extension IgnoreList {
  /// The decision about a path, which is a folder if it ends with a slash.
  func decide(_ path: String) -> Decision? {
    var bytes = Array(path.utf8)
    let isFolder = bytes.last == UInt8(ascii: "/")
    if isFolder { bytes.removeLast() }
    let nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return decision(path: bytes.span, nameStart: nameStart, isFolder: isFolder)
  }
}
