import Findings
import Testing

@testable import Reports

/// Text for people who have many findings on the screen.
struct ManyFindingsTests {
  private static func report(_ count: Int) -> ScanReport {
    let severities: [Severity] = [.low, .critical, .medium, .high]
    let findings = (0..<count).map { number in
      SampleReport.finding(
        number.isMultiple(of: 5) ? SampleReport.ambiguous : SampleReport.critical,
        SampleReport.secret("example-admin-", length: 48, seed: UInt64(number)), prefix: 14,
        severity: severities[number % 4], evidence: [],
        at: [SampleReport.place("src/\(number % 7).py", line: number + 1)])
    }
    return ScanReport(
      version: "1", kind: .scan, target: ".", isComplete: true, scanned: .init(),
      findings: findings, hidden: ["a-key": 2, "b-key": 30])
  }

  private static func headers(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter {
      $0.wholeMatch(of: #/src/.*: (low|medium|high|critical): .*/#) != nil
    }
  }

  @Test func theMostSevereComeFirst() {
    let order = ["critical", "high", "medium", "low"]
    let ranks = Self.headers(TextReport().render(Self.report(12))).compactMap { line in
      order.firstIndex { line.contains(": \($0): ") }
    }
    #expect(ranks.count == 12 && ranks == ranks.sorted())
  }

  @Test(arguments: [(20, false), (21, true)])
  func aboveTwentyATableComesFirst(count: Int, expected: Bool) throws {
    let text = TextReport().render(Self.report(count))
    #expect(text.contains("by rule") == expected)
    #expect(Self.headers(text).count == count)
    guard expected else { return }
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.first == ["by", "rule", "secrets", "files"])
    #expect(lines.contains(["example-admin-key", "16", "7", "critical"]))
    #expect(lines.contains(["ambiguous-key", "5", "5", "critical"]))
    #expect(lines.contains(["src/0.py", "3", "high"]))
  }

  @Test func stepsOfAProviderStandOnce() {
    let text = TextReport().render(Self.report(12))
    #expect(text.ranges(of: "1. Delete the key on that page.").count == 1)
    #expect(text.ranges(of: "1. Find out who issued it, and delete it there.").count == 1)
    #expect(text.ranges(of: "(see above)").count == 10)
  }

  @Test func namesWhatIsHidden() {
    let text = TextReport().render(Self.report(1))
    #expect(text.contains("32 less certain findings are hidden: 30 b-key and 2 a-key."))
  }

  @Test(arguments: [
    (["origin/main"], "origin/main"),
    (["fork/x", "origin/main"], "origin/main and fork/x"),
    (["a/b", "a/c", "origin/master"], "origin/master and 2 more"),
    (["a/b", "a/c", "a/d"], "a/b and 2 more"),
  ])
  func countsBranches(branches: [String], expected: String) {
    #expect(StatusText.list(branches) == expected)
  }

  @Test func noLineOfWordsIsWiderThanTheTerminal() {
    var report = SampleReport.history.report
    report.repository = RepositoryFacts(
      head: SampleReport.object(String(repeating: "1", count: 40)))
    let text = TextReport(width: 70).render(report)
    for line in text.split(separator: "\n") where line.hasPrefix("               ") {
      // Commands stand further in, and stay whole.
      guard !line.hasPrefix("                 ") else { continue }
      #expect(TerminalText(line).cells <= 70, "\(line)")
    }
    #expect(text.contains("\n                 kunci explain 30c32c96") == false)
    #expect(text.contains("\n                 kunci explain 6c7dca53 --history\n"))
  }
}
