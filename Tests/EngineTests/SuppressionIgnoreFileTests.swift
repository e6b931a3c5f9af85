import Findings
import Foundation
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

@testable import Engine

/// What the lines of ignore files mean.
struct SuppressionIgnoreFileTests {
  private static let print = LeakedKey.fingerprint(1).description

  @Test func entriesAreTakenApart() throws {
    let text = """
      \u{FEFF}# a comment

        \t# another
      \(Self.print)
      \(Self.print.uppercased()) path:/src/ until:2030-01-31 # the sample # of the docs \r
      rule:openrouter until:2030-02-28 path:a\\ b*.txt #
      rule:openrouter-api-key\tpath:#x
      docs/*.md until:2030-01-31 # samples
      /LICENSE
      """
    let file = IgnoreFile(Array(text.utf8))
    #expect(file.problems == [])
    let (first, second, third) = (LeakedKey.fingerprint(1), "openrouter", "openrouter-api-key")
    #expect(
      file.entries == [
        IgnoreEntry(subject: .secret(first), line: 4),
        IgnoreEntry(
          subject: .secret(first), path: PathGlob("/src/"), until: (21_945, "2030-01-31"),
          reason: "the sample # of the docs", line: 5),
        IgnoreEntry(
          subject: .rules(RuleScope(names: [second])), path: PathGlob("a\\ b*.txt"),
          until: (21_973, "2030-02-28"), line: 6),
        IgnoreEntry(
          subject: .rules(RuleScope(names: [third])), path: PathGlob("#x"), line: 7),
        IgnoreEntry(
          subject: .everything, path: PathGlob("docs/*.md"), until: (21_945, "2030-01-31"),
          reason: "samples", line: 8),
        IgnoreEntry(subject: .everything, path: PathGlob("/LICENSE"), line: 9),
      ])
  }

  @Test(
    arguments: [
      ("nonsense", 1), ("\(print.dropLast())", 1), ("  \(print)0", 3), ("path:a \(print)", 1),
      ("rule: path:a", 1), ("rule:x", 7), ("rule:x until:2030-01-01 # y", 7),
      ("\(print) path:", 34), ("\(print) path:/", 34), ("\(print) path:!a", 34),
      ("\(print) path:a path:b", 41), ("\(print) until:2030-02-29", 34),
      ("\(print) until:tomorrow", 34), ("\(print) until:2030-01-01 until:2030-01-01", 51),
      ("\(print) é reason", 34), ("é", 1), ("rule:é oh", 8), ("\(print) \(print)", 34),
      ("path:docs/", 1), ("until:2030.01", 1), ("**", 1), ("./", 1), ("!docs/", 1),
      ("docs/ path:x", 7), ("docs/ fixtures/", 7), ("<<<<<<< HEAD", 1),
    ])
  func mistakesAreNamed(line: String, column: Int) throws {
    let file = IgnoreFile(Array("# first\n\(line)\n\(Self.print)\n".utf8))
    #expect(file.problems.map(\.line) == [2] && file.problems.map(\.column) == [column])
    #expect(file.entries.map(\.line) == [3], "the rest counts")
  }

  @Test(
    arguments: [
      ("a.txt", ["a.txt", "x/a.txt", "a.txt/x"], ["b.txt", "a.txt2", "xa.txt"]),
      ("/a.txt", ["a.txt"], ["x/a.txt"]),
      ("docs/", ["docs/x", "x/docs/y/z"], ["docs", "x/docs"]),
      ("/docs/*.md", ["docs/a.md"], ["docs/x/a.md", "x/docs/a.md"]),
      ("docs/*.md", ["docs/a.md", "docs/a.md/x"], ["docs/x/a.md"]),
      ("**/test/**", ["test/a", "x/test/a/b"], ["test", "tests/a"]),
      ("*.p?m", ["a.pem", "x/b.pbm"], ["a.pm"]),
      ("a\\ b", ["a b"], ["a\\ b"]),
      ("[ab]", ["a", "x/b"], ["c"]),
    ])
  func globsMatchAsInGitignore(glob: String, yes: [String], no: [String]) throws {
    let pattern = try #require(PathGlob(glob))
    for path in yes { #expect(pattern.matches(path), "\(path)") }
    for path in no { #expect(!pattern.matches(path), "\(path)") }
  }

  @Test func entriesOfGitleaksNamePlaces() throws {
    let commit = String(repeating: "A1", count: 20)
    let text = """
      # comment
      src\\a b.py:openrouter-api-key:3
      \(commit):b.py:acme-key:7

      c:d.py:generic-api-key:1
      not an entry
      a:b:0
      e.py:github-pat:2
      """
    let file = GitleaksIgnore(Array(text.utf8))
    #expect(file.malformed == [6, 7])
    func line(_ id: String, _ path: String, _ place: Int, _ commit: String? = nil) -> Int? {
      file.entry(for: [id], at: path, line: place, commit: commit) {
        $0.hasPrefix("openrouter")
      }?.line
    }
    let ours = "openrouter-api-key"
    #expect(line(ours, "src/a b.py", 3) == 2)
    #expect(line(ours, "src/a b.py", 3, "ff") == 2)
    #expect(line(ours, "src/a b.py", 4) == nil)
    #expect(line(ours, "a b.py", 3) == nil)
    #expect(line("openrouter-other", "src/a b.py", 3) == nil)
    // Nobody knows `acme-key`, so any rule may find the same.
    #expect(line(ours, "b.py", 7, commit.lowercased()) == 3)
    #expect(line(ours, "b.py", 7) == nil)
    #expect(line(ours, "c:d.py", 1) == 5)
    // An id of gitleaks' means the rules that find the same, and the generic ones.
    #expect(line("github-personal-access-token", "e.py", 2) == 8)
    #expect(line("generic-secret", "e.py", 2) == 8)
    #expect(line(ours, "e.py", 2) == nil)
  }

  @Test(
    arguments: [
      ("", 1), ("[]", 1), ("{}", 1), ("{\n\"kunciBaseline\": 2}", 2), ("{\"kunciBaseline\": 1", 1),
      ("{\n  \"\(print)\": {},\n\"kunciBaseline\": 1}", 2),
      ("{\n  \"kunci_\(print)\": 1,\n\"kunciBaseline\": 1}", 2),
      ("{\n  \"kunci_\(print)\": {}\n\"kunciBaseline\": 1}", 3),
      ("{\n<<<<<<< HEAD\n\"kunciBaseline\": 1}", 2), ("{\"kunciBaseline\": 1}\n\nx", 3),
      ("{\"kunciBaseline\": 1,}", 1), ("{\"a\\q\": 1}", 1), ("{\"a\n\": 1}", 1),
      (String(repeating: "[", count: 100_000), 1), ("{\"kunciBaseline\": 1, \"a\": \\u12}", 1),
    ])
  func brokenBaselinesAreNoBaselines(text: String, line: Int) throws {
    #expect {
      try Baseline(Array(text.utf8), named: "b")
    } throws: {
      ($0 as? Baseline.Malformed)?.line == line
    }
  }

  /// Other tools lay JSON out in their own way.
  @Test func anyJSONOfTheFormIsABaseline() throws {
    let text = """
      {"kunciBaseline":1, "kunci_\(Self.print)":
        {"rule": "x\\u00e9\\ud83d\\ude00\\n", "paths": [], "more": [1.5, -2e3, true, null, {}]}}
      """
    let baseline = try Baseline(Array(text.utf8), named: "b")
    #expect(
      baseline.knows([LeakedKey.fingerprint(1)]) && !baseline.knows([LeakedKey.fingerprint(2)]))
  }
}
