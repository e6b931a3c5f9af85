import Basics
import PatternEngine
import Testing

@testable import Detection

@Suite struct KeyRunsTests {
  /// Whatever parts are asked for, in any order, the runs are those that looking at every byte gives.
  @Test func areThoseOfEveryByte() {
    var random = SeededGenerator(seed: 1512)
    var found = 0
    for _ in 0..<300 {
      // Words of all lengths around the shortest run.
      var text: [UInt8] = []
      while text.count < 900 {
        let length = Int.random(in: 0...2 * KeyRuns.shortest, using: &random)
        text += (0..<length).map { _ in Self.characters.randomElement(using: &random) ?? 0 }
        text.append(Self.others.randomElement(using: &random) ?? 0)
      }
      var runs = KeyRuns()
      var start = 0
      for _ in 0..<20 {
        // Mostly forward, as context words are met.
        start = max(0, min(text.count, start + Int.random(in: -120...250, using: &random)))
        let end = min(text.count, start + Int.random(in: 0...200, using: &random))
        let actual = runs.overlapping(start..<end, of: text.span)
        let expected = Self.runs(of: text).filter { $0.overlaps(start..<end) }
        // Of a run that begins before what was searched, the rest counts, if that is long enough.
        let whole = actual.filter { $0.lowerBound > start }
        #expect(whole.elementsEqual(expected.filter { $0.lowerBound > start }))
        let first = expected.first { $0.lowerBound <= start && $0.upperBound - start >= 23 }
        if let first {
          #expect(actual.first?.upperBound == first.upperBound)
          #expect(actual.first.map { $0.lowerBound <= start } == true)
        }
        found += expected.count
      }
    }
    #expect(found > 5_000)
  }

  /// A run that is cut has all places at which so many of its bytes begin.
  @Test(arguments: [4_095, 4_096, 4_097, 4_118, 4_119, 4_120, 9_000])
  func longRunsAreCut(length: Int) {
    let text = Array("x ".utf8) + [UInt8](repeating: UInt8(ascii: "k"), count: length) + [10]
    var runs = KeyRuns()
    let starts = 2...2 + length - KeyRuns.shortest
    let found = runs.overlapping(0..<text.count, of: text.span)
    #expect(found.allSatisfy { $0.count <= KeyRuns.longest })
    #expect(starts.allSatisfy { start in found.contains { $0.contains(start) } })
  }

  private static let characters = Array("abcXYZ0189_-+/".utf8)
  private static let others = Array(" \n.:=\"\0".utf8) + [0x80, 0xFF]

  private static func runs(of text: [UInt8]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for place in 0...text.count
    where place == text.count || !KeyRuns.bytes.contains(text[place]) {
      if place - start >= KeyRuns.shortest { runs.append(start..<place) }
      start = place + 1
    }
    return runs
  }
}
