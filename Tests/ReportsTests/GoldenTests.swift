import Findings
import Reports
import TestSupport
import Testing

/// Holds every format of every sample against the recorded files in `Fixtures/reports`.
@Suite struct GoldenTests {
  @Test(arguments: SampleReport.allCases, ReportFormat.allCases)
  func matchesTheRecording(sample: SampleReport, format: ReportFormat) throws {
    var text = format.reporter().render(sample.report)
    // Style and script are the same on every page: one recording has them.
    if format == .html, sample != .history { text = Self.content(of: text) }
    let ending = format == .text ? "txt" : format.rawValue
    let difference = try Golden.difference(text, from: "reports/\(sample).\(ending)")
    #expect(difference == nil)
  }

  /// A page without its style, its script, and what stands for them in the content policy.
  private static func content(of page: String) -> String {
    page.replacing(#/<(style|script)>.*?</\1>/#.dotMatchesNewlines()) { "<\($0.1)></\($0.1)>" }
      .replacing(#/'sha256-[^']+'/#, with: "'sha256-'")
  }

  @Test func matchesTheRecordingInColour() throws {
    let text = TextReport(useColor: true).render(SampleReport.history.report)
    let difference = try Golden.difference(text, from: "reports/history-coloured.txt")
    #expect(difference == nil)
  }

  @Test func missingRecordingIsADifference() throws {
    // Recording would make the file that has to be missing.
    guard !Golden.isRecording else { return }
    let difference = try Golden.difference("", from: "reports/no-such-recording.txt")
    #expect(difference?.contains("is missing") == true)
  }

  @Test(arguments: ReportFormat.allCases)
  func holdsNoSecret(format: ReportFormat) {
    for sample in SampleReport.allCases {
      let report = sample.report
      let text = format.reporter().render(report)
      for finding in report.findings {
        let body = String(decoding: finding.secret.suffix(10), as: UTF8.self)
        #expect(!text.contains(body), "\(sample): \(finding.redacted)")
      }
    }
  }
}
