import Foundation
import TestSupport
import Testing

/// `git diff | kunci stdin`.
struct DiffCommandTests {
  private func places(_ diff: String, _ options: [String] = []) throws -> [String] {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci(["stdin", "-f", "short"] + options, input: diff)
    #expect(run.status == (run.output.isEmpty ? 0 : 1))
    return run.output.split(separator: "\n").map { line in
      line.split(separator: ":").prefix(3).joined(separator: ":")
    }
  }

  private let key = (1...9).map { ScannedFolder.key(UInt64($0)) }

  @Test func findsWhatIsAddedAtItsPlace() throws {
    let repository = try ScannedFolder().repository()
    try repository.write("old.txt", "1\nKEY=\(key[0])\n3\n4\n5\n6\n7\n8\n9\n10\n")
    try repository.write("gone.txt", "KEY=\(key[1])\n")
    try repository.commit("Base")
    try repository.write(
      "old.txt", "1\nKEY=\(key[0])\n3\n4\n5\n6\n7\n8\n9\nnew\nKEY=\(key[2])\nlast")
    try repository.git("rm", "-q", "gone.txt")
    try repository.write("a b/ö.env", "x\n\nTOKEN=\(key[3])\n")
    try repository.git("add", ".")
    for options in [[], ["-U0"], ["--no-prefix"], ["--src-prefix=x/", "--dst-prefix=b/"], ["-w"]] {
      let diff = try repository.git(["diff", "--cached"] + options)
      #expect(try places(diff).sorted() == ["a b/ö.env:3:7", "old.txt:11:5"], "\(options)")
    }
    // One stands in the header of a hunk, as the function that it is in.
    let all = try places(try repository.git("diff", "--cached"), ["--as-is"])
    #expect(all.count == 4 && all.allSatisfy { $0.hasPrefix("stdin:") })
  }

  /// What other programs put around the hunks of a unified diff, and how each begins.
  private static func dressed(_ hunks: String) -> [(name: String, text: String)] {
    let files = "--- a.txt\t(revision 1)\n+++ a.txt\t(working copy)\n" + hunks
    let id = String(repeating: "1", count: 40)
    let git = "diff --git a/a.txt b/a.txt\nindex 1..2 100644\n--- a/a.txt\n+++ b/a.txt\n" + hunks
    return [
      ("svn", "Index: a.txt\n\(String(repeating: "=", count: 67))\n" + files),
      ("diff -r", "Only in b: more\ndiff -ru a/a.txt b/a.txt\n" + files),
      ("diff -ru", "diff -ru a.txt a.txt\n" + files),
      ("bzr", "=== modified file 'a.txt'\n" + files),
      ("hg", "# HG changeset patch\n# User a\n# Date 0 0\nMessage\n\ndiff -r 1 a.txt\n" + files),
      (
        "format-patch",
        "From \(id) Mon Sep 17 00:00:00 2001\nFrom: A <a@b.io>\nSubject: [PATCH] x\n\ny\n---\n a.txt | 1 +\n\n\(git)-- \n2.40.0\n\n"
      ),
    ]
  }

  @Test func diffsOfOtherProgramsAreRead() throws {
    let added = "@@ -1,2 +1,3 @@\n one\n+KEY=\(key[0])\n two\n"
    for (name, text) in Self.dressed(added) {
      #expect(try places(text) == ["a.txt:2:5"], "\(name)")
    }
    let removed = "@@ -1,3 +1,2 @@\n one\n-KEY=\(key[0])\n two\n"
    for (name, text) in Self.dressed(removed) {
      #expect(try places(text) == [], "\(name)")
      #expect(try places(text, ["--as-is"]).count == 1, "\(name)")
    }
  }

