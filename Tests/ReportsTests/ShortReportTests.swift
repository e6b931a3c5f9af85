import Findings
import Testing

@testable import Reports

struct ShortReportTests {
  @Test(arguments: [SampleReport.folder, .history, .suppressed])
  func hasALineForEachPlace(sample: SampleReport) {
    let report = sample.report
    let lines = ShortReport().render(report).split(separator: "\n")
    let places = (report.findings + report.suppressedFindings).map(\.locations.count)
    #expect(lines.count == places.reduce(0, +) + report.errors.count)
    for finding in report.findings + report.suppressedFindings {
      let own = lines.filter { $0.hasSuffix(" \(finding.fingerprint)") }
      #expect(own.count == finding.locations.count)
      #expect(own.allSatisfy { $0.contains(" [\(finding.rule.id)] ") })
    }
  }

  @Test func isWhatProblemMatchersRead() {
    let lines = ShortReport().render(SampleReport.folder.report).split(separator: "\n")
    let form =
      #/^(.+):(\d+):(\d+): (low|medium|high|critical): (.+) \[([a-z0-9-]+)\] (\S+) ([0-9a-f]{32})$/#
    #expect(lines.allSatisfy { $0.wholeMatch(of: form) != nil })
    #expect(lines.first?.hasPrefix("src/config.py:12:12: critical: Example admin key ") == true)
  }

  @Test func tellsThatAScanIsIncomplete() {
    let text = ShortReport().render(SampleReport.incomplete.report)
    #expect(text.contains("/etc/private: error: Permission denied"))
    #expect(text.contains("kunci: error: Nothing was read."))
  }
}
