import Detection
import Findings
import RuleSet

/// What git says of files that are made to hold secrets.
package protocol SecretFileCollection {
  /// The files.
  var suspects: [SecretFileSuspect] { get }

  /// What git does with a file, in words, when it has it or is about to; nil when it does not.
  func state(of suspect: SecretFileSuspect) -> String?

  /// Those of some files that git would add as soon as somebody says `git add .`.
  ///
  /// - Returns: Their places in the list.
  func addable(_ suspects: [SecretFileSuspect]) -> Set<Int>

  /// Whether a path that git tracks, from the root, is of a kind.
  func tracks(where isOne: ([UInt8]) -> Bool) -> Bool
}

/// A file that is a finding in itself, because of what it is and that git has it.
struct FoundSecretFile {
  var kind: SecretFile
  /// Its path from the root, redacted; identifies the finding.
  var path: String
  var location: Location
  var confidence: Confidence
  var evidence: [String]
  /// The marker of a comment that accepts it; nil for none.
  var comment: String?

  var fingerprint: Fingerprint {
    Fingerprint(ruleID: SecretFile.ruleID, secret: Array(path.utf8))
  }

  func finding(_ suppression: Suppression?) -> Finding {
    Finding(
      kind: .file(kind), rule: kind.description, severity: kind.description.severity,
      confidence: confidence, evidence: evidence, secret: Array(path.utf8), redacted: path,
      fingerprint: fingerprint, locations: [location], suppression: suppression)
  }
}

/// Judges which suspects are findings in themselves, by what was found in them and by what git says.
struct SecretFileCheck {
  /// A suspect with its paths, and what was found in it.
  private struct Case {
    let suspect: SecretFileSuspect
    /// The path to report.
    let path: String
    /// The path from the root.
    let pathFromRoot: String
    /// The matches in it that count.
    let matches: [SecretMatch]

    /// Whether there is a secret in it.
    var holdsSecret: Bool { suspect.evidence != nil || !matches.isEmpty }
  }

  /// The suspects that are not made for tests or as examples.
  private let cases: [Case]

  /// Gathers what is known; what is accepted in a file does not count.
  init(
    _ suspects: [SecretFileSuspect], _ found: FindingAssembly, redact: (String) -> String,
    pathFromRoot: (String) -> String
  ) {
    guard !suspects.isEmpty else {
      cases = []
      return
    }
    var places: [String: [(SecretMatch, Location)]] = [:]
    found.forEachReportedPlace { places[$1.path, default: []].append(($0, $1)) }
    cases = suspects.compactMap { suspect in
      let path = suspect.member?.path ?? redact(suspect.path)
      let fromRoot = pathFromRoot(path)
      guard !SecretFile.isSample(fromRoot) else { return nil }
      return Case(
        suspect: suspect, path: path, pathFromRoot: fromRoot,
        matches: (places[path] ?? []).filter { suspect.counts($0.0, at: $0.1) }.map(\.0))
    }
  }

  /// Judges all of them: the files that are findings, and a warning for each environment file that
  /// git would add with all others.
  func verdicts(
    _ files: any SecretFileCollection
  ) -> (found: [FoundSecretFile], warnings: [ScanReport.Warning]) {
    var found: [FoundSecretFile] = []
    var loose: [Case] = []
    for item in cases {
      if let state = files.state(of: item.suspect) {
        if item.holdsSecret { found.append(Self.file(item, state)) }
      } else if item.suspect.file == .environment, item.suspect.comment == nil,
        item.suspect.member == nil,
        item.holdsSecret || item.suspect.path.split(separator: "/").last == ".env"
      {
        loose.append(item)
      }
    }
    let addable = loose.isEmpty ? [] : files.addable(loose.map(\.suspect))
    let warnings = addable.map { loose[$0].path }.sorted().map { path in
      ScanReport.Warning(
        path: path,
        message: "is not ignored by git: `git add .` would commit it; put it into .gitignore")
    }
    return (found, warnings)
  }

  private static func file(_ item: Case, _ state: String) -> FoundSecretFile {
    let titles = Set(item.matches.map(\.rule.description.title)).sorted()
    let rest = titles.count > 1 ? " and \(titles.count - 1) more" : ""
    let evidence = [state, item.suspect.evidence, titles.first.map { "it holds: \($0)\(rest)" }]
    let isSure = item.suspect.file == .privateKey && item.suspect.evidence != nil
    return FoundSecretFile(
      kind: item.suspect.file, path: item.pathFromRoot,
      location: Location(
        item.suspect.provenance(path: item.path), .wholeText, Snippet(text: "", highlight: 0..<0)),
      confidence: isSure ? .high : item.matches.map(\.confidence).max() ?? .medium,
      evidence: evidence.compactMap(\.self), comment: item.suspect.comment)
  }
}
