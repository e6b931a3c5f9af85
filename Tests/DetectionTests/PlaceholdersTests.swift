import KeyFormats
import Testing

@testable import Detection

/// What a person typed to stand for a key is told from random characters.
@Suite struct PlaceholdersTests {
  @Test(arguments: [
    "1234567890abcdef1234567890abcdef", "abcd1234abcd5678efab9012cdef3456",
    "11112222333344445555666677778888", "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6",
    "aaaabbbbccccdddd1111222233334444", "abcdef0123456789abcdef0123456789",
    "00000000000000000000000000000000", "xxxxxxxxxxxxxxxx", "my-great-openai-key", "abcdefghijkl",
  ])
  func typedTextIsOne(_ text: String) {
    #expect(Placeholders.isPlaceholder(Array(text.utf8)[...]))
  }

  /// Of a hundred thousand random keys, one at most.
  @Test(arguments: ["{hex:64}", "{hex:32}", "{HEX:40}", "{alnum:48}", "{base64url:85}"])
  func randomTextIsNone(_ template: String) {
    let taken = (1...UInt64(100_000)).count {
      Placeholders.isPlaceholder(Array(KeyTemplate.expand(template, seed: $0).utf8)[...])
    }
    #expect(taken <= 1)
  }
}
