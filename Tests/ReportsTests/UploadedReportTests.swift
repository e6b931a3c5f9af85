import Basics
import Findings
import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Formats that other programs read: each holds all places, and none passes an incomplete scan off
/// as a clean one.
@Suite struct UploadedReportTests {
  private static func leak(at places: [(String) -> Location]) -> ScanReport {
    var report = SampleReport.clean.report
    report.findings = [
      SampleReport.finding(
        SampleReport.critical, SampleReport.secret("example-admin-", length: 48, seed: 9),
        prefix: 14, evidence: [], at: places)
    ]
    return report
  }

  /// Secrets that all these formats leave out, whatever was asked for: they go to logs and servers.
  @Test(arguments: [ReportFormat.github, .gitlab, .junit, .sarif])
  func neverShowsSecrets(format: ReportFormat) {
    var report = SampleReport.folder.report
    let redacted = format.reporter().render(report)
    report.showsSecrets = true
    #expect(format.reporter().render(report) == redacted)
  }

  @Test(arguments: [ReportFormat.csv, .gitleaks])
  func showsSecretsWhenAsked(format: ReportFormat) {
    var report = SampleReport.folder.report
    report.showsSecrets = true
    let text = format.reporter().render(report)
    for finding in report.findings {
      #expect(text.contains(SecretText(finding.secret).text ?? Base64.text(finding.secret)))
    }
  }

  @Test(arguments: [
    (ReportFormat.github, "::error title=kunci::The scan is incomplete: "),
    (.gitlab, "\"status\": \"failure\""), (.junit, "<error type=\"incomplete\" message=\""),
    (.csv, "scan,,,incomplete,"), (.gitleaks, "\"kunci-scan-incomplete\""),
  ])
  func saysThatAScanIsIncomplete(format: ReportFormat, expected: String) {
    #expect(format.reporter().render(SampleReport.incomplete.report).contains(expected))
    #expect(format.reporter().render(SampleReport.history.report).contains(expected))
    #expect(!format.reporter().render(SampleReport.clean.report).contains(expected))
  }

  // MARK: GitHub

  @Test func escapesWorkflowCommands() {
    let text = GitHubReport().render(
      Self.leak(at: [SampleReport.place("a,b:c%d.txt", line: 3, before: "key=")]))
    #expect(text.hasPrefix("::error file=a%2Cb%3Ac%25d.txt,line=3,endLine=3,col=5,endColumn=65,"))
    // In the message only the percent sign is one of the runner's.
    #expect(text.contains(" in a,b:c%25d.txt:3:5 (confidence"))
  }

