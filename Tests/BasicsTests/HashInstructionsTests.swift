import Basics
import Testing

/// Holds the instructions that a processor has for hashes against what every processor can do.
struct HashInstructionsTests {
  @Test func sha1IsThatOfThePlainForm() { compare(SHA1Compression.self) }

  @Test func sha256IsThatOfThePlainForm() { compare(SHA256Compression.self) }

  /// Random messages, from any offset on, several blocks at once and one after the other.
  private func compare<Compression: BlockCompression>(_: Compression.Type) {
    var random = SeededGenerator(seed: 1506)
    for _ in 0..<200 {
      let blocks = Int.random(in: 0...9, using: &random)
      let start = Int.random(in: 0...70, using: &random)
      let message = (0..<start + 64 * blocks + Int.random(in: 0...63, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      var (quick, plain) = (Compression(), Compression())
      // What comes before gives it a state of its own.
      if message.count >= 64 {
        quick.compress(message.span, at: message.count - 64, blocks: 1)
        plain.compressPlainly(message.span, at: message.count - 64)
      }
      quick.compress(message.span, at: start, blocks: blocks)
      for block in 0..<blocks { plain.compressPlainly(message.span, at: start + 64 * block) }
      #expect(quick.state == plain.state)
    }
  }
}
