import Testing

@testable import Archives

struct MemberNameTests {
  @Test(arguments: [
    ("notes/key.txt", "notes/key.txt"), ("/etc/passwd", "etc/passwd"), ("./a/./b", "a/b"),
    ("../../x", "(..)/(..)/x"), ("a\u{1B}[2Jb", "a\\u{1B}[2Jb"), ("a\u{202E}b", "a\\u{202E}b"),
    ("", "(no name)"), ("/", "(no name)"),
  ])
  func hostileNamesBecomeHarmless(name: String, text: String) {
    #expect(MemberName.text(Array(name.utf8)) == text)
  }

  @Test func whatIsNoUTF8IsReplaced() {
    #expect(MemberName.text([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
  }
}
