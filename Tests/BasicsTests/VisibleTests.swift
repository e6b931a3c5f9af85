import Basics
import TestSupport
import Testing

@Suite struct VisibleTests {
  /// A text is visible when each of its characters is, wherever another stands.
  @Test func textsAreVisible() {
    var random = TestRandom(seed: 77)
    for length in 0..<40 {
      let bytes = (0..<length).map { _ in UInt8(0x20 + random.below(0x5F)) }
      #expect(String(decoding: bytes, as: UTF8.self).isVisibleASCII)
      for place in bytes.indices {
        for other in ["\u{0}", "\t", "\u{1F}", "\u{7F}", "\u{80}", "é", "…", "\u{202E}"] {
          let before = String(decoding: bytes[..<place], as: UTF8.self)
          let after = String(decoding: bytes[(place + 1)...], as: UTF8.self)
          #expect(!(before + other + after).isVisibleASCII)
        }
      }
    }
  }
}
