/// The formats that a report can be written in.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// For people.
  case text
  /// One object; a stable interface for programs.
  case json
  /// One finding a line, then a line about the scan.
  case jsonl
  /// SARIF 2.1.0, for code scanning services and editors.
  case sarif

  /// Names the format that a file's name implies; nil when it implies none.
  package init?(fileName: String) {
    let name = fileName.lowercased()
    for (ending, format) in Self.endings where name.hasSuffix(ending) {
      self = format
      return
    }
    return nil
  }

  /// Longer endings stand before shorter ones that they end with.
  private static let endings: [(String, ReportFormat)] = [
    (".sarif.json", .sarif), (".sarif", .sarif), (".jsonl", .jsonl), (".ndjson", .jsonl),
    (".json", .json), (".txt", .text), (".text", .text),
  ]

  /// Whether reports of this format list the rules that were applied, not only what they found.
  package var listsRules: Bool { self == .sarif }

  /// Returns the reporter of this format.
  ///
  /// - Parameter useColor: Whether text is coloured for a terminal; other formats never are.
  /// - Returns: A reporter that writes findings and everything about the scan.
  package func reporter(useColor: Bool = false) -> any Reporter {
    switch self {
    case .text: TextReport(useColor: useColor)
    case .json: JSONReport()
    case .jsonl: JSONLinesReport()
    case .sarif: SARIFReport()
    }
  }
}