  /// Context diffs, normal ones, and what quotes a diff or encodes it are texts, of which all lines count.
  @Test func otherDiffsAreTexts() throws {
    let hunk = "--- a.txt\n+++ a.txt\n@@ -1,3 +1,2 @@\n one\n-KEY=\(key[0])\n two\n"
    let texts = [
      "*** a.txt\n--- b.txt\n***************\n*** 1,2 ****\n  one\n- KEY=\(key[0])\n--- 1 ----\n",
      "2d1\n< KEY=\(key[0])\n", "This is how:\n\n" + hunk,
      "Index: of what is said\n-KEY=\(key[0])\n",
      "From \(String(repeating: "1", count: 40)) Mon Sep 17 00:00:00 2001\nFrom: A <a@b.io>\n"
        + "Content-Transfer-Encoding: quoted-printable\n\n" + hunk,
    ]
    for text in texts { #expect(try places(text).count == 1, "\(text.prefix(30))") }
  }

  /// Colours and a graph change nothing: the places are those of the plain diff.
  @Test(
    arguments: [
      "diff HEAD~1", "diff --color-moved HEAD~1", "show", "log -p", "log -p --oneline",
      "log -p --decorate", "show --stat -p", "diff-tree -p HEAD", "diff --cached HEAD~1",
      "log -p -m",
    ])
  func colouredDiffsAreRead(command: String) throws {
    let repository = try Self.branched(key)
    var words = command.split(separator: " ").map(String.init)
    let plain = try places(try repository.git(words)).sorted()
    #expect(!plain.isEmpty)
    words.insert("--color=always", at: 1)
    let coloured = try repository.git(words)
    #expect(coloured.contains("\u{1B}["))
    #expect(try places(coloured).sorted() == plain)
    guard words[0] == "log" else { return }
    words.insert("--graph", at: 1)
    #expect(try places(try repository.git(words)).sorted() == plain, "coloured graph")
    words.remove(at: 2)
    #expect(try places(try repository.git(words)).sorted() == plain, "plain graph")
  }

  /// A history with a merge; a file in it has a name that git quotes, and a line that begins like a graph.
  private static func branched(_ key: [String]) throws -> GitFixture {
    let repository = try ScannedFolder().repository()
    try repository.write("a.txt", "one\n")
    try repository.commit("Base")
    try repository.git("checkout", "-q", "-b", "side")
    try repository.write("ö b.txt", "| * x\n\n * KEY=\(key[0])\n")
    try repository.commit("Side")
    try repository.git("checkout", "-q", "-")
    try repository.write("a.txt", "one\ntwo \(key[1])  \n\n")
    try repository.commit("Main")
    try repository.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    try repository.write("a.txt", "one\n    two \(key[1])\n\tKEY=\(key[2])\r\n")
    try repository.commit("Last")
    return repository
  }

  /// Where words are marked, a line that begins with a blank may hold what is new.
  @Test(arguments: ["--word-diff", "--color-words", "--word-diff=porcelain"])
  func newWordsCount(option: String) throws {
    let repository = try ScannedFolder().repository()
    try repository.write("a.txt", "a\n  key: none of it\nb\n")
    try repository.commit("Base")
    try repository.write("a.txt", "a\n  key: \(key[0]) of it\nb\n")
    #expect(try places(try repository.git(["diff", option])).count == 1)
  }

  /// An escape in a line that is added does not make a diff a coloured one.
  @Test func plainDiffsKeepTheirColumns() throws {
    let repository = try ScannedFolder().repository()
    try repository.write("a.txt", "\u{1B}[1mx\u{1B}[0m \(key[0])\n")
    try repository.git("add", ".")
    #expect(try places(try repository.git(["diff", "--cached"])) == ["a.txt:1:11"])
  }

  /// A binary file is looked into in whatever form git shows the change that brings it.
  @Test(arguments: [
    "show", "show --oneline", "show --abbrev-commit", "show --format=%s", "show v1",
    "log -p", "log -p --oneline", "log -p --abbrev-commit", "log -p --decorate", "reflog -p",
    "diff HEAD~1", "diff --stat -p HEAD~1", "diff --summary -p HEAD~1",
    "diff --patch-with-raw HEAD~1", "diff --patch-with-stat HEAD~1", "diff-tree -p HEAD",
    "format-patch --stdout -1",
  ])
  func looksIntoBinaryFilesInEveryForm(command: String) throws {
    let repository = try ScannedFolder().repository()
    try repository.write("plain.txt", "plain\n")
    try repository.commit("Base")
    try repository.write("ö.bin", "\0\0\nKEY=\(key[0])\n\0")
    try repository.commit("Add")
    try repository.git("tag", "-a", "-m", "one", "v1")
    var words = command.split(separator: " ").map(String.init)
    words.insert("--binary", at: 1)
    let shown = try places(try repository.git(words))
    // In a mail, it is a part of a text.
    #expect(
      shown == ["ö.bin:2:5"] || command.hasPrefix("format-patch") && shown.count == 1, "\(shown)")
  }

