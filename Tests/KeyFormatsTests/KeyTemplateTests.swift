import Basics
import Foundation
import RuleSet
import Testing

@testable import KeyFormats

struct KeyTemplateTests {
  /// A placeholder, how long its text is, and the characters that it draws from.
  static let kinds: [(placeholder: String, length: Int, alphabet: String)] = [
    ("{hex:64}", 64, "0123456789abcdef"),
    ("{HEX:800}", 800, "0123456789ABCDEF"),
    ("{digit:6}", 6, "0123456789"),
    ("{lower:48}", 48, "abcdefghijklmnopqrstuvwxyz"),
    ("{upper:4}", 4, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("{letter:3400}", 3400, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("{lowalnum:4800}", 4800, "abcdefghijklmnopqrstuvwxyz0123456789"),
    ("{UPALNUM:4000}", 4000, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
    (
      "{alnum:5000}", 5000, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    ),
    (
      "{base64:5000}", 5000, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"
    ),
    (
      "{base64url:5000}", 5000,
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    ),
    ("{base32:4000}", 4000, "abcdefghijklmnopqrstuvwxyz234567"),
    ("{[AEIMQUYcgkosw048]:1}", 1, "AEIMQUYcgkosw048"),
    ("{[a-c_-]:500}", 500, "abc_-"),
    ("{hex:0}", 0, ""),
  ]

  @Test(arguments: kinds.indices)
  func drawsFromItsAlphabet(_ index: Int) {
    let kind = Self.kinds[index]
    let text = KeyTemplate.expand(kind.placeholder, seed: 7)
    #expect(text.utf8.count == kind.length)
    #expect(Set(text).isSubset(of: Set(kind.alphabet)))
    // With this many draws, a character that never comes would be a wrong alphabet.
    if kind.length > 50 * kind.alphabet.count { #expect(Set(text) == Set(kind.alphabet)) }
  }

  @Test func drawsEveryCharacterAboutAsOften() {
    let text = KeyTemplate.expand("{hex:64000}", seed: 3)
    let counts = Dictionary(text.map { ($0, 1) }, uniquingKeysWith: +)
    // 4000 each are expected; the standard deviation is 61.
    #expect(counts.count == 16)
    #expect(counts.values.allSatisfy { (3650...4350).contains($0) })
  }

  static let plain = [
    "", "sk-or-v1-your-key-here", "{", "}", "{}", "{\"key\": 1}", "{hex}", "{hex:}", "{hex:x}",
    "{hex:6", "{hex :6}", "{jwt:}", "{jwt:iss}", "{jwt:=x}", "{[]:3}", "{[z-a]:3}",
    "{[abc:3}", "{[abc]3}", "{hex:9999999}", "${TOKEN:-hex}", "{\n}", "é{ü:3}",
  ]

  @Test(arguments: plain)
  func leavesOtherBracesAlone(_ text: String) {
    #expect(KeyTemplate.expand(text, seed: 1) == text)
    #expect(KeyTemplate.unknownPlaceholders(in: text) == [])
  }

  @Test func keepsTheTextAround() {
    let text = KeyTemplate.expand(#"{"kéy":"ab-{hex:4}-{digit:2}"}{"#, seed: 5)
    #expect(text.hasPrefix(#"{"kéy":"ab-"#))
    #expect(text.hasSuffix(#""}{"#))
    #expect(text.utf8.count == #"{"kéy":"ab-1234-56"}{"#.utf8.count)
  }

  @Test func sameSeedSameText() {
    let template = "{hex:32} {hex:32} {uuid} {jwt:iss=x}"
    let text = KeyTemplate.expand(template, seed: 1)
    #expect(text == KeyTemplate.expand(template, seed: 1))
    #expect(text != KeyTemplate.expand(template, seed: 2))
    let parts = text.split(separator: " ")
    #expect(parts[0] != parts[1])
  }

  /// The first numbers of the reference implementation, with its seed 1234567.
  @Test func generatorIsSplitMix64() {
    var generator = SeededGenerator(seed: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func makesUUIDsOfVersion4() throws {
    for seed in 0..<50 as Range<UInt64> {
      let uuid = KeyTemplate.expand("{uuid}", seed: seed)
      #expect(
        try /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
          .wholeMatch(in: uuid) != nil)
    }
  }

  @Test func makesJWTsWithTheClaim() throws {
    let parts = KeyTemplate.expand("{jwt:iss=https://auth.example.com?a=b\"}", seed: 4)
      .split(separator: ".")
    #expect(parts.count == 3)
    #expect(try decoded(parts[0]) == #"{"alg":"HS256","typ":"JWT"}"#)
    #expect(try decoded(parts[1]).hasPrefix(#"{"iss":"https://auth.example.com?a=b\"","iat":"#))
    #expect(try decoded(parts[1]).hasSuffix("}"))
    #expect(parts[2].utf8.count == 43)
  }

  private func decoded(_ part: Substring) throws -> String {
    let standard = part.replacing("-", with: "+").replacing("_", with: "/")
    let padded = String(standard) + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    let data = try #require(Data(base64Encoded: padded))
    return String(decoding: data, as: UTF8.self)
  }

  @Test func namesMisspeltPlaceholders() {
    let text = "a-{hexx:64} {port:8080} {hex:4} {Alnum:3} {uuid:4}"
    #expect(
      KeyTemplate.unknownPlaceholders(in: text) == [
        "{hexx:64}", "{port:8080}", "{Alnum:3}", "{uuid:4}",
      ])
  }
}
