import Basics
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

  /// A string of more bytes is a text of its own, which no name beside it says anything about.
  private static let longestValue = 512

  /// Redacts a JSON text.
  ///
  /// What stands in a string with escapes is looked at as it is meant; a short one also together with
  /// the names beside it, as all else.
  ///
  /// - Returns: The text, which is JSON with the same structure, and what was taken out.
  func redact(json text: [UInt8]) -> (text: [UInt8], secrets: [RedactedSecret]) {
    guard text.contains(UInt8(ascii: "\\")), let tree = try? JSONTree(text) else {
      return redact(text)
    }
    // Long strings are put aside, with their numbers in their places.
    var frame = text
    var long: [(written: [UInt8], meant: String)] = []
    for node in tree.root.allStrings.reversed() where node.range.count > Self.longestValue {
      guard node.hasEscapes, let meant = node.string else { continue }
      frame.replaceSubrange(
        node.range, with: JSON.string(Self.placeholder(long.count)).oneLine.utf8)
      long.append((node.bytes, meant))
    }
    var (result, secrets) = redact(frame)
    guard let rest = try? JSONTree(result) else { return redact(text) }
    // From the end, so that the places before stay as they are.
    for node in rest.root.allStrings.reversed() {
      guard let string = node.string else { continue }
      var meant = string
      if let number = Self.number(of: string), long.indices.contains(number) {
        result.replaceSubrange(node.range, with: long[number].written)
        meant = long[number].meant
      } else if !node.hasEscapes {
        continue
      }
      let (redacted, more) = redact(Array(meant.utf8))
      guard !more.isEmpty else { continue }
      secrets += more
      let place = node.range.lowerBound
      let number = Self.number(of: string).flatMap { long.indices.contains($0) ? $0 : nil }
      let end = number.map { place + long[$0].written.count } ?? node.range.upperBound
      result.replaceSubrange(
        place..<end, with: JSON.string(String(decoding: redacted, as: UTF8.self)).oneLine.utf8)
    }
    return (result, secrets)
  }

  /// What stands for a string that is put aside: nothing that anybody writes.
  private static func placeholder(_ number: Int) -> String { "\u{1}\(number)" }

  private static func number(of string: String) -> Int? {
    string.first == "\u{1}" ? Int(string.dropFirst()) : nil
  }

  /// Redacts any text; what is none is left as it is.
  func redact(_ text: [UInt8]) -> (text: [UInt8], secrets: [RedactedSecret]) {
    let redactor = TextRedactor(detector, .redacted, atLeast: least)
    guard let result = try? redactor.redact(text.span, isLast: true) else { return (text, []) }
    return (result, redactor.secrets)
  }
}