  /// What is said to be a file of no bytes, and has some, is not passed over.
  @Test func aFileOfNoBytesHasNone() throws {
    let line = "z" + String(repeating: "a", count: 65)
    for (lines, status) in [("HcmV?d00001", Int32(0)), (line, 2), ("\(line)\n\(line)", 2)] {
      let diff =
        "diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\nliteral 0\n\(lines)\n\n"
      for diff in [diff, String(diff.dropLast(2))] {
        #expect(try ScannedFolder().kunci(["stdin"], input: diff).status == status, "\(lines)")
      }
    }
  }

  /// What is encoded in a patch is no text of its own; and there may be much of it.
  @Test func linesOfABinaryFileAreNoText() throws {
    var random = TestRandom(seed: 3)
    var encoded = ""
    for _ in 0..<30_000 {
      encoded += "z"
      for _ in 0..<65 {
        encoded.unicodeScalars.append(Unicode.Scalar(UInt8(97 + random.below(26))))
      }
      encoded += "\n"
    }
    let diff =
      "diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\nliteral 9999999\n"
      + encoded + "\nliteral 0\nHcmV?d00001\n\n"
    let run = try ScannedFolder().kunci(["stdin", "-f", "short"], input: diff)
    // It is no data that was ever compressed.
    #expect(run.status == 2 && run.output == "kunci: error: the scan is incomplete\n")
  }

  @Test func countsWhatATouchedLineJoins() throws {
    let diff = """
      --- a/x.py
      +++ b/x.py
      @@ -7,3 +20,4 @@ def f():
       # OpenRouter
      +A = 1
       KEY = "\(key[0])"
      -B = "\(key[1])"
      +B = "\(key[2])"
      @@ -90 +103 @@
      -x
      +C = "\(key[3])"
      \\ No newline at end of file
      """
    #expect(try places(diff) == ["x.py:103:6", "x.py:23:6"])
  }

  @Test func scansWhatStandsOutside() throws {
    let diff = """
      diff --git a/x b/x
      @@@ no hunk
      KEY=\(key[0])
      --- a/x
      +++ b/x
      @@ -1 +1,2 @@
       a
      +KEY=\(key[1])
      A message with KEY=\(key[2])
      """
    #expect(try places(diff).sorted() == ["stdin:3:5", "stdin:9:20", "x:2:5"])
  }

  @Test func readsCombinedDiffs() throws {
    let diff = """
      diff --cc x
      index 1,2..3
      --- a/x
      +++ b/x
      @@@ -1,3 -1,3 +1,4 @@@
        KEY=\(key[0])
      - KEY=\(key[1])
       -KEY=\(key[2])
      ++KEY=\(key[3])
      + KEY=\(key[4])
       +KEY=\(key[5])
      """
    #expect(try places(diff) == ["x:2:5", "x:3:5", "x:4:5"])
  }

  @Test func aFolderMayBeNamedLikeNoFile() throws {
    let scanned = try ScannedFolder()
    let names = "Binary files /dev/null and \"b/x and /dev/null\" differ\n"
    for (mode, names, status) in [
      ("new", "Binary files a/x and b/x and /dev/null differ\n", 2), ("new", names, 2),
      ("deleted", "Binary files a/x and /dev/null differ\n", 0),
    ] {
      let diff = "diff --git a/x b/x\n\(mode) file mode 100644\n\(names)"
      #expect(try scanned.kunci(["stdin"], input: diff).status == Int32(status), "\(diff)")
    }
  }

