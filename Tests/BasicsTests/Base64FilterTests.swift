import Basics
import TestSupport
import Testing

@Suite struct Base64FilterTests {
  /// Runs of all lengths at all places, with all kinds of neighbours, are those of a plain search.
  @Test func runsAreFound() {
    var random = TestRandom(seed: 5)
    var total = 0
    let (characters, others) = (Array("aZ09+/-_zA".utf8), Array(" \n*,:@[`{=\u{0}é".utf8))
    for _ in 0..<500 {
      var text: [UInt8] = []
      for _ in 0..<random.below(9) {
        text += (0..<random.below(64)).map { _ in random.pick(characters) }
        text += (0..<random.below(4)).map { _ in random.pick(others) }
      }
      let start = random.below(text.count + 1)
      let range = start..<start + random.below(text.count - start + 1)
      var found: [Range<Int>] = []
      var low = range.lowerBound
      while let run = Base64Filter.nextRun(in: text.span, from: low, to: range.upperBound) {
        found.append(run)
        low = run.upperBound
      }
      #expect(found == runs(in: text, range))
      total += found.count
    }
    #expect(total > 150)
  }

  /// Five groups of four characters in a row that begin with a byte of text, in one alignment.
  @Test(arguments: [
    ("IAAAIAAAIAAAIAAAI", true), ("0IAAAIAAAIAAAIAAAI", true), ("IAAAIAAAIAAAIAAA", false),
    ("IAAAIAAA0AAAIAAAIAAAIAAA", false), ("CAAADAAAZAAAaAAAf", true), ("CAAADAAAZAAAaAAAg", false),
    ("", false),
  ])
  func textIsRecognised(run: String, mayHoldText: Bool) {
    let text = Array("I \(run) IIII".utf8)
    let range = 2..<2 + run.utf8.count
    #expect(Base64Filter.mayHoldText(in: text.span, range, groups: 5) == mayHoldText)
  }

  private func runs(in text: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = range.lowerBound
    for offset in range.lowerBound...range.upperBound {
      if offset < range.upperBound, isCharacter(text[offset]) { continue }
      if offset - start >= Base64Filter.shortest { runs.append(start..<offset) }
      start = offset + 1
    }
    return runs
  }

  private func isCharacter(_ byte: UInt8) -> Bool { Self.alphabet.contains(byte) }

  private static let alphabet = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_".utf8)
}
