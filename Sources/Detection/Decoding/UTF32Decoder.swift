import Basics
import Findings

/// ASCII text in UTF-32, found by the three zero bytes of each character, wherever it stands in a
/// buffer.
///
/// A chain of characters looks the same in both byte orders. What stands at its ends decides; where
/// both orders are possible, the remainder of the offset does, as in a file of 32-bit units.
struct UTF32Decoder: Decoder {
  static let unitWidth = 4
  /// Shortest chain worth looking at, in characters.
  private static let shortest = 12
  /// The ends of longer chains are too far apart to decide, in bytes.
  private static let longest = DecodingLimits.after

  func zone(around range: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    // A chain that is long enough lies in it, whichever of its bytes has changed.
    let margin = 4 * (Self.shortest + 1)
    return max(0, range.lowerBound - margin)..<min(text.count, range.upperBound + margin)
  }

  func forEachCandidate(in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    forEachChain(in: text, range) { first, last in
      body(max(0, first - 3)..<min(text.count, last + 4))
    }
  }

  func forEachText(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    _ body: (DecodedText) -> Void
  ) {
    forEachChain(in: text, range) { first, last in
      let little = Reading(first, last, isBigEndian: false, in: text)
      let big = Reading(first, last, isBigEndian: true, in: text)
      let best = Self.isBigEndian(first, last, little, big) ? big : little
      let characters = best.offsets.map { text[$0] }
      guard characters.count >= Self.shortest else { return }
      body(DecodedText(characters, inUnitsFrom: best.start, best.encoding))
    }
  }

  /// Calls `body` for the first and the last of characters in a row, every fourth byte, with zeros
  /// between them.
  private func forEachChain(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ first: Int, _ last: Int) -> Void
  ) {
    let end = range.upperBound
    func isLinked(_ offset: Int) -> Bool {
      offset + 4 < end && text[offset + 1] == 0 && text[offset + 2] == 0 && text[offset + 3] == 0
        && Self.isText(text[offset + 4])
    }
    var position = range.lowerBound
    while let zero = text.firstIndex(of: 0, from: position), zero < end {
      var first = zero - 1
      if first < 0 || !Self.isText(text[first]) || !isLinked(first) {
        // What stands behind the last of the zeros has no character before it.
        first = zero
        while first < end, text[first] == 0 { first += 1 }
      }
      position = first + 1
      guard first < end, Self.isText(text[first]) else { continue }
      var last = first
      while isLinked(last) { last += 4 }
      position = last + 1
      if last - first >= 4 * (Self.shortest - 2) { body(first, last) }
    }
  }

  private static func isBigEndian(
    _ first: Int, _ last: Int, _ little: Reading, _ big: Reading
  ) -> Bool {
    let isAlignedBig = first & 3 == 3
    guard last - first <= longest else { return isAlignedBig }
    if little.isPossible != big.isPossible { return big.isPossible }
    let isAligned = isAlignedBig || first & 3 == 0
    if little.isPossible, isAligned { return isAlignedBig }
    return little.isWhole == big.isWhole ? isAlignedBig : big.isWhole
  }

  /// A chain in one of the byte orders.
  private struct Reading {
    /// Offsets of the characters; one at an end of the chain may belong to another character.
    let offsets: StrideTo<Int>
    /// Where the first character's bytes begin.
    let start: Int
    /// Whether all of the chain's characters are characters.
    let isWhole: Bool
    /// Whether the units on both sides can be characters as well.
    let isPossible: Bool
    let encoding: Encoding

    init(_ first: Int, _ last: Int, isBigEndian: Bool, in text: Span<UInt8>) {
      encoding = isBigEndian ? .utf32BigEndian : .utf32LittleEndian
      let zeros = isBigEndian ? first - 3..<first : last + 1..<last + 4
      isWhole =
        zeros.lowerBound >= 0 && zeros.upperBound <= text.count
        && zeros.allSatisfy { text[$0] == 0 }
      let left = isWhole || !isBigEndian ? first : first + 4
      let right = isWhole || isBigEndian ? last + 4 : last
      offsets = stride(from: left, to: right, by: 4)
      start = isBigEndian ? left - 3 : left
      let unit = encoding.codeUnit
      func canBeCharacter(_ offset: Int) -> Bool {
        // The text may begin or end here, but not within a unit.
        guard offset > -4, offset < text.count else { return true }
        guard offset >= 0, let value = unit.value(at: offset, in: text) else { return false }
        return Unicode.Scalar(value) != nil
      }
      isPossible =
        canBeCharacter(start - 4) && canBeCharacter(isBigEndian ? right - 3 : right)
    }
  }

  private static func isText(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || (9...13).contains(byte)
  }
}
