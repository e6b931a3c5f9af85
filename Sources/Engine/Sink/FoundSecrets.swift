package import Detection
import Findings

/// Secrets that a scan found, to be told where they stand in something else, such as a path.
///
/// A key is known by its shape, wherever it stands. A password is one because of the name beside it: in
/// the name of a file it looks like anything else.
package struct FoundSecrets {
  /// A secret, and what is shown in its place.
  typealias Secret = (bytes: [UInt8], redacted: String)

  /// Those that begin with two bytes, longest first.
  private var secrets: [UInt16: [Secret]] = [:]
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
    var known: Set<[UInt8]> = []
    for match in matches where Self.isSure(match) && isTelling(match) {
      guard known.insert(match.secret).inserted,
        let beginning = Self.beginning(at: 0, of: match.secret)
      else { continue }
      secrets[beginning, default: []].append((match.secret, match.redacted))
      beginnings[Int(beginning)] = true
    }
    for beginning in secrets.keys {
      secrets[beginning]?.sort { $0.bytes.count > $1.bytes.count }
    }
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
    return secrets[beginning]?.first { text[place...].starts(with: $0.bytes) }
  }

  private static func beginning(at place: Int, of text: [UInt8]) -> UInt16? {
    place + 1 < text.count ? UInt16(text[place]) << 8 | UInt16(text[place + 1]) : nil
  }
}
