import Basics
import Findings

/// The top of the page: what was found, and how it is spread.
struct HTMLSummary {
  private let report: ScanReport

  init(_ report: ScanReport) { self.report = report }

  var text: String {
    let tone = report.findings.isEmpty ? (report.isComplete ? "good" : "doubt") : "bad"
    let alert =
      report.showsSecrets
      ? "<p class=\"alert\">This report shows secrets in full. Treat it as one.</p>\n" : ""
    return """
      <header class="\(tone)">
      <p class="brand">\(Self.key) kunci</p>
      <h1>\(verdict)</h1>
      <p class="about">\(about)</p>
      \(alert)</header>

      """ + (report.findings.isEmpty ? "" : charts)
  }

  /// A key, drawn.
  private static let key =
    "<svg class=\"key\" viewBox=\"0 0 32 16\" aria-hidden=\"true\"><path d=\"M8 1a7 7 0 1 0 6.7 9H19v3"
    + "h4v-3h3v4h4V6H14.7A7 7 0 0 0 8 1Zm0 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z\"/></svg>"

  private var verdict: String {
    let count = report.findings.count
    let gap = report.isComplete ? "" : " <em>The scan is incomplete.</em>"
    guard count > 0 else {
      if !report.isComplete { return "Nothing found, but the scan is incomplete" }
      if report.scanned.isEmpty { return "Nothing was scanned" }
      return report.suppressed.total > 0 ? "No secrets but suppressed ones" : "No secrets found"
    }
    let places = Set(
      report.findings.flatMap {
        $0.locations.map { "\($0.provenance.repository ?? "")\n\($0.path)" }
      }
    ).count
    return "\(Quantity.of(count, "secret")) in \(Quantity.of(places, "place"))\(gap)"
  }

  private var about: String {
    let tally = report.scanned
    let parts = [
      (tally.files, "file"), (tally.blobs, "blob"), (tally.commits, "commit"),
    ].filter { $0.0 > 0 }.map { Quantity.of($0.0, $0.1) }
    var words = [
      "<code>kunci \(HTMLText.escape(report.kind.rawValue))</code> of "
        + (report.repositoryCount == nil
          ? HTMLText.code(report.target) : HTMLText.escape(report.target))
    ]
    // Of what was put together, nobody knows when it was scanned.
    if report.period.upperBound > 0 {
      words.append(
        CalendarDate.dateTime(report.period.upperBound).prefix(16).replacing("T", with: " ")
          + " UTC")
    }
    words += [
      (parts.isEmpty ? "" : Quantity.list(parts) + ", ") + Quantity.bytes(tally.bytes),
      "version \(HTMLText.escape(report.version))",
    ]
    if report.hiddenFindings > 0 {
      words.append(
        "\(Quantity.grouped(report.hiddenFindings)) less certain hidden: "
          + Quantity.list(
            report.hidden.sorted { $0.key < $1.key }.prefix(4).map { HTMLText.escape($0.key) }))
    }
    if report.suppressed.total > 0 {
      words.append("\(Quantity.grouped(report.suppressed.total)) suppressed")
    }
    if let used = ConfigurationText(report) { words.append(HTMLText.escape(used.line)) }
    return words.joined(separator: " · ")
  }

  private var charts: String {
    """
    <section class="charts" aria-label="Summary">
    <div class="card"><h2>Severity</h2>
    <div class="tiles">\(severities)</div></div>
    <div class="card"><h2>Status</h2>
    <div class="tiles">\(statuses)</div></div>
    <div class="card wide"><h2>Providers</h2>
    \(providers)</div>
    </section>

    """
  }

  private var severities: String {
    Severity.allCases.reversed().map { severity in
      let count = report.findings.count { $0.severity == severity }
      let none = count == 0 ? " none" : ""
      return "<button type=\"button\" class=\"tile \(severity.rawValue)\(none)\""
        + " data-filter=\"severity\""
        + " data-value=\"\(severity.rawValue)\"><b>\(Quantity.grouped(count))</b>"
        + "\(severity.rawValue)</button>"
    }.joined()
  }

  private var statuses: String {
    let words = report.findings.map { HTMLStatus(of: $0, in: report) }
    return HTMLStatus.allCases.compactMap { status in
      let count = words.count { $0 == status }
      guard count > 0 else { return nil }
      return "<button type=\"button\" class=\"tile \(status.rawValue)\" data-filter=\"status\""
        + " data-value=\"\(status.rawValue)\"><b>\(Quantity.grouped(count))</b>\(status.title)</button>"
    }.joined()
  }

  /// Rows of the chart before the rest is only counted.
  private static let rows = 8

  private var providers: String {
    let groups = Dictionary(grouping: report.findings) { $0.rule.provider }
      .map { (name: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    let most = groups.first?.count ?? 1
    let bars = groups.prefix(Self.rows).map { group in
      HTMLBar(
        filter: "provider", value: group.name,
        label: group.name.isEmpty ? "no provider" : group.name, count: group.count, most: most
      ).text
    }
    let rest = groups.dropFirst(Self.rows)
    let others =
      rest.isEmpty
      ? ""
      : "<p class=\"rest\">and \(Quantity.of(rest.count, "other provider")) with "
        + "\(Quantity.of(rest.reduce(0) { $0 + $1.count }, "secret"))</p>\n"
    return "<div class=\"bars\">\n\(bars.joined())</div>\(others)"
  }
}

/// How far a secret has got, in a word.
enum HTMLStatus: String, CaseIterable {
  case pushed
  case unknown
  case committed
  case staged
  case files

  init(of finding: Finding, in report: ScanReport) {
    switch Advice(on: finding, in: report).stage {
    case .pushed: self = .pushed
    case .committed: self = .committed
    case .staged: self = .staged
    case .unknown: self = finding.status == nil ? .files : .unknown
    }
  }

  var title: String {
    switch self {
    case .pushed: "pushed"
    case .unknown: "perhaps pushed"
    case .committed: "not pushed"
    case .staged: "staged"
    case .files: "in files"
    }
  }
}
