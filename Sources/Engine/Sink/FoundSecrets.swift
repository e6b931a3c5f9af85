package import Detection
import Findings

/// Secrets that a scan found, to be told where they stand in something else, such as a path.
///
/// A key is known by its shape, wherever it stands. A password is one because of the name beside it: in
/// the name of a file it looks like anything else. A secret that is withheld is known by its fingerprint.
package struct FoundSecrets {
  /// A secret's length in bytes, and what is shown in its place.
  typealias Secret = (length: Int, redacted: String)

  /// What is shown in the place of each.
  private var secrets: [ArraySlice<UInt8>: String] = [:]
  /// The lengths of those that begin with two bytes, longest first: keys have few, however many there
  /// are.
  private var lengths: [UInt16: [Int]] = [:]
  /// Which two bytes any of them begins with: at most places none does.
  private var beginnings = [Bool](repeating: false, count: 1 << 16)
  /// Secrets of which only fingerprints are known, by length and rule: the length of each one's public
  /// start.
  private var withheld: [Int: [String: [Fingerprint: Int]]] = [:]
  /// Their lengths, longest first.
  private var withheldLengths: [Int] = []
  /// Whether a secret is to be told.
  private let isTelling: ([UInt8]) -> Bool

  /// In bytes; shorter ones of low confidence are guesses at words such as `attr/sub`, which names of
  /// files are full of.
  private static let shortestDoubtful = 16

  /// Takes what some matches found.
  package init(_ matches: some Collection<SecretMatch>) {
    self.init(matches) { _ in true }
  }

  /// Takes what some matches found, if the secrets meet a condition.
  init(
    _ matches: some Collection<SecretMatch>, where isTelling: @escaping ([UInt8]) -> Bool
  ) {
    self.isTelling = isTelling
    var known: [UInt16: Set<Int>] = [:]
    for match in matches where Self.isSure(match) {
      if match.isWithheld {
        let rule = match.sharedRule.description.id
        withheld[match.secretLength, default: [:]][rule, default: [:]][match.fingerprint] =
          match.prefixLength
        continue
      }
      guard isTelling(match.secret) else { continue }
      guard let beginning = Self.beginning(at: 0, of: match.secret) else { continue }
      // Rules may redact it in different ways, and matches come in any order.
      let redacted = match.redacted
      let shown = secrets[match.secret[...], default: redacted]
      secrets[match.secret[...]] = min(shown, redacted)
      known[beginning, default: []].insert(match.secret.count)
      beginnings[Int(beginning)] = true
    }
    lengths = known.mapValues { $0.sorted(by: >) }
    guard !withheld.isEmpty else { return }
    // What stands elsewhere with its secret need not be looked for by its fingerprint.
    for match in matches where !match.isWithheld && Self.isSure(match) {
      withheld[match.secretLength]?[match.sharedRule.description.id]?[match.fingerprint] = nil
    }
    withheld = withheld.mapValues { $0.filter { !$1.isEmpty } }.filter { !$1.isEmpty }
    withheldLengths = withheld.keys.sorted(by: >)
  }

  private static func isSure(_ match: SecretMatch) -> Bool {
    match.confidence > .low || match.secretLength >= shortestDoubtful
  }

  /// Whether there is none.
  var isEmpty: Bool { secrets.isEmpty && withheld.isEmpty }

  /// Whether one of them stands anywhere in a text.
  package func stand(in text: [UInt8]) -> Bool {
    text.indices.contains { longest(at: $0, in: text) != nil }
  }

  /// The longest that stands at a place in a text; nil when none does.
  func longest(at place: Int, in text: [UInt8]) -> Secret? {
    let known = longestKnown(at: place, in: text)
    for length in withheldLengths where length <= text.count - place {
      if let known, known.length > length { break }
      guard let shown = withheld(Array(text[place..<place + length])) else { continue }
      return (length, known?.length == length ? min(known?.redacted ?? shown, shown) : shown)
    }
    return known
  }

  private func longestKnown(at place: Int, in text: [UInt8]) -> Secret? {
    guard let beginning = Self.beginning(at: place, of: text), beginnings[Int(beginning)] else {
      return nil
    }
    for length in lengths[beginning, default: []] where length <= text.count - place {
      if let redacted = secrets[text[place..<place + length]] { return (length, redacted) }
    }
    return nil
  }

  /// What is shown in the place of bytes that are a secret known by its fingerprint alone.
  private func withheld(_ bytes: [UInt8]) -> String? {
    let shown = withheld[bytes.count, default: [:]].compactMap { rule, known -> String? in
      guard let prefixLength = known[Fingerprint(ruleID: rule, secret: bytes)] else { return nil }
      return Redaction.redact(bytes, prefixLength: prefixLength)
    }.min()
    return shown != nil && isTelling(bytes) ? shown : nil
  }

  private static func beginning(at place: Int, of text: [UInt8]) -> UInt16? {
    place + 1 < text.count ? UInt16(text[place]) << 8 | UInt16(text[place + 1]) : nil
  }
}
