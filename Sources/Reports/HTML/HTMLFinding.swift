import Basics
import Findings

/// A finding of the page: a line that opens.
struct HTMLFinding {
  private let finding: Finding
  private let report: ScanReport
  private let advice: Advice
  private let status: HTMLStatus
  private let rule: Int

  /// Places that are named before the rest is only counted.
  private static let named = 20

  /// - Parameters:
  ///   - finding: The finding.
  ///   - report: The report it stands in.
  ///   - rules: Those that the page explains.
  init(_ finding: Finding, in report: ScanReport, _ rules: [RuleDescription]) {
    self.finding = finding
    self.report = report
    advice = Advice(on: finding, in: report)
    status = HTMLStatus(of: finding, in: report)
    rule = rules.firstIndex { $0.id == finding.rule.id } ?? 0
  }

  var provider: String { finding.rule.provider }
  var ruleID: String { finding.rule.id }
  /// The repositories that hold it, where several were asked for.
  var repositories: [String] { HTMLOrganisation.repositories(of: finding) }
  var owners: [String] { HTMLOrganisation.owners(of: finding) }
  var year: String { HTMLOrganisation.year(of: finding) }

  /// When it came in: the day of the first commit that is named; empty for none.
  private var day: String {
    String(finding.locations.compactMap { $0.provenance.commit?.date }.min()?.prefix(10) ?? "")
  }

  func text(isOpen: Bool) -> String {
    guard let first = finding.locations.first else { return "" }
    let further = finding.locations.count - 1
    let chips =
      (further > 0 ? ["<span class=\"chip\">+\(Quantity.of(further, "place"))</span>"] : [])
      + (finding.suppression == nil
        ? ["<span class=\"chip \(status.rawValue)\">\(status.title)</span>"]
        : ["<span class=\"chip\">suppressed</span>"])
    var attributes = [
      ("severity", finding.severity.rawValue), ("status", status.rawValue), ("provider", provider),
      ("rule", ruleID), ("day", day), ("place", first.path),
    ]
    .map { " data-\($0)=\"\(HTMLText.escape($1))\"" }.joined()
    if !repositories.isEmpty {
      // The script takes these apart again, line by line.
      for (name, values) in [("repository", repositories), ("owner", owners), ("year", [year])] {
        let lines = values.map { HTMLText.escape($0) }.joined(separator: "&#10;")
        attributes += " data-\(name)=\"\(lines)\""
      }
    }
    return "<details class=\"finding \(finding.severity.rawValue)\" id=\"f-\(finding.fingerprint)\""
      + "\(attributes)\(isOpen ? " open" : "")>\n"
      + "<summary><span class=\"badge\">\(finding.severity.rawValue)</span>"
      + "<span class=\"title\">\(HTMLText.escape(finding.rule.title))"
      + "\(HTMLText.escape(PlaceText.hint(first.provenance.kind)))</span>"
      + "<code class=\"where\">\(place(first))"
      + "<span class=\"redacted\">\(HTMLText.escape(finding.redacted))</span></code>"
      + "<span class=\"chips\">\(chips.joined())</span></summary>\n"
      + "<div class=\"body\">\n" + snippet(first) + "<dl>\n" + facts + "</dl>\n</div>\n</details>\n"
  }

  private func place(_ location: Location) -> String { HTMLText.escape(PlaceText.name(location)) }

  private func snippet(_ location: Location) -> String {
    let snippet = location.snippet
    guard !snippet.text.isEmpty else { return "" }
    let units = Array(snippet.text.utf16)
    let start = min(max(0, snippet.highlight.lowerBound), units.count)
    let end = min(max(start, snippet.highlight.upperBound), units.count)
    func part(_ range: Range<Int>) -> String {
      HTMLText.escape(String(decoding: units[range], as: UTF16.self))
    }
    let number =
      switch location.provenance.kind {
      case .path, .refName, .author: ""
      case .content, .commitMessage, .tagMessage: "\(location.region.line)"
      }
    return "<pre class=\"snippet\"><span class=\"line\">\(number)</span>\(part(0..<start))"
      + "<mark>\(part(start..<end))</mark>\(part(end..<units.count))</pre>\n"
  }

