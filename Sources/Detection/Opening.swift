import PatternEngine

/// What some bytes in a row can be, byte by byte: at most places they do not stand, and this tells at
/// once.
struct Opening: Sendable {
  /// Most bytes that count.
  private static let longest = 64

  /// For each byte, one bit for each of the places where it can stand, the last place as the lowest
  /// bit.
  private let places: [UInt64]
  private let count: Int

  /// Takes a set for each of the bytes; those beyond the 64th are left out.
  init(_ sets: [ByteSet]) {
    count = min(sets.count, Self.longest)
    var places = [UInt64](repeating: 0, count: 256)
    var start = 0
    while start < count {
      // Mostly, equal sets follow each other.
      var end = start + 1
      while end < count, sets[end] == sets[start] { end += 1 }
      let bits = (UInt64.max >> UInt64(64 - (end - start))) << UInt64(count - end)
      for byte in sets[start].bytes { places[Int(byte)] |= bits }
      start = end
    }
    self.places = places
  }

  /// Whether the bytes may stand at an offset of a text, which is below its count.
  @inline(__always)
  func mayStand(at offset: Int, in text: Span<UInt8>) -> Bool {
    guard count > 0 else { return true }
    let places = places.span
    var bit = UInt64(1) &<< UInt64(count &- 1)
    // Nearly always the first byte decides.
    guard places[Int(text[offset])] & bit != 0, offset + count <= text.count else { return false }
    var next = offset
    while bit > 1 {
      bit &>>= 1
      next &+= 1
      guard places[Int(text[next])] & bit != 0 else { return false }
    }
    return true
  }

  /// The first offset of a range at which the bytes may stand; nil where there is none.
  ///
  /// Of as many bytes as count, the last are looked at first: mostly a byte among them can stand
  /// nowhere, and all places up to it are ruled out at once. (Navarro and Raffinot's backward search
  /// with bits, which here stand for sets.)
  func firstPlace(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    guard count > 0 else { return range.isEmpty ? nil : range.lowerBound }
    let places = places.span
    let end = min(range.upperBound, text.count &- count &+ 1)
    let first = UInt64(1) &<< UInt64(count &- 1)
    var offset = range.lowerBound
    if count == 1 {
      while offset < end {
        if places[Int(text[offset])] != 0 { return offset }
        offset &+= 1
      }
      return nil
    }
    while offset < end {
      // One bit for each place at which the bytes from `next` on may stand; the highest for the first.
      var possible: UInt64 = .max
      var next = count
      // The nearest offset at which these bytes could be the first of a match.
      var distance = count
      while true {
        next &-= 1
        possible &= places[Int(text[offset &+ next])]
        if possible & first != 0 {
          if next == 0 { return offset }
          distance = next
        }
        possible = possible &<< 1
        if possible == 0 || next == 0 { break }
      }
      offset &+= distance
    }
    return nil
  }
}
