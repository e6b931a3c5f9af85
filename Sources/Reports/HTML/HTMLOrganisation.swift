import Basics
import Findings

/// How secrets are spread over several repositories: by owner, by the year in which they came in, and
/// in each repository.
struct HTMLOrganisation {
  private let rows: [Row]
  private let owners: [(name: String, count: Int)]
  private let years: [(name: String, count: Int)]
  /// Repositories with neither a finding nor an error.
  private let clean: Int
  private let total: Int

  /// Repositories, owners and years that are shown before the rest is only counted.
  private static let named = (rows: 500, bars: 12)

  /// What a table says of a repository.
  private struct Row {
    var name: String
    var severities: [Severity: Int] = [:]
    var pushed = 0
    /// The days on which its first and its last secret came in; empty where nobody knows.
    var first = ""
    var last = ""
    var scan: ScanReport?

    var count: Int { severities.values.reduce(0, +) }
    /// By severity from the worst one down.
    var rank: [Int] { Severity.allCases.reversed().map { severities[$0, default: 0] } }
  }

  /// Nil for the report of one repository or of none.
  init?(_ report: ScanReport) {
    guard let count = report.repositoryCount, count > 1, report.kind != .stdin else { return nil }
    total = count
    var rows: [String: Row] = [:]
    for scan in report.repositories {
      rows[scan.name] = Row(name: scan.name, scan: scan.report)
    }
    var owners: [String: Int] = [:]
    var years: [String: Int] = [:]
    for finding in report.findings {
      let isPushed = HTMLStatus(of: finding, in: report) == .pushed
      let places = Dictionary(grouping: finding.locations) { $0.provenance.repository ?? "" }
      for (name, locations) in places where !name.isEmpty {
        var row = rows[name] ?? Row(name: name)
        row.severities[finding.severity, default: 0] += 1
        if isPushed { row.pushed += 1 }
        if let day = Self.day(of: locations) {
          row.first = row.first.isEmpty ? day : min(row.first, day)
          row.last = max(row.last, day)
        }
        rows[name] = row
      }
      for owner in Self.owners(of: finding) { owners[owner, default: 0] += 1 }
      years[Self.year(of: finding), default: 0] += 1
    }
    self.rows = rows.values.filter { $0.count > 0 || $0.scan?.isComplete == false }.sorted {
      ($0.rank == $1.rank) ? $0.name < $1.name : $1.rank.lexicographicallyPrecedes($0.rank)
    }
    clean = max(0, count - self.rows.count)
    self.owners = owners.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    self.years = years.map { ($0.key, $0.value) }.sorted { $0.0 > $1.0 }
  }

  // MARK: Of a finding

  /// The repositories that hold it, each once, sorted.
  static func repositories(of finding: Finding) -> [String] {
    Set(finding.locations.compactMap { $0.provenance.repository }).sorted()
  }

  /// Whose these are, each once, sorted.
  static func owners(of finding: Finding) -> [String] {
    Set(repositories(of: finding).map(owner)).sorted()
  }

  /// Whose a repository is: what stands before its name, as in `owner/name`, `host:owner/name`; a word
  /// for that where nothing does.
  static func owner(_ repository: String) -> String {
    let parts = repository.split(separator: "/")
    guard parts.count > 1, let owner = parts.dropLast().last else { return "no owner" }
    return String(owner.split(separator: ":").last ?? owner)
  }

  /// The year in which it came in; a word for that where nobody knows.
  static func year(of finding: Finding) -> String {
    String(day(of: finding.locations)?.prefix(4) ?? "unknown")
  }

  private static func day(of locations: [Location]) -> String? {
    (locations.compactMap { $0.provenance.commit?.date }.min()?.prefix(10)).map(String.init)
  }

  // MARK: Drawing

