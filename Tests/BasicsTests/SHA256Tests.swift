import Basics
import Testing

/// Holds the hash against the examples that NIST publishes for SHA-256.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
        + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func hashesPublishedVectors(text: String, times: Int, expected: String) {
    var hasher = SHA256()
    let part = Array(text.utf8)
    for _ in 0..<times { hasher.update(part.span) }
    #expect(hexadecimal(hasher.finalize()) == expected)
  }

  @Test func doesNotDependOnHowTheMessageIsCut() {
    for length in 0...130 {
      let message = (0..<length).map { UInt8($0) }
      var hasher = SHA256()
      hasher.update(message.span.extracting(..<(length / 3)))
      hasher.update(message.span.extracting((length / 3)...))
      #expect(hasher.finalize() == SHA256.hash(message.span), "length \(length)")
    }
  }

  /// Lengths around the padding's borders, hashed together; computed with another implementation.
  @Test func padsAtEveryLength() {
    let hashes = (0...130).flatMap { SHA256.hash([UInt8](repeating: 0x5a, count: $0).span) }
    #expect(
      hexadecimal(SHA256.hash(hashes.span))
        == "0102204c254b3674440f6d5aded67561a42f6862b23715862531a7431044be3e")
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
