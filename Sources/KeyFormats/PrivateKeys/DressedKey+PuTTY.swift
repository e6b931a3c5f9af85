import Basics
import Findings
import RuleSet

extension DressedKey {
  /// Reads a key in PuTTY's form, whose first line announces it; nil where its secret part or the
  /// hash after it is missing.
  ///
  /// The marks of the form are words that stand whole in every dress, and the secret lines are all
  /// that is long between two of them.
  ///
  /// - Parameters:
  ///   - start: Where the announcement ends.
  ///   - text: The text; nothing more than ``Rule/Body/reach`` behind it is looked at.
  package init?(inPuTTYsForm start: Int, in text: Span<UInt8>) {
    let limit = min(text.count, start + Rule.Body.reach)
    guard let lines = Self.place(of: "Private-Lines", from: start, to: limit, in: text),
      let mark = Self.place(of: "Private-", from: lines.upperBound, to: limit, in: text),
      let hash = DressedRun.all(in: text, mark.upperBound..<min(limit, mark.upperBound + 96))
        .first(where: { $0.characters.count >= Self.shortestHash })
    else { return nil }
    // Something else may follow without a break.
    let digits = hash.characters.prefix(64).prefix { Self.isHexDigit($0) }.count
    guard digits >= Self.shortestHash else { return nil }
    let runs = DressedRun.all(in: text, lines.upperBound..<mark.lowerBound)
    var seen: Set<[UInt8]> = []
    let body = runs.map(\.characters).filter {
      $0.count >= Self.longestWord && seen.insert($0).inserted
    }
    self.init(
      characters: body.flatMap(\.self), end: hash.end(of: digits, inGroupsEndingAt: 0),
      verdict: ProofVerdict(holds: nil, facts: []), confidence: .medium)
    guard characters.count >= Self.shortestSecret else { return nil }
  }

  /// Fewest characters of a secret part: that of an Ed25519 key has 44.
  private static let shortestSecret = 40
  /// SHA-1 in the second version of the form, SHA-256 in the third, in hexadecimal digits.
  private static let shortestHash = 40

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }
  /// Shorter runs are words of what stands around the lines.
  private static let longestWord = 20

  private static func place(
    of mark: String, from start: Int, to limit: Int, in text: Span<UInt8>
  ) -> Range<Int>? {
    let bytes = Array(mark.utf8)
    guard start + bytes.count <= limit else { return nil }
    return (start...limit - bytes.count).first { text.starts(with: bytes, at: $0) }
      .map { $0..<$0 + bytes.count }
  }
}
