import Testing

@testable import Findings

@Suite struct RedactionTests {
  @Test(arguments: [
    // A prefix of nine bytes, then bodies of falling length.
    ("known-v1-" + String(repeating: "abcdefgh", count: 8), 9, "known-v1-abcd…efgh"),
    ("known-v1-" + String(repeating: "abcdefgh", count: 4), 9, "known-v1-abcd…efgh"),
    ("known-v1-abcdefghijklmnopqrstuvwxyz", 9, "known-v1-abc…xyz"),
    ("known-v1-abcdefghijklmnop", 9, "known-v1-ab…op"),
    ("known-v1-abcdefghijklmno", 9, "known-v1-…"),
    ("known-v1-a", 9, "known-v1-…"),
    // No prefix.
    ("abcdefghijklmnopqrstuvwxyz012345", 0, "abcd…2345"),
    ("hunter2", 0, "…"),
    ("", 0, "…"),
    // A prefix that covers the whole secret, or lies outside it.
    ("hunter2", 7, "…"),
    ("hunter2", 99, "…"),
    ("hunter2", -1, "…"),
    // Line ends, escapes and other than ASCII do not get through.
    (
      "-----BEGIN KEY-----\nMIIabcdefghijklmnopqrstuvwxyz\n-----END KEY-----\n", 19,
      "-----BEGIN KEY-----MII…---"
    ),
    ("\u{1b}[2J\u{1b}[31mabcdefghijklmnopqrstuvwxy\u{7f}", 0, "[2J…wxy"),
    ("pässwört-pässwört-pässwört-pässwört", 0, "ps…rt"),
  ])
  func redacts(secret: String, prefixLength: Int, expected: String) {
    #expect(Redaction.redact(Array(secret.utf8), prefixLength: prefixLength) == expected)
  }

  @Test func neverShowsMoreThanAQuarterOfTheBody() {
    for length in 0...200 {
      let body = (0..<length).map { UInt8(0x21 + $0 % 90) }
      let redacted = Redaction.redact(Array("key_".utf8) + body, prefixLength: 4)
      let shown = redacted.count - (length == 0 ? 0 : 4) - Redaction.ellipsis.count
      #expect(shown * 4 <= length, "length \(length): \(redacted)")
    }
  }
}
