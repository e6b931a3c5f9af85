import Detection
import Engine
import Findings

/// The secrets that a scan found, to keep them out of a cache.
///
/// Redaction knows keys by their shape; a password is one because of the name beside it, and alone it
/// looks like anything else. A short one of low confidence is left out: it is a guess at a word such as
/// `attr/sub`, which names of files are full of.
struct FoundSecrets {
  /// By their length in bytes.
  private var byLength: [Int: Set<ArraySlice<UInt8>>] = [:]

  /// In bytes.
  private static let shortestDoubtful = 16

  init(_ occurrences: [Occurrence]) {
    for match in occurrences.map(\.match)
    where match.confidence > .low || match.secret.count >= Self.shortestDoubtful {
      byLength[match.secret.count, default: []].insert(match.secret[...])
    }
  }

  /// Whether one of them stands in a name.
  func stand(in name: [UInt8]) -> Bool {
    byLength.contains { length, secrets in
      length <= name.count
        && (0...name.count - length).contains { secrets.contains(name[$0..<($0 + length)]) }
    }
  }
}
