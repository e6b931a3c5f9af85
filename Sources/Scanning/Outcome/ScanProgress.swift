package import Synchronization

/// How far a scan is; written by its workers, read by whoever shows it.
package final class ScanProgress: Sendable {
  /// Number of objects to scan; 0 while it is not known.
  package let total = Atomic(0)
  /// Number of objects or files scanned.
  package let done = Atomic(0)
  /// Number of bytes scanned.
  package let bytes = Atomic(0)

  package init() {}

  func count(bytes size: Int) {
    done.add(1, ordering: .relaxed)
    bytes.add(size, ordering: .relaxed)
  }
}
