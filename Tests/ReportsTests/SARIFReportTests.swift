import Findings
import Foundation
import Testing

@testable import Reports

/// Holds SARIF reports against what SARIF 2.1.0 and GitHub code scanning ask for.
@Suite struct SARIFReportTests {
  private func document(_ report: ScanReport, _ reporter: SARIFReport = .init()) throws -> [String:
    Any]
  {
    let text = reporter.render(report)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func run(_ report: ScanReport, _ reporter: SARIFReport = .init()) throws -> [String: Any]
  {
    let document = try document(report, reporter)
    #expect(document["version"] as? String == "2.1.0")
    #expect((document["$schema"] as? String)?.hasSuffix("sarif-schema-2.1.0.json") == true)
    let runs = try #require(document["runs"] as? [[String: Any]])
    #expect(runs.count == 1)
    return try #require(runs.first)
  }

  private func get<Value>(_ object: Any?, _ path: String, as type: Value.Type) throws -> Value {
    var value = object
    for name in path.split(separator: ".").map(String.init) {
      if let index = Int(name) {
        let array = try #require(value as? [Any], "\(path)")
        try #require(array.indices.contains(index), "\(path)")
        value = array[index]
      } else {
        value = (value as? [String: Any])?[name]
      }
    }
    return try #require(value as? Value, "\(path)")
  }

  @Test(arguments: SampleReport.allCases)
  func rulesAreComplete(sample: SampleReport) throws {
    let run = try run(sample.report)
    let rules = try get(run, "tool.driver.rules", as: [[String: Any]].self)
    let named = (sample.report.findings + sample.report.suppressedFindings).map(\.rule.id)
    #expect(try rules.map { try get($0, "id", as: String.self) } == Set(named).sorted())
    #expect(try get(run, "tool.driver.semanticVersion", as: String.self) == "1.2.3")
    for rule in rules {
      for path in [
        "id", "name", "shortDescription.text", "fullDescription.text", "help.text",
        "help.markdown", "defaultConfiguration.level", "properties.precision",
        "properties.security-severity",
      ] {
        #expect(try !get(rule, path, as: String.self).isEmpty, "\(path)")
      }
      let tags = try get(rule, "properties.tags", as: [String].self)
      #expect(tags.contains("security") && tags.count <= 20)
      #expect(try get(rule, "fullDescription.text", as: String.self).count <= 1_024)
    }
  }

  @Test(arguments: SampleReport.allCases)
  func resultsAreComplete(sample: SampleReport) throws {
    let report = sample.report
    let run = try run(report)
    let rules = try get(run, "tool.driver.rules", as: [[String: Any]].self)
    let results = try get(run, "results", as: [[String: Any]].self)
    let places = (report.findings + report.suppressedFindings).map { finding in
      Set(finding.locations.map { "\($0.path) \($0.provenance.kind)" }).count
    }
    #expect(results.count == places.reduce(0, +))
    let suppressed = results.filter { $0["suppressions"] != nil }
    #expect(suppressed.count == report.suppressedFindings.count)
    var identities: Set<String> = []
    for result in results {
      let ruleIndex = try get(result, "ruleIndex", as: Int.self)
      let ruleID = try get(result, "ruleId", as: String.self)
      #expect(try get(rules, "\(ruleIndex).id", as: String.self) == ruleID)
      #expect(["error", "warning", "note"].contains(try get(result, "level", as: String.self)))
      #expect(try !get(result, "message.text", as: String.self).isEmpty)
      let locations = try get(result, "locations", as: [Any].self)
      #expect(locations.count == 1)
      let related = result["relatedLocations"] as? [Any] ?? []
      for location in locations + related {
        let numbers = try ["startLine", "startColumn", "endLine", "endColumn"].map {
          try get(location, "physicalLocation.region.\($0)", as: Int.self)
        }
        #expect(numbers.allSatisfy { $0 >= 1 })
        #expect((numbers[0], numbers[1]) <= (numbers[2], numbers[3]))
      }
      let hash = try get(result, "partialFingerprints.primaryLocationLineHash", as: String.self)
      let uri = try get(locations, "0.physicalLocation.artifactLocation.uri", as: String.self)
      #expect(identities.insert("\(ruleID) \(uri) \(hash)").inserted, "\(uri) \(hash) twice")
    }
  }

  @Test(arguments: SampleReport.allCases)
  func namesNeitherPersonsNorMachines(sample: SampleReport) throws {
    let report = sample.report
    let text = SARIFReport().render(report)
    #expect(!text.contains("@"))
    for commit in report.findings.flatMap(\.locations).compactMap(\.provenance.commit) {
      #expect(!text.contains(commit.email))
      #expect(!text.contains(commit.author.suffix(3)), "\(commit.author)")
    }
    var uris: [String] = []
    collect("uri", in: try document(report), into: &uris)
    #expect(!uris.isEmpty || (report.findings.isEmpty && report.errors.isEmpty))
    for uri in uris {
      #expect(!uri.isEmpty && !uri.hasPrefix("/") && !uri.contains(":"), "\(uri)")
      #expect(!uri.split(separator: "/").contains(".."), "\(uri)")
      #expect(uri.utf8.allSatisfy { (0x21...0x7e).contains($0) }, "\(uri)")
    }
  }

  private func collect(_ name: String, in value: Any, into found: inout [String]) {
    if let object = value as? [String: Any] {
      for (key, member) in object {
        if key == name, let text = member as? String { found.append(text) }
        collect(name, in: member, into: &found)
      }
    } else if let array = value as? [Any] {
      for element in array { collect(name, in: element, into: &found) }
    }
  }

  @Test func neverShowsSecrets() {
    var report = SampleReport.folder.report
    let redacted = SARIFReport().render(report)
    report.showsSecrets = true
    #expect(SARIFReport().render(report) == redacted)
  }

  @Test func tellsOfErrorsAndSkippedPaths() throws {
    let invocation = try get(
      try run(SampleReport.incomplete.report), "invocations.0", as: [String: Any].self)
    #expect(try get(invocation, "executionSuccessful", as: Bool.self) == false)
    let notices = try get(invocation, "toolExecutionNotifications", as: [[String: Any]].self)
    #expect(notices.map { $0["level"] as? String } == ["error", "error", "note"])
    #expect(notices.map { $0["locations"] == nil } == [false, true, false])
    let clean = try run(SampleReport.clean.report)
    #expect(try get(clean, "invocations.0.executionSuccessful", as: Bool.self))
  }

  @Test func keepsTheMostSevereResultsWithinTheLimit() throws {
    var report = SampleReport.history.report
    report.findings.reverse()
    var reporter = SARIFReport()
    reporter.resultLimit = 3
    let run = try run(report, reporter)
    let results = try get(run, "results", as: [[String: Any]].self)
    // Two critical ones and the high one, in the order they had.
    #expect(
      try results.map { try get($0, "properties.severity", as: String.self) }
        == ["high", "critical", "critical"])
    let notice = try get(
      run, "invocations.0.toolExecutionNotifications.0.message.text", as: String.self)
    #expect(notice.hasPrefix("3 of the least severe results are left out"))
  }

