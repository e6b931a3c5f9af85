import RuleSet

/// Hides secrets in whatever is shown: those of all rules, also of rules that report nothing.
///
/// Nothing is made ready before something is to be shown.
package final class Redactor {
  private let detector: Detector
  private lazy var worker = makeWorker()

  /// Prepares redaction; see ``Detector/hiddenRules``.
  package init(_ detector: Detector) { self.detector = detector }

  private func makeWorker() -> DetectionWorker {
    // The rules have been checked, so there is a detector of them.
    DetectionWorker(detector.hiddenRules.flatMap { try? Detector($0) } ?? detector)
  }

  /// Finds what a part of a text holds besides the detector's own matches.
  ///
  /// - Parameters:
  ///   - range: The part.
  ///   - text: The text, with as much around the part as there is.
  /// - Returns: Matches in the order of their place, also beyond the part; none where the detector's
  ///   rules are all that there are.
  package func hiddenMatches(
    around range: Range<Int>, in text: Span<UInt8>
  ) -> [SecretMatch] {
    guard detector.hiddenRules != nil else { return [] }
    let reach = worker.detector.reach
    let start = Detector.aligned(max(0, range.lowerBound - reach.before))
    let end = min(text.count, range.upperBound + reach.after)
    return worker.secrets(in: text.extracting(start..<end)).map { $0.moved(by: start) }
  }

  /// Returns a short text with every secret in it redacted, such as a path or a commit's first line.
  package func redact(_ text: String) -> String {
    // No literal is shorter, and most texts are nothing at all.
    guard text.utf8.count > 2 else { return text }
    let bytes = Array(text.utf8)
    let matches = worker.secrets(in: bytes.span)
    guard !matches.isEmpty else { return text }
    var redacted = ""
    var position = 0
    for match in matches where match.range.lowerBound >= position {
      redacted += String(decoding: bytes[position..<match.range.lowerBound], as: UTF8.self)
      redacted += match.redacted
      position = match.range.upperBound
    }
    return redacted + String(decoding: bytes[position...], as: UTF8.self)
  }
}
