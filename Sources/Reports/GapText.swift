import Findings

/// What a scan could not look at, in one text, for formats that know findings only.
enum GapText {
  /// Returns one line that is safe to print; nil when everything was looked at.
  static func sentence(_ report: ScanReport) -> String? {
    guard !report.isComplete else { return nil }
    let (shown, rest) = ErrorText.lines(of: report.errors + report.unopened)
    let reasons = shown.map { $0.place + $0.message } + (rest > 0 ? ["and \(rest) more"] : [])
    return "The scan is incomplete"
      + (reasons.isEmpty ? "." : ": " + reasons.joined(separator: "; "))
  }
}
