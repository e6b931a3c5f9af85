import TestSupport
import Testing

@testable import Basics

@Suite struct EscapeFilterTests {
  /// Every mark at every place, with every byte beside it, is told as one look at it tells.
  @Test func marksAreTold() {
    let others = Array("a;? \n\r\t+|'\\x123D#-_[\u{0}".utf8)
    var wrong: [[UInt8]] = []
    for mark in "\"'`%\\&=\u{1B}x".utf8 {
      for before in others {
        for after in others {
          for next in others {
            let piece = [before, mark, after, next]
            let expected = isCandidate(piece)
            for place in [1, 31, 32, 60] {
              var text = [UInt8](repeating: UInt8(ascii: "-"), count: 64)
              text.replaceSubrange(place - 1..<place + 3, with: piece)
              let found = candidates(in: text, place..<place + 1)
              let whole = candidates(in: text, 0..<64)
              if found != (expected ? [place] : []) || whole.contains(place) != expected {
                wrong.append(piece)
              }
            }
          }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  /// Wherever a sign, a space and a quote stand in a row, a statement may append; without them, none
  /// does.
  @Test func statementsThatAppendAreTold() {
    for sign in "=<".utf8 {
      for quote in "\"'`".utf8 {
        for place in 0..<30 {
          var text = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
          text.replaceSubrange(place + 5..<place + 8, with: [sign, UInt8(ascii: " "), quote])
          #expect(mayAppend(text, from: 5))
          text[place + 6] = UInt8(ascii: "\t")
          #expect(!mayAppend(text, from: 5))
        }
      }
    }
    // Near the end, nothing is said.
    let text = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
    #expect(mayAppend(text, from: 31))
  }

  /// Whole blocks are looked through as sixteen bytes at a time are, in every part of a text.
  @Test(.enabled(if: Wide.isQuick))
  func blocksAreLookedThrough() {
    var random = TestRandom(seed: 3208)
    let likely = Array("\"'`%\\&=\u{1B} \n\t+.;<|aDxu013q#[-_(,é\u{0}".utf8)
    var total = 0
    for _ in 0..<2_000 {
      let text = (0..<random.below(400)).map { _ in
        random.below(8) == 0 ? UInt8(random.below(256)) : random.pick(likely)
      }
      let start = random.below(text.count + 1)
      let range = start..<start + random.below(text.count - start + 1)
      let plain = candidates(in: text, range, byBlocks: false)
      #expect(candidates(in: text, range, byBlocks: true) == plain)
      total += plain.count
    }
    #expect(total > 2_000)
  }

  /// Every mark between every two bytes is told in blocks.
  @Test(.enabled(if: Wide.isQuick))
  func everyMarkIsToldInBlocks() {
    for mark in "\"'`%\\&=\u{1B}".utf8 {
      for before in UInt8.min...UInt8.max {
        // One group of four after the other, the last byte being one that most kinds may have.
        for next in "\n-;".utf8 {
          let text: [UInt8] = (UInt8.min...UInt8.max).flatMap { [before, mark, $0, next] }
          let plain = candidates(in: text, 0..<text.count, byBlocks: false)
          #expect(candidates(in: text, 0..<text.count, byBlocks: true) == plain)
        }
      }
    }
  }

  private func candidates(in text: [UInt8], _ range: Range<Int>, byBlocks: Bool) -> [Int] {
    var found: [Int] = []
    EscapeFilter.forEachCandidate(in: text.span, range, byBlocks: byBlocks) { found.append($0) }
    return found
  }

  private func mayAppend(_ text: [UInt8], from offset: Int) -> Bool {
    EscapeFilter.mayAppend(in: text.span, from: offset)
  }

  /// Candidates come in order, none is left out, and none comes from the end on.
  @Test(arguments: 0..<80)
  func candidatesComeInOrder(length: Int) {
    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
    for offset in bytes.indices where offset % 7 == 3 {
      bytes[offset] = UInt8(ascii: "\"")
      if offset + 1 < length { bytes[offset + 1] = UInt8(ascii: "+") }
    }
    for end in 0...length {
      #expect(
        candidates(in: bytes, 0..<end) == (0..<end).filter { $0 % 7 == 3 && $0 + 1 < length })
    }
  }

  private func candidates(in text: [UInt8], _ range: Range<Int>) -> [Int] {
    var found: [Int] = []
    EscapeFilter.forEachCandidate(in: text.span, range) { found.append($0) }
    return found
  }

  private func isCandidate(_ bytes: [UInt8]) -> Bool {
    let (before, mark, after, next) = (bytes[0], bytes[1], bytes[2], bytes[3])
    func isIn(_ byte: UInt8, _ set: String) -> Bool { set.utf8.contains(byte) }
    let joining = "\t\n\r+.&|<\\\"'`"
    let piece = "aD;%+\\x123q-_"
    let endsPiece = isIn(before, piece)
    switch mark {
    case UInt8(ascii: "%"), 0x1B: return isIn(after, "234567[]")
    case UInt8(ascii: "&"): return isIn(after, "#aq")
    case UInt8(ascii: "\\"):
      return isIn(after, "xuU01") || endsPiece && isIn(after, "\n\r-_")
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      let isSpaced = after == UInt8(ascii: " ") && (next == after || isIn(next, joining))
      let isStatement = after == UInt8(ascii: ";") && isIn(next, "\n\r")
      return endsPiece && (isIn(after, joining) || isSpaced || isStatement)
    case UInt8(ascii: "="):
      return endsPiece && isIn(after, "3\n\r") && (isIn(next, piece) || next == 10)
    default: return false
    }
  }
}