  var text: String {
    let charts = [
      ("Owners", chart(owners, "owner"), owners.contains { $0.name != "no owner" }),
      ("Came in", chart(years, "year"), years.contains { $0.name != "unknown" }),
    ].filter(\.2).map { "<div class=\"card\"><h2>\($0.0)</h2>\n\($0.1)</div>\n" }
    return
      (charts.isEmpty
      ? ""
      : "<section class=\"charts\" aria-label=\"Organisation\">\n\(charts.joined())</section>\n")
      + table
  }

  private func chart(_ groups: [(name: String, count: Int)], _ filter: String) -> String {
    let most = groups.map(\.count).max() ?? 1
    let bars = groups.prefix(Self.named.bars).map { group in
      HTMLBar(
        filter: filter, value: group.name, label: group.name, count: group.count, most: most
      ).text
    }
    let rest = groups.dropFirst(Self.named.bars)
    let others =
      rest.isEmpty
      ? ""
      : "<p class=\"rest\">and \(Quantity.of(rest.count, "other")) with "
        + "\(Quantity.of(rest.reduce(0) { $0 + $1.count }, "secret"))</p>\n"
    return "<div class=\"bars\">\n\(bars.joined())</div>\(others)"
  }

  private var table: String {
    let severities = Array(Severity.allCases.reversed())
    let head =
      ["repository"] + severities.map(\.rawValue) + ["pushed", "first", "last", "commits", "size"]
    let shown = rows.prefix(Self.named.rows).map { row in
      let doubt =
        row.scan?.isComplete == false ? " <span class=\"chip unknown\">incomplete</span>" : ""
      let counts = severities.map { number(row.severities[$0, default: 0], $0.rawValue) }
      return "<tr><th scope=\"row\"><button type=\"button\" class=\"link\""
        + " data-filter=\"repository\" data-value=\"\(HTMLText.escape(row.name))\">\(HTMLText.escape(row.name))</button>\(doubt)"
        + "</th>\(counts.joined())\(number(row.pushed, "pushed"))"
        + "<td>\(HTMLText.escape(row.first))</td><td>\(HTMLText.escape(row.last))</td>"
        + "<td>\(row.scan.map { Quantity.grouped($0.scanned.commits) } ?? "")</td>"
        + "<td>\(row.scan.map { Quantity.bytes($0.scanned.bytes) } ?? "")</td></tr>\n"
    }
    let more = rows.count - shown.count
    let rest =
      (more > 0 ? ["\(Quantity.grouped(more)) more with secrets or errors"] : [])
      + (clean > 0 ? ["\(Quantity.grouped(clean)) without secrets"] : [])
    let heading = "<h2>Repositories <span class=\"count\">\(Quantity.grouped(total))</span></h2>\n"
    let body =
      shown.isEmpty
      ? ""
      : "<div class=\"scroll\"><table>\n<thead><tr>"
        + head.map { "<th scope=\"col\">\($0)</th>" }.joined() + "</tr></thead>\n<tbody>\n"
        + shown.joined() + "</tbody></table></div>\n"
    return "<section class=\"card repositories\" aria-label=\"Repositories\">\(heading)\(body)"
      + (rest.isEmpty
        ? "" : "<p class=\"rest\">\(shown.isEmpty ? "" : "and ")\(Quantity.list(rest))</p>\n")
      + "</section>\n"
  }

  private func number(_ count: Int, _ tone: String) -> String {
    count == 0
      ? "<td class=\"none\">·</td>" : "<td class=\"\(tone)\">\(Quantity.grouped(count))</td>"
  }
}

/// A bar of a chart, which filters.
struct HTMLBar {
  var filter: String
  var value: String
  var label: String
  var count: Int
  var most: Int

  var text: String {
    "<button type=\"button\" class=\"bar\" data-filter=\"\(filter)\""
      + " data-value=\"\(HTMLText.escape(value))\"><span>\(HTMLText.escape(label))</span>"
      + "<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      + "<rect width=\"\(max(1, count * 100 / max(1, most)))\" height=\"8\" rx=\"1\"/></svg>"
      + "<b>\(Quantity.grouped(count))</b></button>\n"
  }
}