  private var facts: String {
    var facts = fact("Why", why)
    if report.showsSecrets {
      let secret = SecretText(finding.secret)
      facts += fact("Secret", HTMLText.code(secret.text ?? secret.base64 ?? ""))
    }
    if let encodings = finding.locations.first?.decodedFrom, !encodings.isEmpty {
      facts += fact("Decoded", "from " + encodings.map(\.rawValue).joined(separator: ", then "))
    }
    if let suppression = finding.suppression {
      let reason = suppression.reason.map { ": \($0)" } ?? ""
      facts += fact("Suppressed", "by " + HTMLText.escape(suppression.source + reason))
    }
    if finding.locations.count > 1 { facts += fact("Also in", places) }
    if !commits.isEmpty { facts += fact(commits.count > 1 ? "Commits" : "Commit", commitList) }
    if let state { facts += fact("Status", state) }
    if !advice.steps.isEmpty { facts += fact("What to do", steps) }
    facts += fact("Revoke", revocation)
    facts += fact("Rule", HTMLText.code(ruleID) + " of " + HTMLText.escape(provider))
    return facts + fact("Fingerprint", HTMLText.code("\(finding.fingerprint)"))
  }

  private func fact(_ name: String, _ value: String) -> String {
    "<dt>\(name)</dt><dd>\(value)</dd>\n"
  }

  private var why: String {
    let evidence = finding.evidence.map { "<span class=\"chip\">\(HTMLText.escape($0))</span>" }
    return "\(finding.confidence.rawValue) confidence " + evidence.joined(separator: " ")
  }

  private var places: String {
    let further = finding.locations.dropFirst()
    let shown = further.prefix(Self.named).map { location in
      let commit =
        location.provenance.commit.map { " \(HTMLText.code($0.id.hex.prefix(12)))" } ?? ""
      return "<li><code>\(place(location))</code>\(commit)</li>"
    }
    let rest = further.count - shown.count
    return "<ul>" + shown.joined()
      + (rest > 0 ? "<li>and \(Quantity.grouped(rest)) more</li>" : "") + "</ul>"
  }

  /// The commits that brought it in, the first one first.
  private var commits: [CommitReference] {
    var seen: Set<ObjectID> = []
    return finding.locations.compactMap(\.provenance.commit)
      .filter { seen.insert($0.id).inserted }
      .sorted { ($0.date, $0.id.hex) < ($1.date, $1.id.hex) }
  }

  private var commitList: String {
    let shown = commits.prefix(5).map { commit in
      "<li>\(HTMLText.code(commit.id.hex.prefix(12))) \(HTMLText.escape(commit.date.prefix(10)))"
        + " \(HTMLText.escape(commit.author)) <q>\(HTMLText.escape(commit.summary))</q></li>"
    }
    let rest = commits.count - shown.count
    let more = rest > 0 ? "<li>and \(Quantity.grouped(rest)) more</li>" : ""
    let went = report.departures[finding.fingerprint].map { commit in
      "<li class=\"went\">taken out by \(HTMLText.code(commit.id.hex.prefix(12)))"
        + " \(HTMLText.escape(commit.date.prefix(10))) \(HTMLText.escape(commit.author))"
        + " <q>\(HTMLText.escape(commit.summary))</q></li>"
    }
    return "<ul>" + shown.joined() + more + (went ?? "") + "</ul>"
  }

  private var state: String? {
    guard let status = finding.status else { return nil }
    let head = status.atHead ? "at HEAD" : "no longer at HEAD, but in the history"
    return switch status.publication {
    case .pushed(let to): "\(head) and on \(HTMLText.escape(StatusText.list(to)))"
    case .notPushed: "\(head), not pushed yet"
    case .unknown: "\(head); nothing here says whether it was pushed"
    }
  }

  private var steps: String {
    let items = advice.steps.map { step in
      let commands = step.commands.map { "<pre class=\"command\">\(HTMLText.escape($0))</pre>" }
      return "<li>\(HTMLText.escape(step.sentence))\(commands.joined())</li>"
    }
    return "<ol>\(items.joined())</ol>"
  }

  private var revocation: String {
    let steps = "<a href=\"#rule-\(rule)\">step by step</a>"
    guard let url = finding.rule.revocation.url else { return steps }
    return HTMLText.link(url) + ", " + steps
  }
}