  @Test func listsBinaryFilesAsNotLookedAt() throws {
    let scanned = try ScannedFolder()
    let diff = "diff --git a/x b/x\nBinary files a/x and b/x differ\n"
    let run = try scanned.kunci(["stdin", "-f", "json"], input: diff)
    let scan = try ScannedFolder.json(run.outputBytes)["scan"] as? [String: Any]
    let skipped = try #require(scan?["skipped"] as? [[String: Any]])
    #expect(skipped.count == 1)
    #expect(skipped.first?["path"] as? String == "x")
    #expect(skipped.first?["unopened"] as? Bool == true)
    #expect(run.status == 2)
    #expect(try scanned.kunci(["stdin", "--allow-incomplete"], input: diff).status == 0)
  }

  /// git's own diffs of a binary file that is new, changed, renamed with a change, and removed.
  @Test func whatIsPackedOrOnlySaidToDifferIsNoAllClear() throws {
    let repository = try ScannedFolder().repository()
    func names(_ options: String...) throws -> [String] {
      let scanned = try ScannedFolder()
      let run = try scanned.kunci(
        ["stdin", "-f", "json"], input: try repository.git(["diff", "--cached"] + options))
      let scan = try ScannedFolder.json(run.outputBytes)["scan"] as? [String: Any]
      let paths = (scan?["skipped"] as? [[String: Any]])?.compactMap { $0["path"] as? String } ?? []
      #expect(run.status == (paths.isEmpty ? 0 : 2))
      return paths
    }
    let bytes = "\0one two three\0"
    try repository.write("a b.bin", bytes)
    try repository.git("add", ".")
    #expect(try names("-p") == ["a b.bin"])
    // The new content is there.
    #expect(try names("--binary") == [])
    try repository.commit("Binary")
    try repository.write("a b.bin", bytes + bytes)
    try repository.git("add", ".")
    #expect(try names("-p") == ["a b.bin"])
    try repository.git("rm", "-q", "-f", "a b.bin")
    for options in ["-p", "--binary"] { #expect(try names(options) == []) }
  }

  /// Only git's own words are no line of a file.
  @Test func aLineThatBeginsWithABackslashHidesNothing() throws {
    func diff(_ line: String) -> String {
      "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\(line)\n+KEY=\(key[0])\n"
    }
    #expect(try places(diff("\\ No newline at end of file")) == ["x:2:5"])
    #expect(try places(diff("\\ No newline at end of file\r")) == ["x:2:5"])
    for line in ["\\ KEY=\(key[1])", "\\KEY=\(key[1])"] {
      let places = try places(diff(line))
      #expect(places.count == 2 && places.allSatisfy { $0.hasPrefix("stdin:") })
    }
  }

  @Test(arguments: ["1099511627777", "9223372036854775807", "99999999999999999999"])
  func numbersThatNoFileHasAreNoHunk(number: String) throws {
    for range in ["\(number),2", "1,\(number)", "\(number),\(number)"] {
      let diff = "--- a/x\n+++ b/x\n@@ -1 +\(range) @@\n+KEY=\(key[0])\n+KEY=\(key[1])\n"
      #expect(try places(diff) == ["stdin:4:6", "stdin:5:6"])
    }
  }

  @Test func otherTextsAreAsTheyWere() throws {
    #expect(try places("-KEY=\(key[0])\n+KEY=\(key[1])\n") == ["stdin:1:6", "stdin:2:6"])
    #expect(try places("--- a\nKEY=\(key[0])\n") == ["stdin:2:5"])
  }

  @Test func aLongHunkIsReadInPieces() throws {
    let filler = String(repeating: "+" + String(repeating: "x", count: 99) + "\n", count: 120_000)
    let diff = """
      --- a/x
      +++ b/x
      @@ -0,0 +1,120002 @@
      +KEY=\(key[0])
      \(filler)+KEY=\(key[1])

      """
    #expect(try places(diff) == ["x:1:5", "x:120002:5"])
  }
}
