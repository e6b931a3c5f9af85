/// The codes of one Huffman tree of a bzip2 block.
struct Bzip2Tree: Sendable {
  /// The longest code.
  static let longest = 20
  /// So many bits are looked up at once.
  static let width = 10

  /// For each value of the first bits the symbol and, in the low five bits, the length of its code;
  /// 0 for longer codes and for none.
  let entries: [UInt16]
  /// For each length one more than the last code, its bits at the top of `longest`.
  private let ends: [Int]
  /// For each length what is added to a code to have its place in `sorted`.
  private let offsets: [Int]
  private let sorted: [UInt16]

  /// Makes the tree of the lengths of codes, each 1 to `longest`; nil if there cannot be so many.
  init?(_ lengths: [UInt8]) {
    var counts = [Int](repeating: 0, count: Self.longest + 1)
    for length in lengths { counts[Int(length)] += 1 }
    var (ends, offsets, places): ([Int], [Int], [Int]) = ([], [], [])
    var (code, place) = (0, 0)
    for length in 0...Self.longest {
      code <<= 1
      offsets.append(place - code)
      places.append(place)
      code += counts[length]
      place += counts[length]
      guard code <= 1 << length else { return nil }
      ends.append(code << (Self.longest - length))
    }
    var sorted = [UInt16](repeating: 0, count: lengths.count)
    var entries = [UInt16](repeating: 0, count: 1 << Self.width)
    for (symbol, byte) in lengths.enumerated() {
      let length = Int(byte)
      let place = places[length]
      places[length] += 1
      sorted[place] = UInt16(symbol)
      guard length <= Self.width else { continue }
      let code = place - offsets[length]
      let shift = Self.width - length
      for entry in (code << shift)..<((code + 1) << shift) {
        entries[entry] = UInt16(symbol << 5 | length)
      }
    }
    (self.ends, self.offsets, self.sorted, self.entries) = (ends, offsets, sorted, entries)
  }

  /// Looks for a code of any length.
  ///
  /// - Parameter bits: The next `longest` bits.
  /// - Returns: Its symbol and length; nil if there is no such code.
  func search(_ bits: UInt64) -> (symbol: Int, length: Int)? {
    let bits = Int(bits)
    guard let length = (1...Self.longest).first(where: { bits < ends[$0] }) else { return nil }
    return (Int(sorted[bits >> (Self.longest - length) + offsets[length]]), length)
  }
}
