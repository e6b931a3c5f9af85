import BuiltInRules
import Findings
import KeyFormats
import ScanTestSupport
import TestSupport
import Testing

@testable import Detection
@testable import Engine

/// Secrets that were found are told where they stand in names, as a plain search tells them.
@Suite struct FoundSecretsTests {
  private static func matches(_ texts: [String]) throws -> [SecretMatch] {
    let scanner = TextScanner(try Detector(BuiltInRules.ruleSet))
    for text in texts {
      let bytes = Array(text.utf8)
      scanner.scan(bytes.span) { .file(path: "settings.env") }
    }
    return scanner.takeOccurrences().map(\.match)
  }

  private static func withheld(_ match: SecretMatch) -> SecretMatch {
    SecretMatch(MatchOutline(match), match.sharedRule, range: match.range)
  }

  /// Passwords of many lengths, of which some begin with others.
  private static func passwords() -> [String] {
    let short = (0..<30).map { KeyTemplate.expand("Xk9{alnum:\(13 + $0 % 7)}", seed: UInt64($0)) }
    return short + short.prefix(10).map { $0 + "Q7r2" }
  }

  @Test func agreesWithAPlainSearch() throws {
    let passwords = Self.passwords()
    let matches = try Self.matches(passwords.map { "DB_PASSWORD=\($0)\n" })
    #expect(Set(matches.map(\.secret)) == Set(passwords.map { Array($0.utf8) }))
    let found = FoundSecrets(matches)
    let withheld = FoundSecrets(matches.map(Self.withheld))
    let halfWithheld = FoundSecrets(
      matches.enumerated().map { $0 % 2 == 0 ? Self.withheld($1) : $1 })
    var random = TestRandom(seed: 5)
    var (held, others) = (0, 0)
    for _ in 0..<1_000 {
      let parts = (0..<1 + random.below(4)).map { _ in
        random.below(3) > 0
          ? random.pick(["task", "Xk9", "a/b", ".txt", "Xk"])
          : String(random.pick(passwords).dropLast(random.below(2)))
      }
      let name = parts.joined()
      let text = Array(name.utf8)
      let expected = text.indices.map { place in
        passwords.map { Array($0.utf8) }.filter { text[place...].starts(with: $0) }
          .map(\.count).max()
      }
      #expect(text.indices.map { found.longest(at: $0, in: text)?.length } == expected, "\(name)")
      for other in [withheld, halfWithheld] {
        #expect(
          text.indices.map { other.longest(at: $0, in: text)?.redacted }
            == text.indices.map { found.longest(at: $0, in: text)?.redacted }, "\(name)")
      }
      let stands = expected.contains { $0 != nil }
      #expect(found.stand(in: text) == stands)
      if stands { held += 1 } else { others += 1 }
    }
    #expect(held > 150 && others > 150)
  }

  /// Workers come in any order, and equal scans must give equal reports.
  @Test func theOrderOfMatchesDoesNotMatter() throws {
    let key = LeakedKey.text(1)
    var matches = try Self.matches(["OPENROUTER_API_KEY=\(key)\n"])
    var other = try #require(matches.first)
    other = SecretMatch(
      other.sharedRule, range: other.range, secret: other.secret, prefixLength: 0,
      confidence: .high, entropy: 4)
    matches.append(other)
    #expect(Set(matches.map(\.redacted)).count == 2)
    let text = Array(key.utf8)
    let shown = FoundSecrets(matches).longest(at: 0, in: text)?.redacted
    #expect(shown != nil)
    #expect(FoundSecrets(matches.reversed()).longest(at: 0, in: text)?.redacted == shown)
  }
}
