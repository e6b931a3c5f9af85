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
  /// For two bytes, whether one begins with them: at most places of a name none does.
  private var beginnings = [Bool](repeating: false, count: 1 << 16)

  /// In bytes.
  private static let shortestDoubtful = 16

  init(_ occurrences: [Occurrence]) {
    for match in occurrences.map(\.match) where match.secret.count >= 2 {
      guard match.confidence > .low || match.secret.count >= Self.shortestDoubtful else { continue }
      byLength[match.secret.count, default: []].insert(match.secret[...])
      beginnings[Self.place(match.secret[0], match.secret[1])] = true
    }
  }

  /// Whether one of them stands in a name.
  func stand(in name: [UInt8]) -> Bool {
    name.indices.dropLast().contains { start in
      beginnings[Self.place(name[start], name[start + 1])]
        && byLength.contains { length, secrets in
          length <= name.count - start && secrets.contains(name[start..<(start + length)])
        }
    }
  }

  private static func place(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 8 | Int(second)
  }
}
