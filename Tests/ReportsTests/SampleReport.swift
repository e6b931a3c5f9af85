import Basics

@testable import Findings

/// Reports for the tests, made afresh from seeds: no complete key stands in any file.
enum SampleReport: String, CaseIterable {
  /// A folder: awkward lines, many places, things left out.
  case folder
  /// A repository: every kind of text, every status.
  case history
  /// A repository that does not say who has its commits.
  case mirror
  /// Nothing found, everything read.
  case clean
  /// Nothing found, but not everything read.
  case incomplete
  /// Nothing found but what is suppressed, in every way.
  case suppressed

  var report: ScanReport {
    switch self {
    case .folder: Self.folderReport
    case .history: Self.historyReport
    case .mirror: Self.mirrorReport
    case .clean: Self.cleanReport
    case .incomplete: Self.incompleteReport
    case .suppressed: Self.suppressedReport
    }
  }

  // MARK: Rules

  static let critical = RuleDescription(
    id: "example-admin-key", provider: "Example", title: "Example admin key",
    severity: .critical, confidence: .high,
    revocation: Revocation(
      url: "https://example.com/settings/keys",
      steps: ["Delete the key on that page.", "Make a new one and keep it in a secret store."]))
  static let ambiguous = RuleDescription(
    id: "ambiguous-key", provider: "Example & <others>",
    title: "Key of \"some\" provider [ambiguous]",
    severity: .medium, confidence: .low,
    revocation: Revocation(url: nil, steps: ["Find out who issued it, and delete it there."]))
  static let identifier = RuleDescription(
    id: "example-client-id", provider: "Example", title: "Example client id", severity: .low,
    confidence: .medium, revocation: Revocation(url: nil, steps: []))

  /// Rules in the order of their ids.
  static let rules = [ambiguous, critical, identifier]

  // MARK: Secrets

  /// Makes a secret of a form that nobody issues.
  static func secret(_ prefix: String, length: Int, seed: UInt64) -> [UInt8] {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
    var state = seed
    return Array(prefix.utf8)
      + (0..<length).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 59)]
      }
  }

  static func finding(
    _ rule: RuleDescription, _ secret: [UInt8], prefix: Int, severity: Severity? = nil,
    confidence: Confidence? = nil, evidence: [String],
    status: Finding.Status? = nil, at places: [(String) -> Location]
  ) -> Finding {
    let redacted = Redaction.redact(secret, prefixLength: prefix)
    return Finding(
      rule: rule, severity: severity ?? rule.severity, confidence: confidence ?? rule.confidence,
      evidence: evidence, secret: secret, redacted: redacted,
      fingerprint: Fingerprint(ruleID: rule.id, secret: secret),
      locations: places.map { $0(redacted) }, status: status)
  }

  /// Makes a place in a file.
  static func place(
    _ path: String, line: Int = 1, before: String = "", after: String = "", length: Int = 60,
    decodedFrom: [Encoding] = []
  ) -> (String) -> Location {
    place(
      in: .file(path: path), line: line, before: before, after: after, length: length,
      decodedFrom: decodedFrom)
  }

  /// Makes a place whose line holds the redacted secret between two texts.
  static func place(
    in text: Provenance, line: Int = 1, before: String = "", after: String = "", length: Int = 60,
    decodedFrom: [Encoding] = []
  ) -> (String) -> Location {
    { redacted in
      let (column, byteColumn) = (before.utf16.count + 1, before.utf8.count + 1)
      return Location(
        text,
        Region(
          .init(line: line, column: column, byteColumn: byteColumn),
          .init(line: line, column: column + length, byteColumn: byteColumn + length),
          byteOffset: (line - 1) * 40 + before.utf8.count, byteLength: length),
        Snippet(
          text: before + redacted + after,
          highlight: before.utf16.count..<(before + redacted).utf16.count),
        decodedFrom: decodedFrom)
    }
  }

  /// An object id that a sample names.
  static func object(_ digits: String) -> ObjectID {
    guard let id = ObjectID(hex: digits) else { preconditionFailure("\(digits) is no id") }
    return id
  }
}
