import Basics
import Detection
import Findings
import GitObjects
import RuleSet
import SystemIO

/// Decides which places of findings are not reported, and keeps account of the entries that say so.
struct Suppressor: Sendable {
  let paths: PathsFromRoot
  /// What is wrong with ignore files.
  private(set) var errors: [ScanReport.ScanError] = []

  private let settings: SuppressionSettings
  private let ruleSet: RuleSet
  private let redact: @Sendable (String) -> String
  /// The ignore file's name in messages.
  private let name: String
  private var entries: [IgnoreEntry] = []
  /// Entries that name a secret, by the secret, and those that name rules, as places in `entries`.
  private var entriesOfSecrets: [Fingerprint: [Int]] = [:]
  private var entriesOfRules: [Int] = []
  private var isUsed: [Bool] = []
  private var gitleaks: GitleaksIgnore?

  /// Reads the ignore files.
  ///
  /// - Parameters:
  ///   - settings: What the user asked for.
  ///   - paths: Where the repository's own ignore files stand.
  ///   - detector: Redacts secrets in reasons, and tells rules of ours from others.
  init(_ settings: SuppressionSettings, _ paths: PathsFromRoot, _ detector: Detector) {
    self.settings = settings
    self.paths = paths
    ruleSet = detector.ruleSet
    redact = { BufferScanner(detector).redact($0) }
    name = settings.ignoreFile?.name ?? IgnoreFile.name
    if let file = settings.ignoreFile {
      take(IgnoreFile(file.bytes))
    } else if let root = paths.root {
      if let bytes = read(IgnoreFile.name, in: root) { take(IgnoreFile(bytes)) }
      gitleaks = read(GitleaksIgnore.name, in: root).map { GitleaksIgnore($0) }
    }
  }

  /// Why a place is not reported; nil for one that is.
  mutating func suppression(
    of sighting: Sighting, _ fingerprint: Fingerprint
  ) -> Suppression? {
    let rule = sighting.match.rule
    let former = rule.aliases.map { Fingerprint(ruleID: $0, secret: sighting.match.secret) }
    let fingerprints = [fingerprint] + former
    let entry = entry(for: sighting, fingerprints)
    if let marker = sighting.comment {
      return Suppression(kind: .inline, source: "the comment \(marker)")
    }
    if let entry {
      return Suppression(
        kind: .ignoreFile, source: "\(name):\(entry.line)", reason: entry.reason.map(redact))
    }
    let location = sighting.location
    if let path = paths.path(of: location.path),
      let entry = gitleaks?.entry(
        for: rule, at: path, line: location.line, commit: location.commit?.id,
        isOurs: { $0 == SecretFile.ruleID || ruleSet[$0] != nil })
    {
      return Suppression(kind: .ignoreFile, source: "\(GitleaksIgnore.name):\(entry.line)")
    }
    guard let baseline = settings.baseline, baseline.knows(fingerprints) else { return nil }
    return Suppression(kind: .baseline, source: baseline.name)
  }

  /// Whether what was found is an entry of an ignore file: a rule for 32 hexadecimal digits takes a
  /// fingerprint for a key when the provider is named beside it.
  func isEntry(_ sighting: Sighting) -> Bool {
    let location = sighting.location
    guard location.column == 1, location.byteLength == 32, location.decodedFrom.isEmpty,
      let fingerprint = Fingerprint(String(decoding: sighting.match.secret, as: UTF8.self))
    else { return false }
    return location.path.split(separator: "/").last.map(String.init) == IgnoreFile.name
      || entriesOfSecrets[fingerprint] != nil
  }

  /// What the reader should know of the entries.
  ///
  /// - Parameter isWhole: Whether everything was looked at that they could have been for.
  /// - Returns: Notices in the order of the lines.
  func notices(isWhole: Bool) -> [ScanReport.Notice] {
    var notices: [ScanReport.Notice] = []
    for (entry, isUsed) in zip(entries, isUsed) {
      var message: String?
      if let until = entry.until, entry.isExpired(on: settings.today) {
        message = "this entry expired after \(until.text) and suppresses nothing"
      } else if settings.tellsUnused, case .rules(let scope) = entry.subject,
        !(ruleSet.names + [SecretFile.ruleID]).contains(where: scope.covers)
      {
        message = "there is no rule `\(scope.names.joined(separator: ","))`"
      } else if settings.tellsUnused, isWhole, !isUsed, !isForSecretFile(entry) {
        message = "this entry suppresses nothing of what was scanned"
      }
      if let message {
        notices.append(ScanReport.Notice(path: name, line: entry.line, message: message))
      }
    }
    notices += (gitleaks?.malformed ?? []).map {
      ScanReport.Notice(
        path: GitleaksIgnore.name, line: $0,
        message: "this is neither file:rule:line nor commit:file:rule:line")
    }
    return notices
  }

  /// Whether an entry is, or may be, for a tracked file of secrets, which was not looked for.
  private func isForSecretFile(_ entry: IgnoreEntry) -> Bool {
    guard !settings.coversSecretFiles else { return false }
    switch entry.subject {
    case .rules(let scope): return scope.covers(SecretFile.ruleID)
    case .secret(let fingerprint):
      // The path is what such a finding is known by.
      guard let root = paths.root,
        let repository = try? Repository(at: root, usesEnvironment: false),
        let tracked = try? TrackedPaths(in: repository)
      else { return false }
      return tracked.contains { path in
        Fingerprint(ruleID: SecretFile.ruleID, secret: path) == fingerprint
      }
    }
  }

  /// The first entry that covers a place; notes all of them as used.
  private mutating func entry(
    for sighting: Sighting, _ fingerprints: [Fingerprint]
  ) -> IgnoreEntry? {
    guard !entries.isEmpty else { return nil }
    let path = paths.path(of: sighting.location.path)
    var first: Int?
    for index in fingerprints.flatMap({ entriesOfSecrets[$0] ?? [] }) + entriesOfRules {
      let entry = entries[index]
      guard !entry.isExpired(on: settings.today),
        entry.covers(fingerprints, of: sighting.match.rule, at: path)
      else { continue }
      isUsed[index] = true
      first = min(first ?? index, index)
    }
    return first.map { entries[$0] }
  }

  private mutating func take(_ file: IgnoreFile) {
    entries = file.entries
    isUsed = Array(repeating: false, count: entries.count)
    for (index, entry) in entries.enumerated() {
      switch entry.subject {
      case .secret(let fingerprint): entriesOfSecrets[fingerprint, default: []].append(index)
      case .rules: entriesOfRules.append(index)
      }
    }
    errors += file.problems.map {
      ScanReport.ScanError(path: "\(name):\($0.line):\($0.column)", message: $0.message)
    }
  }

  /// Reads a file at the root, as a plain file: a link could lead out of the repository.
  private mutating func read(_ name: String, in root: String) -> [UInt8]? {
    do throws(SystemError) {
      let folder = try DirectoryHandle(path: root)
      guard folder.holds(name) else { return nil }
      let bytes = Array(name.utf8)
      let file = try folder.openFile(named: bytes.span)
      guard file.kind == .file else { throw SystemError.notRegular(name) }
      var buffer = ByteBuffer()
      try file.readAll(into: &buffer)
      return buffer.copied()
    } catch {
      errors.append(
        ScanReport.ScanError(
          path: name,
          message: "cannot \(error.operation): \(error.reason); it has to be a plain file"))
      return nil
    }
  }
}