  @Test func limitsPlacesOfAResult() throws {
    let secret = SampleReport.secret("example-admin-", length: 48, seed: 9)
    let finding = SampleReport.finding(
      SampleReport.critical, secret, prefix: 14, evidence: [],
      at: (1...30).map { SampleReport.place("a.txt", line: $0) })
    var report = SampleReport.clean.report
    report.findings = [finding]
    var reporter = SARIFReport()
    reporter.locationLimit = 10
    let run = try run(report, reporter)
    #expect(try get(run, "results", as: [Any].self).count == 1)
    #expect(try get(run, "results.0.relatedLocations", as: [Any].self).count == 9)
    let message = try get(run, "results.0.message.text", as: String.self)
    #expect(message.contains("Here also in [line 2](1), [line 3](2), [line 4](3) and 26 more."))
  }

  @Test func limitsNotices() throws {
    var report = SampleReport.clean.report
    report.skipped = (1...5).map { .init(path: "link\($0)", message: "symbolic link") }
    var reporter = SARIFReport()
    reporter.notificationLimit = 2
    let notices = try get(
      try run(report, reporter), "invocations.0.toolExecutionNotifications",
      as: [[String: Any]].self)
    #expect(notices.count == 3)
    #expect(
      try get(notices, "2.message.text", as: String.self) == "There are 3 more skipped paths.")
  }

  @Test(arguments: [
    ("src/a.swift", "src/a.swift"),
    ("/etc/passwd", "etc/passwd"),
    ("../../up/./a", "up/a"),
    ("a..b/...", "a..b/..."),
    ("C:/x y/100%.txt", "C%3A/x%20y/100%25.txt"),
    ("http://host/@a?b#c", "http%3A/host/%40a%3Fb%23c"),
    ("鍵\n", "%E9%8D%B5%0A"),
    ("", ""),
  ])
  func encodesPaths(path: String, expected: String) {
    #expect(RelativeURI.encode(path) == expected)
  }
}
