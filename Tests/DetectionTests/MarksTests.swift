import Basics
import PatternEngine
import TestSupport
import Testing

@testable import Detection

/// Quick ways to judge values, held against the plain ones.
@Suite struct MarksTests {
  private static let texts = ["ab", "a", "b-", "bab", "--", "cc", "ca"]

  private func value(_ random: inout TestRandom, _ alphabet: String, _ most: Int) -> [UInt8] {
    (0..<random.below(most)).map { _ in random.pick(Array(alphabet.utf8)) }
  }

  @Test func findsWhatStandsThere() {
    var random = TestRandom(seed: 41)
    for _ in 0..<3_000 {
      let texts = Self.texts.filter { _ in random.chance(40) }
      let marks = Marks(texts)
      let value = value(&random, "abc-", 9)
      let plain = texts.map { Array($0.utf8) }
      #expect(marks.standAnywhere(in: value) == plain.contains { value.holds($0) })
      #expect(
        marks.beginOrEnd(value)
          == plain.contains { value.starts(with: $0) || value.suffix($0.count) == $0[...] })
      for place in value.indices {
        #expect(
          marks.length(at: place, in: value)
            == plain.first { value[place...].starts(with: $0) }?.count)
      }
    }
  }

  private func isSpeakable(_ word: [UInt8]) -> Bool {
    let vowels = word.filter { "aeiouy".utf8.contains($0) }.count
    return vowels * 5 >= word.count && vowels * 10 <= word.count * 7
      && word.filter { "qxzj".utf8.contains($0) }.count * 6 <= word.count
      && word.split { "aeiouy".utf8.contains($0) }.allSatisfy { $0.count < 4 }
  }

  private func wordBytes(_ bytes: [UInt8]) -> Int {
    var runs: [[UInt8]] = [[]]
    var previous: UInt8 = 0
    for byte in bytes {
      let rises = ByteSet.uppercase.contains(byte) && ByteSet.lowercase.contains(previous)
      let falls = ByteSet.lowercase.contains(byte) && ByteSet.uppercase.contains(previous)
      previous = byte
      guard ByteSet.letters.contains(byte) else {
        runs.append([])
        continue
      }
      if rises || falls && runs[runs.count - 1].count > 1 { runs.append([]) }
      runs[runs.count - 1].append(byte.asciiLowercased)
    }
    return runs.filter { $0.count >= 4 && isSpeakable($0) }.reduce(0) { $0 + $1.count }
  }

  @Test func countsWhatCanBeSpoken() {
    var random = TestRandom(seed: 42)
    var counts: Set<Int> = []
    for _ in 0..<6_000 {
      let word = value(&random, "aeioxzbnt", 12)
      #expect(RandomText.isSpeakable(word[...]) == isSpeakable(word))
      let text = value(&random, "aeiotnrlAENT1-", 24)
      let count = RandomText(text).wordBytes
      counts.insert(count)
      #expect(count == wordBytes(text))
    }
    #expect(counts.count > 8)
  }
}
