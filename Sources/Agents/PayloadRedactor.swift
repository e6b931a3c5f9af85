package import Detection
package import Findings
import Redaction

/// Takes the secrets out of JSON, also those that show only once a string's escapes are undone.
package struct PayloadRedactor {
  private let detector: Detector
  private let least: Confidence

  /// Prepares; secrets of less confidence are left.
  package init(_ detector: Detector, atLeast least: Confidence) {
    self.detector = detector
    self.least = least
  }

  /// Redacts a JSON text.
  ///
  /// - Returns: The text, which is JSON with the same structure, and what was taken out.
  func redact(json text: [UInt8]) -> (text: [UInt8], secrets: [RedactedSecret]) {
    var (result, secrets) = redact(text)
    guard result.contains(UInt8(ascii: "\\")), let tree = try? JSONTree(result) else {
      return (result, secrets)
    }
    // From the end, so that the places before stay as they are.
    for node in tree.root.strings.reversed() {
      guard let string = node.string, tree.bytes(of: node).contains(UInt8(ascii: "\\")) else {
        continue
      }
      let (redacted, more) = redact(Array(string.utf8))
      guard !more.isEmpty else { continue }
      secrets += more
      result.replaceSubrange(
        node.range, with: JSONText.quoted(String(decoding: redacted, as: UTF8.self)).utf8)
    }
    return (result, secrets)
  }

  /// Redacts any text; what is none is left as it is.
  func redact(_ text: [UInt8]) -> (text: [UInt8], secrets: [RedactedSecret]) {
    let redactor = TextRedactor(detector, .redacted, atLeast: least)
    guard let result = try? redactor.redact(text.span, isLast: true) else { return (text, []) }
    return (result, redactor.secrets)
  }
}
