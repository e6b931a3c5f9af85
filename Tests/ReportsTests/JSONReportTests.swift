import Findings
import Foundation
import Testing

@testable import Reports

@Suite struct JSONReportTests {
  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func showsSecretsOnlyWhenAsked() throws {
    var report = SampleReport.folder.report
    report.showsSecrets = true
    let shown = try object(JSONReport().render(report))
    let scan = try #require(shown["scan"] as? [String: Any])
    #expect(scan["showsSecrets"] as? Bool == true)
    let findings = try #require(shown["findings"] as? [[String: Any]])
    #expect(findings.count == report.findings.count)
    for (json, finding) in zip(findings, report.findings) {
      if let text = json["secret"] as? String {
        #expect(Array(text.utf8) == finding.secret)
      } else {
        let base64 = try #require(json["secretBase64"] as? String)
        #expect(Data(base64Encoded: base64).map(Array.init) == finding.secret)
      }
    }
    // The last sample is no UTF-8.
    #expect(findings.map { $0["secret"] == nil } == [false, false, false, true])

    report.showsSecrets = false
    let hidden = JSONReport().render(report)
    #expect(!hidden.contains("showsSecrets"))
    #expect(!hidden.contains("\"secret"))
  }

  @Test(arguments: SampleReport.allCases)
  func linesHoldTheSameAsTheObject(sample: SampleReport) throws {
    let whole = try object(JSONReport().render(sample.report))
    let lines = JSONLinesReport().render(sample.report).split(separator: "\n").map(String.init)
    let last = try object(try #require(lines.last))
    let findings = try lines.dropLast().map(object)
    var joined: [String: Any] = last
    joined["findings"] = findings.filter { $0["suppression"] == nil }
    let suppressed = findings.filter { $0["suppression"] != nil }
    if !suppressed.isEmpty { joined["suppressedFindings"] = suppressed }
    #expect(joined as NSDictionary == whole as NSDictionary)
  }

  /// Nobody knows who has it: only then there is a member that says so.
  @Test func namesPublicationOnlyWhereItIsUnknown() throws {
    func publications(_ sample: SampleReport) throws -> [String?] {
      let report = try object(JSONReport().render(sample.report))
      return try #require(report["findings"] as? [[String: Any]]).map { finding in
        let status = finding["status"] as? [String: Any]
        #expect(status?["pushedTo"] is [String])
        return status?["publication"] as? String
      }
    }
    #expect(try publications(.mirror) == ["unknown", "unknown"])
    #expect(try publications(.history) == [nil, nil, nil, nil])
  }

  @Test func writesTheAgreedNamesInTheAgreedOrder() throws {
    let line = try #require(
      JSONLinesReport().render(SampleReport.history.report).split(separator: "\n").first)
    let names = [
      "ruleID", "provider", "title", "severity", "confidence", "evidence", "redacted",
      "fingerprint", "locations", "path", "in", "line", "column", "endLine", "endColumn",
      "byteOffset", "byteLength", "snippet", "decodedFrom", "blob", "commit", "id", "author",
      "email", "date", "summary", "status", "atHead", "pushedTo", "revoke", "url", "steps",
    ]
    var rest = Substring(line)
    for name in names {
      let range = try #require(rest.range(of: "\"\(name)\":"), "\(name) is missing or misplaced")
      rest = rest[range.upperBound...]
    }
  }
}
