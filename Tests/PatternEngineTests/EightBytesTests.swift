import Basics
import Testing

@testable import PatternEngine

/// Holds the bits of windows against working them out byte by byte.
struct EightBytesTests {
  @Test func bitsAreThoseOfEachByte() {
    var random = SeededGenerator(seed: 1510)
    let alphabet = Array("abyz`{AZ[@09_-".utf8) + [0, 0x7F, 0x80, 0xE1, 0xFA, 0xFF]
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 3...20, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let followers = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        [ByteSet.digits, .letters, .lowercase, .all, .whitespace][
          Int.random(in: 0..<5, using: &random)]
      }
      let literal = Literal(bytes, foldsCase: Bool.random(using: &random), followers: followers)
      for offset in -2...bytes.count - 3 {
        let bits = EightBytes(of: literal, at: offset, before: EightBytes(followers))
        let plain = plainBits(of: literal, at: offset)
        #expect(bits.mask == plain.mask && bits.value == plain.value, "\(literal) at \(offset)")
      }
    }
  }

  private func plainBits(of literal: Literal, at offset: Int) -> (mask: UInt64, value: UInt64) {
    var (mask, value): (UInt64, UInt64) = (0, 0)
    for place in 0..<8 {
      let index = offset + place
      var set = ByteSet.all
      if literal.bytes.indices.contains(index) {
        set = ByteSet()
        set.insert(literal.bytes[index])
        if literal.foldsCase { set = set.caseFolded }
      } else if index >= literal.bytes.count,
        index - literal.bytes.count < min(8, literal.followers.count)
      {
        set = literal.followers[index - literal.bytes.count]
      }
      let common = (0..<8).filter { bit in
        Set(set.bytes.map { $0 >> UInt8(bit) & 1 }).count == 1
      }
      for bit in common {
        mask |= 1 << UInt64(8 * place + bit)
        value |= UInt64((set.bytes.first ?? 0) >> UInt8(bit) & 1) << UInt64(8 * place + bit)
      }
    }
    return (mask, value)
  }
}
