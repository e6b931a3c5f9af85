import Basics
import Foundation
import Testing

@testable import PatternEngine

@Suite struct PrefilterTests {
  @Test(
    arguments: [
      ("sk-or-v[0-9]{1,2}-[0-9a-f]{64}", ["sk-or-v"], 0, 0),
      ("sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}", ["T3BlbkFJ"], 23, 23),
      ("sk-(?:proj|admin)-[A-Za-z0-9_-]{74}", ["sk-admin-", "sk-proj-"], 0, 0),
      ("[0-9a-f]{16,20}ACOG", ["ACOG"], 16, 20), ("AIza[0-9A-Za-z_-]{35}", ["AIza"], 0, 0),
      ("(?:a{2}x|abc)d", ["aaxd", "abcd"], 0, 0), ("[ab]+foo|barx", ["barx", "foo"], 0, nil),
      ("(?:xyz[0-9])+", ["xyz"], 0, 0), ("[cp]k_[a-z]{3}", ["ck_", "pk_"], 0, 0),
      // Words that many rules have are the last choice.
      ("box[_-]?secret[0-9]", ["box"], 0, 0), ("secret[0-9]{2}acme", ["acme"], 8, 8),
      ("api[0-9]secret", ["secret"], 4, 4),
      // And what is far away is no better.
      ("secret[^a]{0,900}end", ["secret"], 0, 0), ("secret[^a]{0,200}end", ["end"], 6, 206),
      ("acme[^a]{0,900}longer", ["acme"], 0, 0),
      // What may be left out is written out where the rest is such a word.
      ("key[_-]?secret[0-9]", ["key-secret", "key_secret", "keysecret"], 0, 0),
      (
        "x(?:acme|auth_?-?token)",
        ["acme", "auth-token", "auth_-token", "auth_token", "authtoken"], 1, 1
      ),
      ("acme_?id", ["acme"], 0, 0), ("(?:foo)?bar", ["bar"], 0, 3),
    ] as [(String, [String], Int, Int?)])
  func requiredLiterals(regex: String, texts: [String], minBefore: Int, maxBefore: Int?) throws {
    let literals = try #require(try Pattern(regex).literals)
    #expect(literals.literals.map { String(decoding: $0.bytes, as: UTF8.self) } == texts)
    #expect(literals.minBefore == minBefore)
    #expect(literals.maxBefore == maxBefore)
  }

  @Test(arguments: ["[0-9a-f]{32}", "a|b", "x?", "(?:foo)?", "ab", "foo|[a-z]{20}"])
  func noLiterals(regex: String) throws {
    #expect(try Pattern(regex).literals == nil)
  }

