/// Which two bytes some texts begin with: at most places none of them does, and this tells at once.
///
/// Of each byte the lowest five bits count, which letters of either case have in common; so more passes
/// than there is.
struct Beginnings {
  private var table = [Bool](repeating: false, count: 1 << 10)

  /// Takes note of a text.
  mutating func insert(_ text: [UInt8]) {
    guard let first = text.first else { return }
    if text.count > 1 {
      table[Self.place(first, text[1])] = true
    } else {
      for second in UInt8.min..<32 { table[Self.place(first, second)] = true }
    }
  }

  /// Whether one of the texts may begin with two bytes.
  @inline(__always)
  func contain(_ first: UInt8, _ second: UInt8) -> Bool { table[Self.place(first, second)] }

  /// The first place in a part of a text at which one of them may begin; at the last byte of a part, one
  /// always may.
  func firstPlace(in part: Range<Int>, of text: Span<UInt8>) -> Int? {
    guard let last = part.last else { return nil }
    // Each byte is read once: nearly all that is done is to pass over them.
    var first = text[part.lowerBound]
    for place in part.lowerBound..<last {
      let second = text[place &+ 1]
      if contain(first, second) { return place }
      first = second
    }
    return last
  }

  @inline(__always)
  private static func place(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first & 31) &<< 5 | Int(second & 31)
  }
}
