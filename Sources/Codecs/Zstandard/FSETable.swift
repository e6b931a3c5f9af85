import Basics

/// A table of finite state entropy coding; RFC 8878, 4.1.
struct FSETable: Sendable {
  /// A state.
  struct Entry: Sendable {
    let symbol: UInt8
    /// How many bits the next state takes, and what is added to them.
    let bits: UInt8
    let base: UInt16
  }

  /// The states; a power of two.
  let entries: [Entry]
  /// How many bits the first state takes.
  let accuracy: Int

  /// The table of a single symbol.
  init(only symbol: UInt8) {
    entries = [Entry(symbol: symbol, bits: 0, base: 0)]
    accuracy = 0
  }

  /// Spreads the symbols over the states; RFC 8878, 4.1.1.
  ///
  /// - Parameters:
  ///   - counts: How likely each symbol is; -1 for less than 1. Their sizes add up to 2^`accuracy`.
  ///   - accuracy: At most 9.
  init(counts: [Int], accuracy: Int) {
    let size = 1 << accuracy
    var symbols = [UInt8](repeating: 0, count: size)
    var next = counts.map { max($0, 1) }
    var high = size - 1
    for (symbol, count) in counts.enumerated() where count == -1 {
      symbols[high] = UInt8(symbol)
      high -= 1
    }
    let step = size >> 1 + size >> 3 + 3
    var place = 0
    for (symbol, count) in counts.enumerated() where count > 0 {
      for _ in 0..<count {
        symbols[place] = UInt8(symbol)
        repeat { place = (place + step) & (size - 1) } while place > high
      }
    }
    entries = symbols.map { symbol in
      let state = next[Int(symbol)]
      next[Int(symbol)] += 1
      let bits = accuracy - (Int.bitWidth - 1 - state.leadingZeroBitCount)
      return Entry(symbol: symbol, bits: UInt8(bits), base: UInt16(state << bits - size))
    }
    self.accuracy = accuracy
  }

  /// Reads the description of a table.
  ///
  /// - Parameters:
  ///   - bytes: Where it stands.
  ///   - position: Where it begins; is moved on to what follows.
  ///   - end: Where the bytes end that it may take.
  ///   - symbols: How many symbols there may be.
  ///   - most: The largest accuracy.
  /// - Throws: `DecompressionError`.
  init(
    _ bytes: Span<UInt8>, at position: inout Int, end: Int, symbols: Int, most: Int
  ) throws(DecompressionError) {
    let damage = DecompressionError.damaged("a table of zstd data")
    var bit = 8 * position
    func take(_ count: Int) -> Int {
      defer { bit += count }
      var value = 0
      for index in 0..<count where (bit + index) >> 3 < end {
        value |= Int(bytes[(bit + index) >> 3] >> UInt8((bit + index) & 7) & 1) << index
      }
      return value
    }
    let accuracy = take(4) + 5
    guard accuracy <= most else { throw damage }
    var rest = 1 << accuracy
    var counts: [Int] = []
    while rest > 0 {
      guard counts.count < symbols, bit <= 8 * end else { throw damage }
      // Values up to `rest + 1`; the smaller ones take a bit less.
      let bits = Int.bitWidth - (rest + 1).leadingZeroBitCount
      var value = take(bits)
      let half = 1 << (bits - 1) - 1
      let short = 1 << bits - 1 - (rest + 1)
      if value & half < short {
        value &= half
        bit -= 1
      } else if value > half {
        value -= short
      }
      let count = value - 1
      rest -= abs(count)
      counts.append(count)
      guard count == 0 else { continue }
      var zeros = 3
      while zeros == 3 {
        zeros = take(2)
        guard counts.count + zeros <= symbols, bit <= 8 * end else { throw damage }
        counts += [Int](repeating: 0, count: zeros)
      }
    }
    guard rest == 0, bit <= 8 * end else { throw damage }
    position = (bit + 7) >> 3
    self.init(counts: counts, accuracy: accuracy)
  }
}
