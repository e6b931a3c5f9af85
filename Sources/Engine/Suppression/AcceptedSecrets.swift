package import Detection
import Findings
import RuleSet
import SystemIO

/// The secrets that a project has accepted one by one, by fingerprint.
///
/// For where whoever writes the text must not be able to accept what is in it: neither comments count
/// nor entries for a path or a rule, only fingerprints, in the ignore file and in the baseline.
package struct AcceptedSecrets: Sendable {
  private var fingerprints: Set<Fingerprint> = []
  private var baseline: Baseline?

  /// Accepts nothing.
  package init() {}

  /// Reads what stands at the root of a project; what cannot be read accepts nothing.
  ///
  /// - Parameters:
  ///   - root: The folder.
  ///   - name: The baseline's name there.
  package init(at root: String, baseline name: String) {
    let today = SuppressionPlan().today
    if let bytes = Self.read(IgnoreFile.name, in: root) {
      for entry in IgnoreFile(bytes).entries where entry.path == nil && !entry.isExpired(on: today)
      {
        if case .secret(let fingerprint) = entry.subject { fingerprints.insert(fingerprint) }
      }
    }
    baseline = Self.read(name, in: root).flatMap { try? Baseline($0, named: name) }
  }

  /// Whether a secret is one of them.
  package func holds(_ match: SecretMatch) -> Bool {
    let own = match.rule.fingerprints(of: match.secret)
    return !fingerprints.isDisjoint(with: own) || baseline?.knows(own) == true
  }

  /// Reads a plain file: a link could lead anywhere.
  private static func read(_ name: String, in root: String) -> [UInt8]? {
    let path = FileSystem.join(root, name)
    guard (try? FileSystem.linkStatus(path))?.kind == .file else { return nil }
    return try? FileSystem.read(path, limit: FileSystem.settingsLimit)
  }
}
