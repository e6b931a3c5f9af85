import Findings
import Foundation
import TestSupport
import Testing

@Suite struct EntropyTests {
  @Test(arguments: [("", 0.0), ("aaaa", 0), ("ab", 1), ("0123456789abcdef", 4), ("aabb", 1)])
  func isThatOfShannon(text: String, bits: Double) {
    #expect(Entropy.bitsPerByte(Array(text.utf8)[...]) == bits)
  }

  /// To the last bit what counting all 256 bytes in their order gives: rules compare it with limits.
  @Test func isTheSumOverAllBytes() {
    var random = TestRandom(seed: 1513)
    for _ in 0..<500 {
      let kinds = Int.random(in: 1...256, using: &random)
      let text = (0..<Int.random(in: 1...300, using: &random)).map { _ in
        UInt8(Int.random(in: 0..<kinds, using: &random))
      }
      var sum = 0.0
      for byte in UInt8.min...UInt8.max {
        let count = text.count { $0 == byte }
        guard count > 0 else { continue }
        let share = Double(count) / Double(text.count)
        sum -= share * log2(share)
      }
      // A slice that does not begin at 0.
      #expect(Entropy.bitsPerByte(([7] + text)[1...]) == sum)
    }
  }
}
