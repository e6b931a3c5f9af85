package import Detection
import Findings

/// Secrets that a scan found, to be told where they stand in something else, such as a path.
///
/// A key is known by its shape, wherever it stands. A password is one because of the name beside it: in
/// the name of a file it looks like anything else.
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

  /// In bytes; shorter ones of low confidence are guesses at words such as `attr/sub`, which names of
  /// files are full of.
  private static let shortestDoubtful = 16

  /// Takes what some matches found.
  package init(_ matches: some Sequence<SecretMatch>) {
    self.init(matches) { _ in true }
  }

  /// Takes what some matches found, if they meet a condition.
  init(_ matches: some Sequence<SecretMatch>, where isTelling: (SecretMatch) -> Bool) {
    var known: [UInt16: Set<Int>] = [:]
    for match in matches where Self.isSure(match) && isTelling(match) {
      guard let beginning = Self.beginning(at: 0, of: match.secret) else { continue }
      // Rules may redact it in different ways, and matches come in any order.
      let redacted = match.redacted
      let shown = secrets[match.secret[...], default: redacted]
      secrets[match.secret[...]] = min(shown, redacted)
      known[beginning, default: []].insert(match.secret.count)
      beginnings[Int(beginning)] = true
    }
    lengths = known.mapValues { $0.sorted(by: >) }
  }

  private static func isSure(_ match: SecretMatch) -> Bool {
    match.confidence > .low || match.secret.count >= shortestDoubtful
  }

  /// Whether there is none.
  var isEmpty: Bool { secrets.isEmpty }

  /// Whether one of them stands anywhere in a text.
  package func stand(in text: [UInt8]) -> Bool {
    text.indices.contains { longest(at: $0, in: text) != nil }
  }

  /// The longest that stands at a place in a text; nil when none does.
  func longest(at place: Int, in text: [UInt8]) -> Secret? {
    guard let beginning = Self.beginning(at: place, of: text), beginnings[Int(beginning)] else {
      return nil
    }
    for length in lengths[beginning, default: []] where length <= text.count - place {
      if let redacted = secrets[text[place..<place + length]] { return (length, redacted) }
    }
    return nil
  }

  private static func beginning(at place: Int, of text: [UInt8]) -> UInt16? {
    place + 1 < text.count ? UInt16(text[place]) << 8 | UInt16(text[place + 1]) : nil
  }
}
