import Findings
import Testing

@testable import Reports

/// Reports that are read again.
struct ReportFileTests {
  private static func labelled(_ sample: SampleReport) -> RepositoryScan {
    RepositoryScan(name: "some/where", state: "00ff", labelling: sample.report)
  }

  /// A report of several repositories, each told of with its findings.
  private static func lines(_ scans: [RepositoryScan]) -> String {
    scans.map { JSONLinesReport().lines(of: $0) }.joined()
  }

  private func read(_ text: some StringProtocol) throws -> ReportFile {
    try ReportFile(Array(text.utf8))
  }

  @Test(arguments: SampleReport.allCases, [false, true])
  func whatIsReadIsWrittenAgain(sample: SampleReport, showsSecrets: Bool) throws {
    var scan = Self.labelled(sample)
    scan.report.showsSecrets = showsSecrets
    let text = Self.lines([scan])
    let file = try read(text)
    #expect(file.repositories.count == 1)
    #expect(Self.lines(file.repositories) == text)
  }

  /// How one asks whether a key still works stands in no report, but in the rules.
  @Test func whatTheRulesKnowIsThereAgain() throws {
    let text = Self.lines([Self.labelled(.history)])
    let check = KeyCheck(
      method: .get, url: "https://api.example.com/{key}", headers: [], user: nil, body: nil,
      live: ["200"], revoked: ["401"], limited: [], tells: nil,
      documentation: "https://example.com/docs")
    let file = try ReportFile(Array(text.utf8)) { id in
      RuleDescription(
        id: id, provider: "p", title: "t", severity: .low, confidence: .low,
        revocation: Revocation(url: nil, steps: []), check: check)
    }
    let findings = file.repositories.flatMap(\.report.findings)
    #expect(!findings.isEmpty && findings.allSatisfy { $0.rule.check == check })
  }

  @Test(arguments: SampleReport.allCases)
  func aReportOfOneScanIsThatOfOneRepository(sample: SampleReport) throws {
    for text in [JSONReport().render(sample.report), JSONLinesReport().render(sample.report)] {
      let file = try read(text)
      #expect(file.repositories.map(\.name) == [sample.report.target])
      #expect(file.versions == [sample.report.version])
      let scan = try #require(file.repositories.first)
      #expect(scan.report.findings.map(\.fingerprint) == sample.report.findings.map(\.fingerprint))
      #expect(
        scan.report.findings.map(\.locations.count) == sample.report.findings.map(\.locations.count)
      )
      #expect(scan.report.isComplete == sample.report.isComplete)
    }
  }

  @Test func everyPlaceReadsAsItDid() throws {
    for sample in SampleReport.allCases {
      let scan = Self.labelled(sample)
      let back = try #require(try read(Self.lines([scan])).repositories.first)
      for (finding, other) in zip(scan.report.findings, back.report.findings) {
        #expect(finding.locations.map(PlaceText.name) == other.locations.map(PlaceText.name))
      }
    }
  }

  /// Wherever a report breaks off, only whole repositories are taken from it.
  @Test func aReportThatBreaksOffTellsOfWholeRepositories() throws {
    let scans = [SampleReport.folder, .history, .clean].map { sample in
      RepositoryScan(name: "\(sample)", state: nil, labelling: sample.report)
    }
    let text = Array(Self.lines(scans).utf8)
    let whole = scans.map { Array(Self.lines([$0]).utf8).count }
    for end in stride(from: 1, to: text.count, by: 97) {
      guard let file = try? ReportFile(Array(text[..<end])) else {
        // Not even one line is there.
        #expect(!text[..<end].contains(UInt8(ascii: "\n")))
        continue
      }
      var rest = end
      // A line is whole without its end, too.
      let complete = whole.prefix { size in
        rest -= size
        return rest >= -1
      }.count
      #expect(file.repositories.count == complete)
    }
  }

  /// What is appended to a line that was cut off loses that line: then its repository does not count.
  @Test func findingsThatAreMissingAreNoAllClear() throws {
    let scan = RepositoryScan(name: "a", state: nil, labelling: SampleReport.history.report)
    let text = Self.lines([scan])
    let cut = text.prefix(200)
    let file = try read("{\"seen\":{}}\n" + cut + text)
    #expect(file.repositories.map(\.isMissing) == [true])
    #expect(file.isCutOff)
  }

  /// What was announced and is not told of stands for itself.
  @Test func whatWasAnnouncedAndIsMissingIsIncomplete() throws {
    let scans = ["a", "b"].map {
      RepositoryScan(name: $0, state: nil, labelling: SampleReport.clean.report)
    }
    let start = JSONLinesReport().start(["a", "b", "c"], kind: .history)
    let (one, two) = (Self.lines([scans[0]]), Self.lines(scans))
    for (text, missing) in [
      (start, ["a", "b", "c"]), (start + one, ["b", "c"]), (start + two, ["c"]),
      (start + one + start.prefix(30) + two, ["c"]), (start + one + start + two, ["c"]),
    ] {
      let file = try read(text)
      #expect(file.isCutOff)
      #expect(file.repositories.filter(\.isMissing).map(\.name) == missing, "\(text)")
      #expect(file.repositories.allSatisfy { $0.isMissing != $0.report.isComplete })
      #expect(file.repositories.first { $0.isMissing }?.report.kind == .history)
    }
  }

  /// Where nothing was announced, nobody knows what is missing.
  @Test func anEndThatIsMissingIsToldWhereNothingWasAnnounced() throws {
    let scan = RepositoryScan(name: "a", state: nil, labelling: SampleReport.clean.report)
    let (start, one) = (JSONLinesReport().start(["a"], kind: .history), Self.lines([scan]))
    var report = SampleReport.clean.report
    report.repositoryCount = 1
    let end = JSONLinesReport().render(report)
    for (text, isUnknown) in [
      (one, true), (one + end, false), (start + one, false), (start + one + end, false),
      (start + one + end + one, true), (start + one + end + start + one, false),
      ("{\"rep", true), (start + "{\"rep" + start, true), (start + "{\"rep\n" + one + end, false),
      (start + "{\"rep\n" + end, true),
    ] {
      #expect(try read(text).hidesRepositories == isUnknown, "\(text)")
    }
  }

  static let malformed: [(text: String, line: Int)] = [
    ("", 0), ("nonsense\n", 1), ("{\n  \"a\": 1\n}\n", 1), ("{\n  \"a\": \n}\n", 3),
    ("{\"seen\":{}}\n{\"a\":1}\n", 2), ("[]\n", 1), ("{\"ruleID\":\"x\"}\n", 1),
    ("{\"repository\":{\"name\":\"x\"}}\n", 1),
  ]

  @Test(arguments: malformed)
  func whatIsNoReportIsNamedWithItsLine(text: String, line: Int) {
    do throws(ReportFile.Malformed) {
      let file = try ReportFile(Array(text.utf8))
      #expect(line == 0 && file.repositories.isEmpty)
    } catch {
      #expect(error.line == line)
    }
  }
}
