import Basics

/// The formats that a report can be written in.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// For people.
  case text
  /// A line for each place, for people's tools: grep, editors, problem matchers.
  case short
  /// One object; a stable interface for programs.
  case json
  /// One finding a line, then a line about the scan.
  case jsonl
  /// SARIF 2.1.0, for code scanning services and editors.
  case sarif
  /// Workflow commands, which GitHub shows as annotations.
  case github
  /// GitLab's report of secrets.
  case gitlab
  /// JUnit XML, for build servers.
  case junit
  /// A table.
  case csv
  /// The fields of gitleaks' JSON.
  case gitleaks
  /// A page for people, in one file.
  case html

  /// Names the format that a file's name implies; nil when it implies none.
  package init?(fileName: String) {
    let name = fileName.lowercased()
    for (ending, format) in Self.endings where name.hasSuffix(ending) {
      self = format
      return
    }
    return nil
  }

  /// The endings of files' names that imply a format.
  package static var fileEndings: [String] { endings.map(\.0) }

  /// Longer endings stand before shorter ones that they end with.
  private static let endings: [(String, ReportFormat)] = [
    ("gl-secret-detection-report.json", .gitlab), (".sarif.json", .sarif), (".sarif", .sarif),
    (".jsonl", .jsonl), (".ndjson", .jsonl),
    (".json", .json), (".txt", .text), (".text", .text), (".xml", .junit), (".csv", .csv),
    (".html", .html), (".htm", .html),
  ]

  /// Whether reports of this format say when secrets went out of files, which takes a while to find
  /// out.
  package var tellsDepartures: Bool { self == .html }

  /// Returns the reporter of this format.
  ///
  /// - Parameter useColor: Whether text is coloured for a terminal; other formats never are.
  /// - Returns: A reporter that writes findings and everything about the scan.
  package func reporter(useColor: Bool = false) -> any Reporter {
    switch self {
    case .text: TextReport(useColor: useColor)
    case .short: ShortReport()
    case .json: JSONReport()
    case .jsonl: JSONLinesReport()
    case .sarif: SARIFReport()
    case .github: GitHubReport()
    case .gitlab: GitLabReport()
    case .junit: JUnitReport()
    case .csv: CSVReport()
    case .gitleaks: GitleaksReport()
    case .html: HTMLReport()
    }
  }
}
