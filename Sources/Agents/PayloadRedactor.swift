package import Basics
package import Detection
package import Findings
package import Redaction

/// Takes the secrets out of JSON, also those that show only once a string's escapes are undone.
package struct PayloadRedactor {
  let detector: Detector
  private let worker: DetectionWorker
  /// Secrets of less confidence are left.
  private let least: Confidence
  private var leaves: (SecretMatch) -> Bool = { _ in false }

  /// Prepares; secrets of less confidence are left.
  package init(_ detector: Detector, atLeast least: Confidence) {
    self.detector = detector
    worker = DetectionWorker(detector)
    self.least = least
  }

  /// The same, which leaves some secrets as they are.
  func leaving(_ leaves: @escaping (SecretMatch) -> Bool) -> PayloadRedactor {
    var other = self
    other.leaves = leaves
    return other
  }

  /// Whether a match is one to be taken out.
  func counts(_ match: SecretMatch) -> Bool { match.confidence >= least && !leaves(match) }

  /// Why nobody knows whether a text is without secrets; the raw value ends a sentence.
  package enum Failure: String, Error {
    case unsettled = "what is left without its secrets was taken for secrets again and again"
    case binary = "a secret stands between bytes that are no text"
    case mail = "a mail in it has an attachment with a secret, or one that cannot be opened"
    case malformed = "it is no JSON any more without its secrets"
  }

  /// A text without its secrets.
  struct Redacted {
    var text: [UInt8]
    var secrets: [RedactedSecret]
  }

  /// A string of more bytes is a text of its own, which no name beside it says anything about.
  private static let longestValue = 512
  /// How often a value is looked at, until nothing more is found.
  private static let mostRounds = 4
  /// No secret is shorter, in bytes.
  private static let shortestSecret = 8

  /// Redacts a value.
  ///
  /// What stands in a string with escapes is looked at as it is meant; a short one also together with
  /// the names beside it, as all else.
  ///
  /// - Returns: The value with the same structure, and what was taken out; nil for nothing.
  /// - Throws: ``Failure`` when something is left that may be a secret.
  package func redact(
    _ value: JSONTree.Node
  ) throws(Failure) -> (value: JSONTree.Node, secrets: [RedactedSecret])? {
    var result = value
    var secrets: [RedactedSecret] = []
    for _ in 0..<Self.mostRounds {
      guard let (value, more) = try redactOnce(result) else {
        return secrets.isEmpty ? nil : (result, secrets)
      }
      result = value
      secrets += more
    }
    throw .unsettled
  }

  private func redactOnce(
    _ value: JSONTree.Node
  ) throws(Failure) -> (value: JSONTree.Node, secrets: [RedactedSecret])? {
    // Long strings are put aside; all keep their numbers, as the structure does.
    let long = value.allStrings.filter { $0.hasEscapes && $0.range.count > Self.longestValue }
    let asides = Dictionary(uniqueKeysWithValues: long.map { ($0.number - value.number, $0) })
    let outer = try redact(value.replacing(asides.mapValues { _ in Array("\"\"".utf8) }))
    let frame = outer.secrets.isEmpty ? nil : try? JSONTree(outer.text).root
    guard outer.secrets.isEmpty || frame?.width == value.width else { throw .malformed }
    var secrets = outer.secrets
    var parts = asides.mapValues(\.bytes)
    let rest = frame ?? value
    for node in rest.allStrings {
      let number = node.number - rest.number
      guard node.hasEscapes || asides[number] != nil else { continue }
      let meant = try redact(meaning: (asides[number] ?? node).meant)
      guard !meant.secrets.isEmpty else { continue }
      secrets += meant.secrets
      parts[number] = Array(JSON.string(String(decoding: meant.text, as: UTF8.self)).oneLine.utf8)
    }
    guard !secrets.isEmpty else { return nil }
    guard let result = try? JSONTree(rest.replacing(parts)).root else { throw .malformed }
    return (result, secrets)
  }

  /// Redacts what a string means: that may be JSON, or JSON Lines, with strings that mean something.
  private func redact(meaning text: [UInt8]) throws(Failure) -> Redacted {
    let plain = try redact(text)
    guard plain.text.contains(UInt8(ascii: "\\")) else { return plain }
    if let whole = try redact(json: plain.text) {
      return Redacted(text: whole.text, secrets: plain.secrets + whole.secrets)
    }
    var result = Redacted(text: [], secrets: plain.secrets)
    for line in plain.text.split(separator: 10, omittingEmptySubsequences: false) {
      let inner = try redact(json: Array(line))
      result.text += (inner?.text ?? Array(line)) + [10]
      result.secrets += inner?.secrets ?? []
    }
    result.text.removeLast()
    return result
  }

  /// Redacts what the strings of a JSON text mean; nil where it is none.
  private func redact(json text: [UInt8]) throws(Failure) -> Redacted? {
    guard let first = text.first(where: { $0 > 0x20 }), "{[\"".utf8.contains(first),
      let value = try? JSONTree(text).root
    else { return nil }
    // What has no escapes was seen as it is.
    guard value.allStrings.contains(where: \.hasEscapes), let found = try redact(value) else {
      return Redacted(text: text, secrets: [])
    }
    let text = text[..<value.range.lowerBound] + found.value.bytes + text[value.range.upperBound...]
    return Redacted(text: Array(text), secrets: found.secrets)
  }

  /// Whether a value holds secrets.
  func find(in value: JSONTree.Node) throws(Failure) -> Bool { try redactOnce(value) != nil }

  /// Redacts any text.
  ///
  /// - Throws: ``Failure`` when something is left that may be a secret.
  func redact(_ text: [UInt8]) throws(Failure) -> Redacted {
    let redactor = TextRedactor(worker, .redacted, counts: counts)
    let result: [UInt8]
    do throws(TextRedactor.Failure) {
      result = try redactor.redact(text.span, isLast: true)
    } catch {
      switch error {
      case .binary: return try redact(binary: text)
      case .packed:
        guard !holdsSecret(text) else { throw .binary }
        return Redacted(text: text, secrets: [])
      case .attachment, .tooLarge: throw .mail
      }
    }
    guard redactor.isSettled else { throw .unsettled }
    return Redacted(text: result, secrets: redactor.secrets)
  }

  /// Redacts what stands between bytes that are no text, such as a list of files that zeros end.
  private func redact(binary bytes: [UInt8]) throws(Failure) -> Redacted {
    guard holdsSecret(bytes) else { return Redacted(text: bytes, secrets: []) }
    var result = Redacted(text: [], secrets: [])
    let pieces = bytes.split(separator: 0, omittingEmptySubsequences: false)
    for (number, piece) in pieces.enumerated() {
      if number > 0 { result.text.append(0) }
      guard piece.count >= Self.shortestSecret else {
        result.text += piece
        continue
      }
      let inner = try redact(Array(piece))
      result.text += inner.text
      result.secrets += inner.secrets
    }
    guard !result.secrets.isEmpty, !holdsSecret(result.text) else { throw .binary }
    return result
  }

  private func holdsSecret(_ bytes: [UInt8]) -> Bool {
    worker.secrets(in: bytes.span).contains(where: counts)
  }
}
