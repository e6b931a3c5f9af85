import Basics
import Findings

/// One SARIF result: a secret in one file.
///
/// GitHub makes an alert of each result and shows only its first place, and it distinguishes alerts
/// by rule, path and line hash. A result for each finding would hide every file but the first; one
/// for each place would repeat the alert for a key that a file names twice. So there is one for
/// each path, with its further places there as related locations that the message links to.
struct SARIFResult {
  let finding: Finding
  private let stage: Advice.Stage
  /// What to do about it.
  private let sentences: [String]
  /// The places at this path, all in the same kind of text; never empty.
  private(set) var locations: [Location]

  /// Splits a finding into its results, in the order of its locations.
  static func results(of finding: Finding, in report: ScanReport) -> [SARIFResult] {
    let advice = Advice(on: finding, in: report)
    let sentences = FindingSentences.all(finding, in: report)
    var results: [SARIFResult] = []
    var indices: [Place: Int] = [:]
    for location in finding.locations {
      let place = Place(path: location.path, subject: location.provenance.kind)
      if let index = indices[place] {
        results[index].locations.append(location)
      } else {
        indices[place] = results.count
        results.append(
          SARIFResult(
            finding: finding, stage: advice.stage, sentences: sentences, locations: [location]))
      }
    }
    return results
  }

  /// What one result is about.
  private struct Place: Hashable {
    var path: String
    var subject: Provenance.Kind
  }

  /// Content based, so that it survives a shift of lines.
  ///
  /// The number after the colon distinguishes results at one path: only a secret that stands both
  /// in a file and in the file's name has two.
  private var lineHash: String {
    "\(finding.fingerprint):\(locations.first?.provenance.kind == .path ? 2 : 1)"
  }

  /// Returns the result as JSON (SARIF 2.1.0, 3.27).
  ///
  /// - Parameters:
  ///   - ruleIndex: Where its rule stands in the list of rules.
  ///   - limit: Most places to name.
  ///   - artifacts: The archives and members that the run lists.
  /// - Returns: An object.
  func json(ruleIndex: Int, limit: Int, _ artifacts: SARIFArtifacts) -> JSON {
    let related = Array(locations.dropFirst().prefix(max(0, limit - 1)))
    return [
      "ruleId": .string(finding.rule.id),
      "ruleIndex": .integer(ruleIndex),
      "level": .string(SARIFRules.level(finding.severity)),
      "message": ["text": .string(message(related: related))],
      "locations": .array(Array(locations.prefix(1))) {
        Self.location($0, id: nil, artifacts)
      },
      "relatedLocations": related.isEmpty
        ? nil
        : .array(Array(related.enumerated())) {
          Self.location($0.element, id: $0.offset + 1, artifacts)
        },
      "partialFingerprints": ["primaryLocationLineHash": .string(lineHash)],
      "suppressions": finding.suppression.map { [Self.suppression($0)] },
      "properties": properties,
    ]
  }

  /// Returns why the result is suppressed (SARIF 2.1.0, 3.35).
  private static func suppression(_ suppression: Suppression) -> JSON {
    let reason = suppression.reason.map { ": \($0)" } ?? ""
    return [
      "kind": suppression.kind == .inline ? "inSource" : "external",
      "justification": .string(suppression.source + reason),
    ]
  }

  private func message(related: [Location]) -> String {
    var sentences = [
      "\(finding.rule.title) \(finding.redacted) (confidence: \(finding.confidence.rawValue))."
    ].map(Self.escapeLinks)
    let links = related.prefix(3).enumerated().map { "[line \($1.region.line)](\($0 + 1))" }
    if !links.isEmpty {
      let count = locations.count - 1 - links.count
      let others = count > 0 ? " and \(count) more" : ""
      sentences.append("Here also in \(links.joined(separator: ", "))\(others).")
    }
    if let commit = locations.first?.provenance.commit {
      sentences.append("Introduced by commit \(PlaceText.short(commit.id.hex)).")
    }
    if stage == .pushed { sentences.append("Already pushed.") }
    sentences += self.sentences.map(Self.escapeLinks)
    return sentences.joined(separator: " ")
  }

  /// Brackets make links in SARIF's plain texts (3.11.6).
  private static func escapeLinks(_ text: String) -> String {
    String(text.flatMap { #"\[]"#.contains($0) ? ["\\", $0] : [$0] })
  }

  private static func location(
    _ location: Location, id: Int?, _ artifacts: SARIFArtifacts
  ) -> JSON {
    [
      "id": id.map(JSON.integer),
      "physicalLocation": [
        "artifactLocation": [
          "uri": .string(RelativeURI.encode(location.path)), "uriBaseId": "%SRCROOT%",
          "index": (artifacts.index(of: location.provenance)).map(JSON.integer),
        ],
        "region": region(location),
      ],
    ]
  }

  private static func region(_ location: Location) -> JSON {
    // Columns in a path would be taken for columns in the file; a viewer needs all four numbers.
    guard location.provenance.kind != .path else {
      return ["startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1]
    }
    return [
      "startLine": .integer(location.region.line),
      "startColumn": .integer(location.region.column),
      "endLine": .integer(location.region.endLine),
      "endColumn": .integer(location.region.endColumn),
      // An author's line is name and address of a person.
      "snippet": location.provenance.kind == .author
        ? nil : ["text": .string(location.snippet.text)],
    ]
  }

  private var properties: JSON {
    let location = locations.first
    return [
      "severity": .string(finding.severity.rawValue),
      "confidence": .string(finding.confidence.rawValue),
      "evidence": .strings(finding.evidence),
      "fingerprint": .string(finding.fingerprint.description),
      "in": (location?.provenance.kind.rawValue).map(JSON.string),
      "decodedFrom": location.flatMap {
        $0.decodedFrom.isEmpty ? nil : .strings($0.decodedFrom.map(\.rawValue))
      },
      "blob": (location?.provenance.object?.hex).map(JSON.string),
      "commit": (location?.provenance.commit?.id.hex).map(JSON.string),
      "commitDate": (location?.provenance.commit?.date).map(JSON.string),
      "stage": .string(stage.rawValue),
      "atHead": (finding.status?.atHead).map(JSON.boolean),
      "pushedTo": (finding.status?.publication.remotes).map(JSON.strings),
    ]
  }
}
