import Basics
import Findings
import Foundation
import Testing

@testable import Reports

struct HTMLReportTests {
  private static func text(_ sample: SampleReport) -> String { HTMLReport().render(sample.report) }

  private static func content(of element: String, in text: String) -> [Substring] {
    text.ranges(of: "<\(element)>").compactMap { start in
      text[start.upperBound...].firstRange(of: "</\(element)>").map {
        text[start.upperBound..<$0.lowerBound]
      }
    }
  }

  @Test(arguments: SampleReport.allCases)
  func thePolicyAllowsItsOwnStyleAndScriptAlone(sample: SampleReport) throws {
    let text = Self.text(sample)
    let policy = try #require(
      text.firstMatch(of: #/Content-Security-Policy" content="([^"]*)"/#)?.output.1)
    #expect(policy.hasPrefix("default-src 'none'; "))
    #expect(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("*"))
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
      let contents = Self.content(of: element, in: text)
      #expect(contents.count == 1)
      let hash = SHA256.hash(Array(try #require(contents.first).utf8).span)
      #expect(policy.contains("\(directive) 'sha256-\(Data(hash).base64EncodedString())'"))
    }
  }

  @Test(arguments: SampleReport.allCases)
  func needsNothingFromElsewhere(sample: SampleReport) {
    let text = Self.text(sample)
    for pattern in ["src=", "@import", "url(", "<link", "<img", "<iframe", "<object", " style="] {
      #expect(!text.contains(pattern), "\(pattern)")
    }
    #expect(text.firstMatch(of: #/<[^>]* on[a-z]+=/#) == nil)
    for link in text.matches(of: #/href="([^"]*)"/#) {
      #expect(link.output.1.hasPrefix("https://") || link.output.1.hasPrefix("#rule-"))
    }
  }

  /// All that a finding can say, made hostile.
  private static let attack = "\"'><script>alert(1)</script><b onload=x>&\u{202e}\u{0}</style>"

  private static func hostile() -> ScanReport {
    var rule = SampleReport.critical
    rule.provider = attack
    rule.title = attack
    rule.id = attack
    rule.revocation = Revocation(url: "javascript:alert(1)", steps: [attack])
    rule.check = KeyCheck(
      method: .get, url: attack, headers: [attack], user: attack, body: attack, live: [attack],
      revoked: [attack], limited: [attack], tells: attack, documentation: "javascript:alert(2)")
    let commit = CommitReference(
      id: SampleReport.object(String(repeating: "a", count: 40)), author: attack, email: attack,
      date: "2026-05-01T12:00:00Z\"><script>", summary: attack)
    var finding = SampleReport.finding(
      rule, SampleReport.secret("x", length: 30, seed: 1), prefix: 1, evidence: [attack],
      status: Finding.Status(atHead: false, publication: .pushed(to: [attack])),
      at: [
        SampleReport.place(
          in: .committed(path: attack, blob: commit.id, by: commit), before: attack, after: attack)
      ])
    finding.redacted = attack
    var report = ScanReport(
      version: attack, kind: .history, target: attack, isComplete: false, scanned: .init(),
      skipped: [.init(path: attack, message: attack)],
      errors: [.init(path: attack, message: attack)], findings: [finding], hidden: [attack: 1],
      notices: [.init(path: attack, line: 1, message: attack)],
      warnings: [.init(path: attack, message: attack)])
    report.departures = [finding.fingerprint: commit]
    report.suppressedFindings = [finding]
    return report
  }

  @Test func takesNothingFromFindingsForMarkup() {
    let text = HTMLReport().render(Self.hostile())
    #expect(text.ranges(of: "<script").count == 1 && text.ranges(of: "</style").count == 1)
    #expect(!text.contains("<b onload") && !text.contains("\u{202e}") && !text.contains("\0"))
    #expect(!text.contains("href=\"javascript"))
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    // Quotation marks would end an attribute.
    #expect(!text.contains("\"'>"))
  }

  @Test(arguments: SampleReport.allCases)
  func holdsEveryFinding(sample: SampleReport) {
    let text = Self.text(sample)
    let findings = sample.report.findings + sample.report.suppressedFindings
    #expect(text.ranges(of: "<details class=\"finding").count == findings.count)
    for finding in findings {
      #expect(text.contains("id=\"f-\(finding.fingerprint)\""))
    }
  }

  /// A report of several repositories, one secret in two of them, one repository broken, one clean.
  private static func organisation() -> ScanReport {
    let names = [
      "acme/a", "acme/b", "git@host.example:other/c", "acme/clean", "acme/broken\"'><b>",
    ]
    var report = ScanReport(
      version: "1", kind: .history, target: "5 repositories", isComplete: false,
      scanned: ScanReport.Tally())
    report.repositoryCount = names.count
    let sample = SampleReport.history.report
    for (index, name) in names.enumerated() {
      var one = ScanReport(
        version: "", kind: .history, target: name, isComplete: index < 4,
        scanned: ScanReport.Tally())
      one.scanned.commits = 1_000 + index
      if index < 3 { one.findings = Array(sample.findings.dropFirst(index)) }
      let scan = RepositoryScan(name: name, state: nil, labelling: one)
      report.repositories.append(scan.withoutFindings)
      for finding in scan.report.findings {
        if let known = report.findings.firstIndex(where: {
          $0.fingerprint == finding.fingerprint
        }) {
          report.findings[known].locations += finding.locations
        } else {
          report.findings.append(finding)
        }
      }
    }
    return report
  }

  @Test func anOrganisationIsShownByRepositoryOwnerAndYear() throws {
    let report = Self.organisation()
    let text = HTMLReport().render(report)
    #expect(text.contains("of 5 repositories"))
    #expect(!text.contains("1970-01-01"))
    #expect(!text.contains("<b>\"") && text.contains("acme/broken&quot;"))
    let rows = text.matches(of: #/<tr><th scope="row"><button[^>]*>([^<]*)</button>/#).map(\.1)
    // The broken one is told of, the clean one counted.
    #expect(rows.count == 4 && rows.prefix(3) == ["acme/a", "acme/b", "git@host.example:other/c"])
    #expect(text.contains("1 without secrets"))
    #expect(text.contains("incomplete</span>"))
    for (filter, values) in [("owner", ["acme", "other"]), ("repository", ["acme/a", "acme/b"])] {
      for value in values {
        #expect(text.contains("data-filter=\"\(filter)\" data-value=\"\(value)\""))
        #expect(text.contains("<option value=\"\(value)\">"))
      }
    }
    let second = report.findings[2]
    #expect(HTMLOrganisation.repositories(of: second).count == 3)
    #expect(
      text.contains(
        "data-repository=\"acme/a&#10;acme/b&#10;git@host.example:other/c\""
          + " data-owner=\"acme&#10;other\""))
    // The counts of a row are those of the findings that name it.
    let first = try #require(
      text.firstMatch(of: #/acme/a</button></th>((?:<td[^>]*>[^<]*</td>)+)/#)?.1)
    let counts = first.matches(of: #/<td class="(?:critical|high|medium|low|none)">([^<]*)</#)
    #expect(counts.prefix(4).compactMap { Int($0.1) }.reduce(0, +) == report.findings.count)
    // One repository, or none, has no such view.
    #expect(!Self.text(.history).contains("class=\"card repositories\""))
    #expect(!Self.text(.history).contains("data-owner"))
  }

  @Test(arguments: [
    ("owner/name", "owner"), ("/a/b/owner/name", "owner"), ("https://host/owner/name", "owner"),
    ("git@host:owner/name.git", "owner"), ("git@host:a/owner/name", "owner"), ("name", "no owner"),
    ("", "no owner"), ("/", "no owner"),
  ])
  func theOwnerStandsBeforeTheName(repository: String, owner: String) {
    #expect(HTMLOrganisation.owner(repository) == owner)
  }

  @Test func tellsOfATimeOnlyWhereThereIsOne() {
    #expect(Self.text(.history).contains("When they came in"))
    #expect(!Self.text(.folder).contains("When they came in"))
  }
}
