import BuiltInRules
import Detection
import Findings
import KeyFormats
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

@testable import Engine

/// One finding for one secret, wherever and in whatever order it was seen.
@Suite struct FindingAssemblyTests {
  private static func occurrences(
    _ texts: [(path: String, text: String)]
  ) throws -> [Occurrence] {
    let scanner = TextScanner(try Detector(BuiltInRules.ruleSet))
    for (path, text) in texts {
      let bytes = Array(text.utf8)
      scanner.scan(bytes.span) { .file(path: path) }
      let name = Array(path.utf8)
      scanner.scan(name.span) { .fileName(path: scanner.redact(path)) }
    }
    return scanner.occurrences
  }

  private static func assemble(
    _ occurrences: [Occurrence], _ least: Confidence = .low
  ) -> (findings: [Finding], hidden: Int) {
    var assembly = FindingAssembly(minConfidence: least)
    for occurrence in occurrences { assembly.add(occurrence, nil) }
    let (findings, suppressed, hidden) = assembly.findings { _ in true }
    #expect(suppressed.isEmpty)
    return (findings, hidden.values.reduce(0, +))
  }

  @Test func equalSecretsAreOneFinding() throws {
    let (first, second) = (LeakedKey.text(1), LeakedKey.text(2))
    let occurrences = try Self.occurrences([
      ("b.txt", "\(first)\n\(second) \(first)"), ("a.txt", "x \(first)"), ("c.txt", second),
    ])
    let (findings, hidden) = Self.assemble(occurrences)
    #expect(hidden == 0)
    #expect(findings.map(\.secret) == [Array(first.utf8), Array(second.utf8)])
    let length = first.utf8.count
    let places = findings.map { $0.locations.map { "\($0.path):\($0.region.byteOffset)" } }
    #expect(
      places == [
        ["a.txt:2", "b.txt:0", "b.txt:\(2 * length + 2)"], ["b.txt:\(length + 1)", "c.txt:0"],
      ])
    #expect(findings.map(\.fingerprint) == [LeakedKey.fingerprint(1), LeakedKey.fingerprint(2)])
    #expect(findings.map(\.redacted) == [LeakedKey.redacted(1), LeakedKey.redacted(2)])
  }

  /// Workers finish in any order; and a folder can be named twice.
  @Test func orderOfWorkDoesNotShow() throws {
    let key = LeakedKey.text(1)
    let google = KeyTemplate.expand("AIzaSyA{alnum:31}A", seed: 1)
    let occurrences = try Self.occurrences([
      ("b.txt", "\(key) \(google)"), ("a.txt", "gemini_key=\(google)"), (key, key),
      ("firebaseConfig.js", "firebaseConfig = {apiKey: \"\(google)\"}"), ("z/\(key)/y", google),
    ])
    let expected = Self.assemble(occurrences)
    #expect(expected.findings.count == 2)
    var random = TestRandom(seed: 71)
    for _ in 0..<60 {
      let shuffled = (occurrences + occurrences).shuffled(using: &random)
      let actual = Self.assemble(shuffled)
      #expect(actual.findings == expected.findings)
    }
  }

  /// The place that says most decides: the same key beside `gemini` and in a client's configuration.
  @Test func surestPlaceDecides() throws {
    let google = KeyTemplate.expand("AIzaSyA{alnum:31}A", seed: 1)
    let texts = [
      ("a.js", "firebaseConfig = {apiKey: \"\(google)\"}"),
      ("b.py", "gemini_api_key=\"\(google)\""),
    ]
    let alone = try texts.map { text in
      Self.assemble(try Self.occurrences([text])).findings
    }
    let both = Self.assemble(try Self.occurrences(texts)).findings
    #expect(both.count == 1)
    #expect(both.first?.severity == alone.flatMap { $0 }.map(\.severity).max())
    #expect(both.first?.confidence == alone.flatMap { $0 }.map(\.confidence).max())
    #expect(Set(alone.flatMap { $0 }.map(\.severity)).count == 2)
  }

  @Test(arguments: Confidence.allCases)
  func lessConfidentFindingsAreCounted(least: Confidence) throws {
    let occurrences = try Self.occurrences([("a", "\(LeakedKey.text(1)) sk-\(hex(32))")])
    #expect(Set(occurrences.map(\.match.confidence)) == [.high, .medium])
    let (findings, hidden) = Self.assemble(occurrences, least)
    #expect(findings.count + hidden == 2)
    #expect(findings.allSatisfy { $0.confidence >= least })
    #expect(hidden == (least == .high ? 1 : 0))
  }

  @Test func pathsAreRedacted() throws {
    let key = LeakedKey.text(1)
    let occurrences = try Self.occurrences([("keys/\(key).txt", "nothing")])
    let location = try #require(occurrences.first?.location)
    #expect(location.path == "keys/\(LeakedKey.redacted(1)).txt")
    #expect(location.provenance.kind == .path)
    #expect(location.region.byteOffset == 5)
    #expect(location.snippet.text == location.path)
  }

  private func hex(_ count: Int) -> String { KeyTemplate.expand("{hex:\(count)}", seed: 9) }
}
