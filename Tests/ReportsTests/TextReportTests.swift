import Basics
import Findings
import Testing

@testable import Reports

@Suite struct TextReportTests {
  @Test(arguments: SampleReport.allCases, [false, true])
  func writesNothingThatATerminalObeys(sample: SampleReport, useColor: Bool) {
    var text = TextReport(useColor: useColor).render(sample.report)
    if useColor {
      #expect(text.contains("\u{1b}["))
      text.replace(/\u{1b}\[[0-9;]+m/, with: "")
    }
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control, "\(scalar.value)")
      #expect(scalar.properties.generalCategory != .format, "\(scalar.value)")
    }
  }

  @Test func colourChangesNothingElse() {
    let report = SampleReport.history.report
    let coloured = TextReport(useColor: true).render(report)
    #expect(
      coloured.replacing(/\u{1b}\[[0-9;]+m/, with: "") == TextReport().render(report))
  }

  @Test func findingsAndSummaryMakeTheWhole() {
    let report = SampleReport.folder.report
    var text = ""
    TextReport().writeFindings(of: report, to: &text)
    #expect(!text.contains("Scanned"))
    TextReport().writeSummary(of: report, to: &text)
    #expect(text == TextReport().render(report))
  }

  @Test func showsSecretsOnlyWhenAsked() {
    var report = SampleReport.folder.report
    report.showsSecrets = true
    let text = TextReport().render(report)
    #expect(text.hasPrefix("This report shows secrets in full.\n"))
    for finding in report.findings {
      let expected =
        String(validating: finding.secret, as: UTF8.self) ?? Base64.text(finding.secret)
      #expect(text.contains(expected), "\(finding.redacted)")
    }
  }

  @Test(arguments: [
    (true, 0, "No secrets found."),
    (true, 2, "No secrets found at the chosen confidence."),
    (false, 0, "Nothing found, but the scan is incomplete: not everything was read."),
  ])
  func saysCleanOnlyWhenItIs(isComplete: Bool, hidden: Int, expected: String) {
    var report = SampleReport.clean.report
    report.isComplete = isComplete
    report.hidden = hidden == 0 ? [:] : ["ambiguous-key": hidden]
    let lines = TextReport().render(report).split(separator: "\n")
    #expect(lines.first == Substring(expected))
  }

  @Test(arguments: [
    ("plain", "plain", 5),
    ("\tx", "    x", 5),
    ("a\u{1b}[2J\r\n\u{7f}\u{0}", "a␛[2J␍␊␡␀", 9),
    ("\u{9b}31m", "<U+009B>31m", 11),
    ("a\u{202e}b\u{200b}", "a<U+202E>b<U+200B>", 18),
    ("\u{2028}", "<U+2028>", 8),
    ("鍵は「", "鍵は「", 6),
    ("한글", "한글", 4),
    ("ＡＢ", "ＡＢ", 4),
    ("🔑", "🔑", 2),
    ("e\u{301}…é", "e\u{301}…é", 3),
  ])
  func makesTextVisible(source: String, expected: String, cells: Int) {
    let text = TerminalText(source)
    #expect(text.text == expected)
    #expect(text.cells == cells)
  }

  @Test func marksStayInsideAWrongSnippet() {
    var location = SampleReport.place("a")("…")
    location.snippet = Snippet(text: "short", highlight: 3..<99)
    let lines = SnippetText(
      location: location, severity: .low, palette: Palette(useColor: false)
    ).lines
    #expect(lines == ["    1 | short", "      |    ^~"])
  }

  /// What a snippet's range of UTF-16 marks is what UTF-16 itself says, within characters of two units,
  /// too.
  @Test func marksCountUTF16() {
    var random = SeededGenerator(seed: 1511)
    let characters: [Character] = ["a", "b", "é", "…", "鍵", "🔑", "😀", " "]
    for _ in 0..<1_000 {
      let text = String(
        (0..<Int.random(in: 0...8, using: &random)).map { _ in
          characters[Int.random(in: 0..<characters.count, using: &random)]
        })
      let bounds = [
        Int.random(in: 0...14, using: &random), Int.random(in: 0...14, using: &random),
      ].sorted()
      var location = SampleReport.place("a")("…")
      location.snippet = Snippet(text: "x" + text, highlight: bounds[0]..<bounds[1])
      let units = Array(("x" + text).utf16)
      let start = min(bounds[0], units.count)
      let end = min(bounds[1], units.count)
      let parts = [units[..<start], units[start..<end], units[end...]].map {
        TerminalText(String(decoding: $0, as: UTF16.self))
      }
      let lines = SnippetText(
        location: location, severity: .low, palette: Palette(useColor: false)
      ).lines
      #expect(
        lines == [
          "    1 | " + parts.map(\.text).joined(),
          "      | " + String(repeating: " ", count: parts[0].cells) + "^"
            + String(repeating: "~", count: max(0, parts[1].cells - 1)),
        ])
    }
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (999_999, "999.9 kB"),
    (12_345_678, "12.3 MB"), (5_600_000_000, "5.6 GB"), (1_234_567_000_000, "1,234.5 GB"),
  ])
  func writesAmounts(bytes: Int, expected: String) {
    #expect(Quantity.bytes(bytes) == expected)
  }

  @Test(arguments: [
    (0, "0 files"), (1, "1 file"), (999, "999 files"), (1_000, "1,000 files"),
    (1_234_567, "1,234,567 files"),
  ])
  func writesCounts(count: Int, expected: String) {
    #expect(Quantity.of(count, "file") == expected)
  }
}
