internal import Basics

/// Gives equal texts the same number: modes and names of tree entries, of which there are few.
package struct LabelTable: Sendable {
  package init() {}

  /// The texts, one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// The numbers of texts, each at the place that its hash says or the next free one.
  private var slots = [UInt32](repeating: free, count: 1 << 10)
  /// Nobody can choose names that all have the same hash.
  private let seed = UInt64.random(in: .min ... .max)

  private static let free = UInt32.max

  /// The text with a number.
  package subscript(number: UInt32) -> ArraySlice<UInt8> { bytes[range(of: number)] }

  private func range(of number: UInt32) -> Range<Int> {
    let index = Int(number)
    return (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// Every number of a text is below this.
  package var count: UInt32 { UInt32(ends.count) }

  /// Returns the number of a text, which is given one if it has none.
  package mutating func number(of text: Span<UInt8>) -> UInt32 {
    var slot = place(of: text)
    while slots[slot] != Self.free {
      if equals(slots[slot], text) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = UInt32(ends.count)
    slots[slot] = number
    for index in text.indices { bytes.append(text[index]) }
    ends.append(bytes.count)
    if ends.count > slots.count / 2 { grow() }
    return number
  }

  private func equals(_ number: UInt32, _ text: Span<UInt8>) -> Bool {
    let range = range(of: number)
    guard range.count == text.count else { return false }
    let known = bytes.span
    let words = text.count & ~7
    for place in stride(from: 0, to: words, by: 8)
    where known.bigEndian64(at: range.lowerBound + place) != text.bigEndian64(at: place) {
      return false
    }
    for place in words..<text.count where known[range.lowerBound + place] != text[place] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: Self.free, count: 2 * slots.count)
    let known = bytes
    for number in 0..<UInt32(ends.count) {
      var slot = place(of: known.span.extracting(range(of: number)))
      while slots[slot] != Self.free { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = number
    }
  }

  /// The place where a text belongs: eight bytes at a time are multiplied with an odd number, and
  /// both halves of the product are kept.
  private func place(of text: Span<UInt8>) -> Int {
    var hash = seed ^ UInt64(text.count)
    let words = text.count & ~7
    for place in stride(from: 0, to: words, by: 8) {
      hash = Self.stir(hash ^ text.bigEndian64(at: place))
    }
    var rest: UInt64 = 0
    for place in words..<text.count { rest = rest << 8 | UInt64(text[place]) }
    return Int(truncatingIfNeeded: Self.stir(hash ^ rest)) & (slots.count - 1)
  }

  private static func stir(_ word: UInt64) -> UInt64 {
    let (high, low) = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return high ^ low
  }
}
