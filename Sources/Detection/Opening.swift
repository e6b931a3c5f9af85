import PatternEngine

/// What the first bytes of a match can be, byte by byte: at most places a rule cannot begin, and this
/// tells at once.
struct Opening: Sendable {
  /// For each byte, one bit for each of the places where it can stand.
  private let places: [UInt16]
  private let count: Int

  /// Takes the sets of the first places; those beyond the sixteenth are left out.
  init(_ sets: [ByteSet]) {
    var places = [UInt16](repeating: 0, count: 256)
    for (place, set) in sets.prefix(16).enumerated() {
      for byte in set.bytes { places[Int(byte)] |= 1 << UInt16(place) }
    }
    self.places = places
    count = min(sets.count, 16)
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

  /// The first offset of a range at which a match may start; nil where there is none.
  func firstPlace(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    guard count > 0 else { return range.isEmpty ? nil : range.lowerBound }
    let places = places.span
    let end = min(range.upperBound, text.count)
    var offset = range.lowerBound
    while offset < end {
      if places[Int(text[offset])] & 1 != 0, mayStand(at: offset, in: text) { return offset }
      offset &+= 1
    }
    return nil
  }
}
