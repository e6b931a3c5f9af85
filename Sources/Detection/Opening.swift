import PatternEngine

/// What the first bytes of a match can be, byte by byte: at most places a rule cannot begin, and this
/// tells at once.
struct Opening: Sendable {
  /// For each byte, one bit for each of the places where it can stand.
  private let places: [UInt16]
  /// The same with the last place as the lowest bit.
  private let placesFromEnd: [UInt16]
  private let count: Int

  /// Takes the sets of the first places; those beyond the sixteenth are left out.
  init(_ sets: [ByteSet]) {
    var places = [UInt16](repeating: 0, count: 256)
    for (place, set) in sets.prefix(16).enumerated() {
      for byte in set.bytes { places[Int(byte)] |= 1 << UInt16(place) }
    }
    self.places = places
    let count = min(sets.count, 16)
    self.count = count
    placesFromEnd = places.map { Self.reversed($0) &>> UInt16(max(0, 16 - count)) }
  }

  /// Whether a match may start at an offset.
  @inline(__always)
  func mayStand(at offset: Int, in text: Span<UInt8>) -> Bool {
    guard count > 0 else { return true }
    // Nearly always the first byte decides.
    guard places[Int(text[offset])] & 1 != 0, offset + count <= text.count else { return false }
    var place = 1
    while place < count {
      guard places[Int(text[offset &+ place])] &>> UInt16(place) & 1 != 0 else { return false }
      place &+= 1
    }
    return true
  }

  private static func reversed(_ bits: UInt16) -> UInt16 {
    (0..<16).reduce(0) { $0 | (bits >> UInt16($1) & 1) << UInt16(15 - $1) }
  }

  /// The first offset of a range at which a match may start; nil where there is none.
  ///
  /// Of as many bytes as count, the last are looked at first: mostly a byte among them can stand
  /// nowhere, and all places up to it are ruled out at once. (Navarro and Raffinot's backward search
  /// with bits, which here stand for sets.)
  func firstPlace(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    guard count > 0 else { return range.isEmpty ? nil : range.lowerBound }
    let places = placesFromEnd.span
    let end = min(range.upperBound, text.count &- count &+ 1)
    let first = UInt16(1) &<< UInt16(count &- 1)
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
      var possible: UInt16 = .max
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
