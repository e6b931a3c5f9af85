import Detection
package import Findings
import RuleSet
package import Synchronization

/// How far a scan is; written by its workers, read by whoever shows it.
package final class ScanProgress: Sendable {
  /// Number of objects to scan; 0 while it is not known.
  package let total = Atomic(0)
  /// Number of objects or files scanned.
  package let done = Atomic(0)
  /// Number of bytes scanned.
  package let bytes = Atomic(0)
  private let minConfidence: Confidence
  private let secrets = Mutex<Set<Fingerprint>>([])

  /// Starts counting.
  ///
  /// - Parameter minConfidence: Findings of less confidence do not count.
  package init(minConfidence: Confidence = .medium) { self.minConfidence = minConfidence }

  /// Number of secrets seen in a history so far.
  package var found: Int { secrets.withLock { $0.count } }

  func count(bytes size: Int) {
    done.add(1, ordering: .relaxed)
    bytes.add(size, ordering: .relaxed)
  }

  func note(_ match: SecretMatch) {
    guard match.confidence >= minConfidence else { return }
    let fingerprint = Fingerprint(ruleID: match.rule.id, secret: match.secret)
    secrets.withLock { _ = $0.insert(fingerprint) }
  }
}