  /// A text from a repository that began a line of its own would be a command of its own.
  @Test func writesNoLinesButItsOwn() {
    let text = GitHubReport().render(
      Self.leak(at: [SampleReport.place("a\n::set-env name=x::y\r\n.txt")]))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("::error file=") == true)
    #expect(lines.last == "kunci 1.2.3: 1 secret in 1 place.")
  }

  @Test func annotatesTheMostSevereAndCountsTheRest() {
    var report = SampleReport.folder.report
    report.findings.reverse()
    var reporter = GitHubReport()
    reporter.placeLimit = 21
    let lines = reporter.render(report).split(separator: "\n")
    #expect(lines.count == 23)
    #expect(lines.prefix(20).allSatisfy { $0.hasPrefix("::error file=") })
    #expect(lines[20].hasPrefix("::warning file="))
    #expect(lines[21].contains("1 more place, not annotated"))
  }

  @Test func leavesColumnsOutOfSeveralLines() {
    var location = SampleReport.place("key.pem", line: 1)("…")
    location.region.end.line = 5
    let text = GitHubReport().render(Self.leak(at: [{ _ in location }]))
    #expect(text.contains("line=1,endLine=5,title="))
  }

  // MARK: GitLab

  @Test func holdsWhatTheSchemaDemands() throws {
    for sample in SampleReport.allCases {
      let text = GitLabReport().render(sample.report)
      #expect(try GitLabDemands.broken(in: text) == [])
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let scan = try #require(report["scan"] as? [String: Any])
      #expect(scan["start_time"] as? String == "2001-09-09T01:46:40")
      #expect(scan["end_time"] as? String == "2001-09-09T01:47:41")
      let leaks = try #require(report["vulnerabilities"] as? [[String: Any]])
      #expect(leaks.count == sample.report.findings.reduce(0) { $0 + $1.locations.count })
      let ids = Set(leaks.compactMap { $0["id"] as? String })
      #expect(ids.count == leaks.count)
      #expect(ids.allSatisfy { UUID(uuidString: $0) != nil })
      for leak in leaks {
        let location = try #require(leak["location"] as? [String: Any])
        #expect(location["file"] is String)
        #expect((leak["identifiers"] as? [Any])?.isEmpty == false)
      }
    }
  }

  /// GitLab counts code points, of which a character can have any number.
  @Test func keepsWithinTheLengthsOfTheSchema() throws {
    let accented = String(repeating: "e\u{301}", count: 5_000)
    let rule = RuleDescription(
      id: "long", provider: "Example", title: accented, severity: .low, confidence: .high,
      revocation: Revocation(url: nil, steps: [accented]))
    var report = SampleReport.clean.report
    report.findings = [
      SampleReport.finding(
        rule, SampleReport.secret("long-", length: 40, seed: 3), prefix: 5, evidence: [],
        at: [SampleReport.place("a.txt")])
    ]
    #expect(try GitLabDemands.broken(in: GitLabReport().render(report)) == [])
  }

  @Test(arguments: [
    ("\"secret_detection\"", "\"sast\""), ("\"status\": \"success\"", "\"status\": \"done\""),
    ("\"start_time\": \"2001-09-09T01:46:40\"", "\"start_time\": \"2001-09-09T01:46:40Z\""),
    ("\"sha\"", "\"hash\""), ("\"severity\": \"Critical\"", "\"severity\": \"critical\""),
    ("\"url\": \"https://", "\"url\": \""), ("\"start_line\": ", "\"start_line\": \"1\", \"x\": "),
  ])
  func theTableOfDemandsNoticesWhatIsWrong(right: String, wrong: String) throws {
    let text = GitLabReport().render(SampleReport.folder.report)
    let spoilt = text.replacingOccurrences(of: right, with: wrong)
    #expect(spoilt != text)
    #expect(try GitLabDemands.broken(in: spoilt) != [])
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00"), (68_169_599, "1972-02-28T23:59:59"),
    (68_169_600, "1972-02-29T00:00:00"), (951_868_800, "2000-03-01T00:00:00"),
    (1_704_067_199, "2023-12-31T23:59:59"), (4_107_542_400, "2100-03-01T00:00:00"),
  ])
  func writesTimes(seconds: Int, expected: String) {
    #expect(CalendarDate.dateTime(seconds) == expected)
  }

  @Test func anIdentityOutlivesAShiftOfLines() throws {
    func ids(_ line: Int) throws -> [String] {
      let report = Self.leak(at: [SampleReport.place("a.txt", line: line)])
      return GitLabReport().render(report).split(separator: "\n").map(String.init)
        .filter { $0.contains("\"id\":") && !$0.contains("kunci") }
    }
    #expect(try ids(1) == ids(9))
    #expect(try ids(1).count == 1)
  }

  // MARK: JUnit

  @Test(arguments: SampleReport.allCases)
  func isXML(sample: SampleReport) {
    final class Counter: NSObject, XMLParserDelegate {
      var elements: [String: Int] = [:]
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
      ) { elements[name, default: 0] += 1 }
    }
    let report = sample.report
    let counter = Counter()
    let parser = XMLParser(data: Data(JUnitReport().render(report).utf8))
    parser.delegate = counter
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let places = report.findings.reduce(0) { $0 + $1.locations.count }
    #expect(counter.elements["testcase"] == places + 1)
    #expect(counter.elements["failure", default: 0] == places)
    #expect(counter.elements["error", default: 0] == (report.isComplete ? 0 : 1))
  }

  // MARK: CSV

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@x", "'@x"),
    ("\nx", "␊x"), ("＝x", "'＝x"), ("a=b", "a=b"), ("a,\"b\"", "\"a,\"\"b\"\"\""),
    ("plain", "plain"),
  ])
  func defusesFormulasAndQuotes(path: String, expected: String) {
    let text = CSVReport().render(Self.leak(at: [SampleReport.place(path)]))
    #expect(text.contains(",\(expected),content,1,1,1,61,0,60,"))
  }

  @Test func everyRecordHasAllFields() {
    var report = SampleReport.incomplete.report
    report.showsSecrets = true
    let lines = CSVReport().render(report).split(separator: "\r\n")
    #expect(lines.count == 4)
    #expect(lines.allSatisfy { $0.count { $0 == "," } == 22 })
  }

  // MARK: gitleaks

  /// Columns as gitleaks 8.30 counts them: bytes, and a newline with the line behind it.
  @Test(arguments: [(1, 4, 63), (2, 5, 64)])
  func countsColumnsAsGitleaksDoes(line: Int, start: Int, end: Int) throws {
    let text = GitleaksReport().render(
      Self.leak(at: [SampleReport.place("a.txt", line: line, before: "鍵")]))
    let entries = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
    let entry = try #require(entries?.first)
    #expect(entry["StartColumn"] as? Int == start)
    #expect(entry["EndColumn"] as? Int == end)
    #expect(entry["Fingerprint"] as? String == "a.txt:example-admin-key:\(line)")
    #expect(entry["Match"] as? String == entry["Secret"] as? String)
    #expect((entry["Entropy"] as? Double ?? 0) > 4)
  }

  @Test func nothingFoundIsAnEmptyArray() {
    #expect(GitleaksReport().render(SampleReport.clean.report) == "[]\n")
  }
}
