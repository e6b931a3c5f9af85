package import Detection
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
  private let onSight: (@Sendable (Sight) -> Void)?

  /// A secret that was just seen for the first time.
  package struct Sight: Sendable {
    /// The rule that found it.
    package var rule: RuleDescription
    package var severity: Severity
    package var confidence: Confidence
    /// The secret with its middle left out.
    package var redacted: String
    package var fingerprint: Fingerprint
  }

  /// Starts counting.
  ///
  /// - Parameters:
  ///   - minConfidence: Findings of less confidence do not count.
  ///   - onSight: Is told of each secret when it is first seen, on the thread that saw it, one at
  ///     a time. Whether the report has it is decided at the end: nothing may reach it, say.
  package init(
    minConfidence: Confidence = .medium, onSight: (@Sendable (Sight) -> Void)? = nil
  ) {
    self.minConfidence = minConfidence
    self.onSight = onSight
  }

  /// Number of secrets seen in a history so far.
  package var found: Int { secrets.withLock { $0.count } }

  /// Whether somebody is told of each secret as soon as it is seen.
  package var isTold: Bool { onSight != nil }

  /// Adds to the number of objects to scan.
  package func expect(_ objects: Int) { total.add(objects, ordering: .relaxed) }

  /// How many objects are done, and of how many.
  package var objects: (done: Int, total: Int) {
    (done.load(ordering: .relaxed), total.load(ordering: .relaxed))
  }

  package func count(bytes size: Int) {
    done.add(1, ordering: .relaxed)
    bytes.add(size, ordering: .relaxed)
  }

  package func note(_ match: SecretMatch) {
    guard match.confidence >= minConfidence else { return }
    let fingerprint = match.fingerprint
    secrets.withLock { secrets in
      guard secrets.insert(fingerprint).inserted else { return }
      onSight?(
        Sight(
          rule: match.sharedRule.description, severity: match.severity,
          confidence: match.confidence,
          redacted: match.redacted, fingerprint: fingerprint))
    }
  }
}