  @Test func foldedLiteral() throws {
    let literals = try #require(try Pattern("(?i)aPi(?:_|-)Key").literals)
    #expect(
      literals.literals == ["api-key", "api_key"].map { Literal(Array($0.utf8), foldsCase: true) })
  }

  /// Wherever a random expression matches, one of its literals stands where it should.
  @Test func everyMatchHoldsALiteral() throws {
    var random = Random(seed: 7)
    var checked = 0
    for _ in 0..<6_000 {
      let pattern = try Pattern(RandomRegex.make(&random, depth: 5))
      guard let required = pattern.literals else { continue }
      let matcher = Matcher(pattern)
      for _ in 0..<20 {
        let text = (0..<random.below(12)).map { _ in Array("abAB-\n".utf8)[random.below(6)] }
        for start in 0...text.count {
          guard let match = matcher.match(at: start, in: text.span) else { continue }
          checked += 1
          let latest = required.maxBefore.map { start + $0 } ?? match.range.upperBound
          let holds = (start + required.minBefore...max(start + required.minBefore, latest))
            .contains { offset in
              required.literals.contains { stands($0, at: offset, in: text) }
            }
          #expect(holds, "\(pattern.syntax)")
        }
      }
    }
    #expect(checked > 100)
  }

  @Test(
    arguments: [
      ("pat[A-Z]{2}\\.", "pat", 0, ["A-Z", "A-Z", "."]),
      ("api_?-?key[0-9]", "api", 0, ["_k-", "ke-", "key", "ey0-9"]),
      ("(?:xyz|xy)z?", "xyz", 0, []), ("[ab]c(?:de|fgh)", "fgh", 2, []),
      ("x(?i:abcd)\\b[0-9]y", "abcd", 1, ["0-9", "y"]), ("abc(?:[0-9]|$)", "abc", 0, []),
    ] as [(String, String, Int, [String])])
  func followers(regex: String, literal: String, place: Int, sets: [String]) throws {
    let literal = Literal(Array(literal.utf8), foldsCase: regex.contains("?i"))
    let expected = try sets.map { try ByteSet(classBody: $0) }
    let found = try Pattern(regex).followers(of: literal, at: place)
    #expect(Array(found.prefix(max(expected.count, 1))) == expected)
  }

  /// Whatever a random expression matches, after a literal of it stands what must follow.
  @Test func everyMatchHoldsTheFollowers() throws {
    var random = Random(seed: 12)
    var checked = 0
    for _ in 0..<24_000 {
      let pattern = try Pattern(RandomRegex.make(&random, depth: 5))
      guard let required = pattern.literals, required.maxBefore == required.minBefore else {
        continue
      }
      let followers = required.literals.map {
        pattern.followers(of: $0, at: required.minBefore)
      }
      let matcher = Matcher(pattern)
      for _ in 0..<20 {
        let text = (0..<random.below(16)).map { _ in Array("abAB-\n".utf8)[random.below(6)] }
        for start in 0...text.count {
          guard let match = matcher.match(at: start, in: text.span) else { continue }
          let place = start + required.minBefore
          let isAnnounced = zip(required.literals, followers).contains { literal, followers in
            guard stands(literal, at: place, in: text) else { return false }
            let end = place + literal.bytes.count
            return end + followers.count <= match.range.upperBound
              && followers.indices.allSatisfy { followers[$0].contains(text[end + $0]) }
          }
          #expect(isAnnounced, "\(pattern.syntax) in \(text)")
          checked += followers.contains { !$0.isEmpty } ? 1 : 0
        }
      }
    }
    #expect(checked > 100, "\(checked)")
  }

  /// The prefilter finds what a plain search at every offset finds, once each.
  @Test func agreesWithPlainSearch() throws {
    var random = Random(seed: 11)
    var hits = 0
    for round in 0..<2_000 {
      let (literals, text) = literalsAndText(&random)
      let prefilter = LiteralPrefilter(literals)
      var found: [LiteralPrefilter.Hit] = []
      prefilter.forEachHit(in: text.span, range: 0..<text.count) { found.append($0) }
      let expected = plainHits(of: literals, in: text)
      #expect(found.sorted(by: precedes) == expected, "round \(round)")
      hits += expected.count
    }
    #expect(hits > 1_500)
  }

  /// Every literal to which some bytes belong, or to what must follow it, is found in their zone.
  @Test func zonesAreWideEnough() throws {
    var random = Random(seed: 13)
    var hits = 0
    for round in 0..<2_000 {
      let (literals, text) = literalsAndText(&random)
      let prefilter = LiteralPrefilter(literals)
      let start = random.below(text.count + 1)
      let changed = start..<min(text.count, start + random.below(4))
      var found: [LiteralPrefilter.Hit] = []
      prefilter.forEachHit(
        in: text.span, range: prefilter.zone(around: changed, length: text.count)
      ) {
        found.append($0)
      }
      for hit in plainHits(of: literals, in: text) {
        let literal = literals[hit.literal]
        let end = hit.offset + literal.bytes.count + literal.followers.count
        // A place between two bytes belongs to what stands on both sides of it.
        guard hit.offset < max(changed.upperBound, changed.lowerBound), end > changed.lowerBound
        else {
          continue
        }
        #expect(found.contains(hit), "round \(round)")
        hits += 1
      }
    }
    #expect(hits > 100, "\(hits)")
  }

  private func literalsAndText(_ random: inout Random) -> ([Literal], [UInt8]) {
    let alphabet = Array("abAkK-".utf8)
    let windowsAreKnown = random.below(2) == 0
    let literals = Set(
      (0..<1 + random.below(12)).map { _ in
        var literal = Literal(
          (0..<3 + random.below(4)).map { _ in alphabet[random.below(6)] },
          foldsCase: random.below(2) == 0,
          followers: (0..<max(0, random.below(5) - 2)).map { _ in
            random.below(2) == 0 ? .letters : .lowercase
          })
        let count = literal.bytes.count
        if windowsAreKnown {
          literal.windows = LiteralWindows(
            even: 2 * random.below((count - 1) / 2), odd: 2 * random.below(count / 2) - 1,
            count: count)
        }
        return literal
      }
    ).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return (literals, (0..<random.below(80)).map { _ in alphabet[random.below(6)] })
  }

  private func plainHits(of literals: [Literal], in text: [UInt8]) -> [LiteralPrefilter.Hit] {
    var hits: [LiteralPrefilter.Hit] = []
    for offset in text.indices {
      for (index, literal) in literals.enumerated() where stands(literal, at: offset, in: text) {
        hits.append(LiteralPrefilter.Hit(literal: index, offset: offset))
      }
    }
    return hits
  }

  private func precedes(_ left: LiteralPrefilter.Hit, _ right: LiteralPrefilter.Hit) -> Bool {
    (left.offset, left.literal) < (right.offset, right.literal)
  }

  @Test(arguments: [
    (-2, -1, 4), (1, -1, 4), (0, 0, 4), (2, -1, 4), (0, 3, 5), (0, -3, 4), (0, -1, 2),
  ])
  func windowsThatALiteralDoesNotHave(even: Int, odd: Int, count: Int) {
    #expect(LiteralWindows(even: even, odd: odd, count: count) == nil)
  }

  /// What many literals have in common announces none of them.
  @Test func sharedPartsAreNoCandidates() {
    let prefilter = LiteralPrefilter(
      ["zebra", "quartz", "vortex", "jumbo", "wizard", "oxygen", "gizmo", "kiwi"].map {
        Literal(Array("\($0)_api_key".utf8), foldsCase: true)
      })
    let text = [UInt8](Array(repeating: "MY_API_KEY=your_api_key, ", count: 100).joined().utf8)
    var candidates = 0
    prefilter.filter.forEachCandidate(in: text.span, range: 0..<text.count) { _, _, _ in
      candidates += 1
    }
    #expect(candidates == 0)
  }

  /// Hundreds of literals more leave nearly all of ordinary text unlooked at.
  @Test func candidatesAreRare() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(
      at: tests, includingPropertiesForKeys: nil)
    let text = try files.sorted { $0.path < $1.path }.flatMap { [UInt8](try Data(contentsOf: $0)) }
    var random = Random(seed: 500)
    func word(_ length: Int) -> [UInt8] {
      // Pronounceable, as names of providers are.
      (0..<length).map { index in
        Array((index % 2 == 0 ? "bcdfghklmnprstvwz" : "aeiou").utf8)[
          random.below(index % 2 == 0 ? 17 : 5)]
      }
    }
    let literals = (0..<500).map { number in
      number % 2 == 0
        ? Literal(word(3 + random.below(3)) + [Array("_-".utf8)[random.below(2)]])
        : Literal(word(5 + random.below(5)), foldsCase: true)
    }
    let prefilter = LiteralPrefilter(literals)
    var candidates = 0
    prefilter.filter.forEachCandidate(in: text.span, range: 0..<text.count) { _, _, _ in
      candidates += 1
    }
    #expect(text.count > 15_000)
    // A filter of pairs lets every second position pass.
    #expect(candidates * 50 < text.count, "\(candidates) in \(text.count) bytes")
  }

  private func stands(_ literal: Literal, at offset: Int, in text: [UInt8]) -> Bool {
    let end = offset + literal.bytes.count
    guard end + literal.followers.count <= text.count,
      zip(literal.followers, text[end...]).allSatisfy({ $0.contains($1) })
    else { return false }
    let part = Array(text[offset..<offset + literal.bytes.count])
    return Literal(part, foldsCase: literal.foldsCase).bytes == literal.bytes
  }
}
