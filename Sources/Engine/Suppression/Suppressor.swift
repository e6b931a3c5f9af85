import Basics
import Detection
import Findings
import RuleSet
import SystemIO

/// Decides which places of findings are not reported, and keeps account of the entries that say so.
struct Suppressor: Sendable {
  let paths: PathsFromRoot
  /// What is wrong with ignore files.
  private(set) var errors: [ScanReport.ScanError] = []

  private let settings: SuppressionPlan
  /// Whether tracked files of secrets are looked for, so that entries for them can be used.
  private let coversSecretFiles: Bool
  private let ruleSet: RuleSet
  private let redact: @Sendable (String) -> String
  /// The ignore file's name in messages.
  private let name: String
  private var entries: [IgnoreEntry] = []
  /// Entries that name a secret, by the secret, and those that name rules or only a path, as places
  /// in `entries`.
  private var entriesOfSecrets: [Fingerprint: [Int]] = [:]
  private var entriesOfRules: [Int] = []
  private var isUsed: [Bool] = []
  private var gitleaks: GitleaksIgnore?

  /// Reads the ignore files: the one that the user names, or the repository's own.
  init(_ plan: ScanPlan, _ paths: PathsFromRoot, _ detector: Detector) {
    settings = plan.suppression
    coversSecretFiles = plan.checksSecretFiles
    self.paths = paths
    ruleSet = detector.ruleSet
    redact = { TextScanner(detector).redact($0) }
    name = settings.ignoreFile?.name ?? IgnoreFile.name
    if let file = settings.ignoreFile {
      take(IgnoreFile(file.bytes))
    } else if let root = paths.root {
      if let bytes = read(IgnoreFile.name, in: root) { take(IgnoreFile(bytes)) }
      gitleaks = read(GitleaksIgnore.name, in: root).map { GitleaksIgnore($0) }
    }
  }

  /// Decides why a place is not reported; nil for one that is.
  ///
  /// Ids and fingerprints are those that the rule has, and had before.
  mutating func suppression(
    of names: [String], _ fingerprints: [Fingerprint], at location: Location, comment: String?
  ) -> Suppression? {
    let paths = paths
    let entry = entry(
      for: names, fingerprints, at: paths.path(of: location.provenance.container.path),
      members: location.provenance.members)
    if let comment { return Suppression(kind: .inline, source: "the comment \(comment)") }
    if let entry {
      return Suppression(
        kind: .ignoreFile, source: "\(name):\(entry.line)", reason: entry.reason.map(redact))
    }
    if let gitleaks, let path = paths.path(of: location.path),
      let entry = gitleaks.entry(
        for: names, at: path, line: location.region.line,
        commit: location.provenance.commit?.id.hex,
        isOurs: { $0 == SecretFile.ruleID || ruleSet[$0] != nil })
    {
      return Suppression(kind: .ignoreFile, source: "\(GitleaksIgnore.name):\(entry.line)")
    }
    guard let baseline = settings.baseline, baseline.knows(fingerprints) else { return nil }
    return Suppression(kind: .baseline, source: baseline.name)
  }

  /// Whether what was found is an entry of an ignore file: a rule for 32 hexadecimal digits takes a
  /// fingerprint for a key when the provider is named beside it.
  func isEntry(_ occurrence: Occurrence) -> Bool {
    let location = occurrence.location
    guard Self.mayBeEntry(occurrence),
      let fingerprint = Fingerprint(String(decoding: occurrence.match.secret, as: UTF8.self))
    else { return false }
    return location.path.split(separator: "/").last.map(String.init) == IgnoreFile.name
      || entriesOfSecrets[fingerprint] != nil
  }

  /// Whether what was found stands where an ignore file has an entry: then its bytes decide.
  static func mayBeEntry(_ occurrence: Occurrence) -> Bool {
    let location = occurrence.location
    return location.region.column == 1 && location.region.byteLength == 32
      && location.decodedFrom.isEmpty
  }

  /// Collects what the reader should know of the entries.
  ///
  /// - Parameters:
  ///   - isWhole: Whether everything was looked at that they could have been for.
  ///   - files: What git tracks; nil where nobody asks.
  /// - Returns: Notices in the order of the lines.
  func notices(
    isWhole: Bool, _ files: (any SecretFileCollection)?
  ) -> [ScanReport.Notice] {
    var notices: [ScanReport.Notice] = []
    for (entry, isUsed) in zip(entries, isUsed) {
      var message: String?
      if let until = entry.until, entry.isExpired(on: settings.today) {
        message = "this entry expired after \(until.text) and suppresses nothing"
      } else if settings.tellsUnused, case .rules(let scope) = entry.subject,
        !(ruleSet.names + [SecretFile.ruleID]).contains(where: scope.covers)
      {
        message = "there is no rule `\(scope.names.joined(separator: ","))`"
      } else if settings.tellsUnused, isWhole, !isUsed, !isForSecretFile(entry, files) {
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
  private func isForSecretFile(
    _ entry: IgnoreEntry, _ files: (any SecretFileCollection)?
  ) -> Bool {
    guard !coversSecretFiles else { return false }
    switch entry.subject {
    case .rules(let scope): return scope.covers(SecretFile.ruleID)
    case .everything:
      return files?.tracks { entry.path?.matches(String(decoding: $0, as: UTF8.self)) ?? false }
        ?? false
    case .secret(let fingerprint):
      // The path is what such a finding is known by.
      return files?.tracks { Fingerprint(ruleID: SecretFile.ruleID, secret: $0) == fingerprint }
        ?? false
    }
  }

  /// Finds the first entry that covers a place; notes all of them as used.
  private mutating func entry(
    for names: [String], _ fingerprints: [Fingerprint], at path: @autoclosure () -> String?,
    members: [String]
  ) -> IgnoreEntry? {
    guard !entries.isEmpty else { return nil }
    let path = path()
    var first: Int?
    for index in fingerprints.flatMap({ entriesOfSecrets[$0] ?? [] }) + entriesOfRules {
      let entry = entries[index]
      guard !entry.isExpired(on: settings.today),
        entry.covers(fingerprints, of: names, at: path, members: members)
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
      case .rules, .everything: entriesOfRules.append(index)
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
      try file.expectRegular(atMost: FileSystem.settingsLimit)
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
