import Basics
package import Findings

/// What could not be looked at, for people: what happened many times is told once.
package enum ErrorText {
  /// Lines that are written before the rest is only counted.
  private static let mostLines = 20
  /// Equal messages that stand in a line each; more share one.
  private static let mostAlike = 3

  /// Writes errors.
  ///
  /// - Parameter errors: In the order of the report.
  /// - Returns: For each line the place or places, with a colon and a space behind them unless
  ///   there are none, and the message, both safe to print; and the number of errors that no line
  ///   names.
  package static func lines(
    of errors: [ScanReport.ScanError]
  ) -> (shown: [(place: String, message: String)], rest: Int) {
    var places: [String: [String]] = [:]
    for error in errors { places[error.message, default: []].append(error.path) }
    var shown: [(place: String, message: String)] = []
    var told = 0
    for error in errors {
      guard let alike = places[error.message] else { continue }
      if shown.count == mostLines { break }
      let message = TerminalText.visible(error.message)
      guard alike.count > mostAlike else {
        shown.append((error.path.isEmpty ? "" : TerminalText.visible(error.path) + ": ", message))
        told += 1
        continue
      }
      places[error.message] = nil
      let named = alike.prefix(mostAlike).map { TerminalText.visible($0) }
      let others = Quantity.grouped(alike.count - mostAlike)
      shown.append(("\(named.joined(separator: ", ")) and \(others) more: ", message))
      told += alike.count
    }
    return (shown, errors.count - told)
  }
}
