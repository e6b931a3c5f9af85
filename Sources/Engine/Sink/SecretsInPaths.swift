import Detection
import Findings

/// Redacts secrets that were found in files where they stand in paths as well.
struct SecretsInPaths {
  private let secrets: FoundSecrets
  /// Paths that were looked at: many places have the same.
  private var known: [String: String] = [:]

  /// In bytes; a shorter one is found in names by chance.
  private static let shortest = 8
  /// A word of letters alone is as likely a name as a secret, unless it is so long.
  private static let longestWord = 16

  init(_ occurrences: [Occurrence]) {
    secrets = FoundSecrets(occurrences.lazy.map(\.match)) { secret in
      secret.count >= Self.longestWord
        || secret.count >= Self.shortest
          && secret.contains { (0x30...0x39).contains($0) }
    }
  }

  /// The path with what it holds of secrets redacted.
  mutating func redact(_ path: String) -> String {
    guard !secrets.isEmpty else { return path }
    if let redacted = known[path] { return redacted }
    let redacted = redacted(Array(path.utf8)) ?? path
    known[path] = redacted
    return redacted
  }

  private func redacted(_ path: [UInt8]) -> String? {
    var redacted = ""
    var (position, place) = (0, 0)
    while place < path.count {
      guard let secret = secrets.longest(at: place, in: path) else {
        place += 1
        continue
      }
      redacted += String(decoding: path[position..<place], as: UTF8.self) + secret.redacted
      place += secret.length
      position = place
    }
    guard position > 0 else { return nil }
    return redacted + String(decoding: path[position...], as: UTF8.self)
  }

  /// Redacts the paths of findings.
  mutating func redact(_ findings: inout [Finding]) {
    guard !secrets.isEmpty else { return }
    for finding in findings.indices {
      // A file that is a finding in itself is called by its path.
      if case .file = findings[finding].kind {
        findings[finding].redacted = redact(findings[finding].redacted)
      }
      for index in findings[finding].locations.indices {
        let place = findings[finding].locations[index].provenance
        let redacted = place.mapPaths { redact($0) }
        if redacted != place { findings[finding].locations[index].provenance = redacted }
      }
    }
  }

  /// Redacts what is told of files.
  mutating func redact(_ remarks: inout [ScanReport.Remark]) {
    for index in remarks.indices {
      remarks[index].path = redact(remarks[index].path)
      remarks[index].message = redact(remarks[index].message)
    }
  }
}
