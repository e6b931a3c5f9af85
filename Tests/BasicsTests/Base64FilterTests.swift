import TestSupport
import Testing

@testable import Basics

@Suite struct Base64FilterTests {
  /// Runs of all lengths at all places, with all kinds of neighbours, are those of a plain search.
  @Test(arguments: Wide.isQuick ? [false, true] : [false])
  func runsAreFound(byBlocks: Bool) {
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
      while let run = Base64Filter.nextRun(
        in: text.span, from: low, to: range.upperBound, byBlocks: byBlocks)
      {
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

  /// Wherever so many groups in a row begin with a byte of text, in any alignment, a run may hold it.
  @Test func textIsRecognisedInLongRuns() {
    var random = TestRandom(seed: 64)
    let (beginnings, others) = (Array("CDIZaf".utf8), Array("AEHg0+".utf8))
    var found = 0
    for round in 0..<3_000 {
      let groups = 1 + round % 16
      let run = (0..<random.below(200)).map { _ in
        random.below(groups + 2) == 0 ? random.pick(others) : random.pick(beginnings)
      }
      let expected = (0..<4).contains { alignment in
        let isText = stride(from: alignment, to: run.count, by: 4).map {
          beginnings.contains(run[$0])
        }
        return isText.split(separator: false).contains { $0.count >= groups }
      }
      #expect(
        Base64Filter.mayHoldText(in: run.span, 0..<run.count, groups: groups) == expected)
      found += expected ? 1 : 0
    }
    #expect((500..<2_900).contains(found))
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
