/// How sure kunci is that a finding is a real secret.
package enum Confidence: String, CaseIterable, Sendable, Comparable {
  /// The shape fits, but so do many harmless texts.
  case low
  /// The shape and its surroundings fit; a look-alike is possible.
  case medium
  /// Prefix, alphabet, length or checksum leave hardly any doubt.
  case high

  package static func < (left: Confidence, right: Confidence) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }
}
