import Testing

@testable import Findings

@Suite struct FingerprintTests {
  @Test func isTheHeadOfTheHash() {
    let fingerprint = Fingerprint(ruleID: "some-rule", secret: Array("some secret".utf8))
    #expect(fingerprint.description == "a7bcc9c68c1bbc00973c69c08444c0da")
  }

  @Test func tellsRuleAndSecretApart() {
    let one = Fingerprint(ruleID: "ab", secret: Array("c".utf8))
    #expect(one != Fingerprint(ruleID: "a", secret: Array("bc".utf8)))
    #expect(one == Fingerprint(ruleID: "ab", secret: Array("c".utf8)))
  }

  @Test(arguments: ["00000000000000000000000000000001", "f0e1d2c3b4a5968778695a4b3c2d1e0f"])
  func readsWhatItWrites(text: String) {
    #expect(Fingerprint(text)?.description == text)
    #expect(Fingerprint(text.uppercased())?.description == text)
  }

  @Test(arguments: [
    "", "12", "g0e1d2c3b4a5968778695a4b3c2d1e0f", "0f0e1d2c3b4a5968778695a4b3c2d1e0f",
  ])
  func refusesOtherTexts(text: String) {
    #expect(Fingerprint(text) == nil)
  }
}
