import Basics
import TestSupport
import Testing

/// Searches that take many bytes at a time, against the standard library's one by one.
@Suite struct SpanSearchTests {
  @Test func zerosAreFoundInTheRangeAlone() {
    for length in 0..<70 {
      for zero in 0..<length {
        var text = [UInt8](repeating: 1, count: length)
        text[zero] = 0
        let (low, high) = (length / 3, length - length / 4)
        #expect(text.span.holdsZero(in: low..<high) == (low..<high).contains(zero))
      }
    }
  }

  @Test func codeUnitsAreCounted() {
    var random = TestRandom(seed: 19)
    for _ in 0..<60 {
      let text = (0..<random.below(9_000)).map { _ in random.pick(["a", "é", "語", "😀", "\n"]) }
        .joined()
      let bytes = Array(text.utf8)
      #expect(bytes.span.utf16Length(of: 0..<bytes.count) == text.utf16.count)
    }
  }

  /// Whatever the guess is.
  @Test func partitionPointsAreFoundFromEverywhere() {
    var random = TestRandom(seed: 23)
    for count in 0..<40 {
      let numbers = (0..<count).map { _ in random.below(30) }.sorted()
      for limit in [0, 7, 15, 29, 31] {
        let expected = numbers.firstIndex { $0 >= limit } ?? count
        for guess in 0...count {
          #expect(numbers.partitionPoint(near: guess) { $0 < limit } == expected)
        }
      }
    }
  }

  /// The order of two ranges, against the library's, byte by byte.
  @Test func rangesHaveTheOrderOfTheirBytes() {
    var random = TestRandom(seed: 12)
    var seen: Set<Bool> = []
    for _ in 0..<4_000 {
      // Long equal beginnings, then few different bytes of any value.
      let start = [UInt8](repeating: 97, count: random.below(40))
      let tails = (0..<2).map { _ in
        (0..<random.below(12)).map { _ in random.pick([0, 97, 127, 128, 255] as [UInt8]) }
      }
      let bytes = start + tails[0] + start + tails[1]
      let left = 0..<start.count + tails[0].count
      let right = left.upperBound..<bytes.count
      let precedes = bytes[left].lexicographicallyPrecedes(bytes[right])
      #expect(bytes.span.precedes(left, right) == precedes)
      seen.insert(precedes)
    }
    #expect(seen.count == 2)
  }
}
