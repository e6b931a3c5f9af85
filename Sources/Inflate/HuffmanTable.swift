/// A table that decodes the codes of one Huffman tree, several bits at a time.
///
/// An entry has in its low byte how many bits it takes, those of the code and the extra bits behind
/// it; then the number of bits of the code alone (4 bits), flags, and a value from bit 16 on. Codes
/// that are longer than the table is wide stand in tables behind it, to which the entry of their
/// first bits links.
@safe struct HuffmanTable: ~Copyable {
  /// The value is a byte.
  static let isLiteral: UInt32 = 1 << 31
  /// Any of the three that follow.
  static let isSpecial: UInt32 = 1 << 15
  /// The value is where a further table begins; the four bits are its width.
  static let isLink: UInt32 = 1 << 14
  /// The block ends.
  static let isEnd: UInt32 = 1 << 13
  /// No such symbol.
  static let isInvalid: UInt32 = 1 << 12

  /// The table; its width is `bits`.
  let entries: UnsafeMutablePointer<UInt32>
  /// Width of the table in bits.
  private(set) var bits: UInt32 = 0
  private let symbols: [UInt32]
  private let sorted: UnsafeMutablePointer<UInt16>
  private let most: Int

  /// Makes room for a table.
  ///
  /// - Parameters:
  ///   - symbols: For each symbol the entry without the length of its code; at most 288.
  ///   - most: The largest width.
  init(symbols: [UInt32], most: Int) {
    self.symbols = symbols
    self.most = most
    // Each symbol could have a table of its own behind the first.
    let capacity = (1 << most) + (symbols.count << (15 - most))
    unsafe entries = .allocate(capacity: capacity)
    unsafe entries.initialize(repeating: Self.isSpecial | Self.isInvalid, count: capacity)
    unsafe sorted = .allocate(capacity: symbols.count)
    unsafe sorted.initialize(repeating: 0, count: symbols.count)
  }

  deinit {
    // SAFETY: both were allocated by `init`, and nobody else holds them.
    unsafe entries.deallocate()
    unsafe sorted.deallocate()
  }

  /// Fills the table.
  ///
  /// - Parameters:
  ///   - lengths: The length of each symbol's code, 0 to 15; 0 for none. Seven bytes more can be read.
  ///   - count: Number of lengths, at most as many as there are symbols.
  /// - Returns: Whether the codes are a whole tree; else the table is of no use.
  @unsafe mutating func build(_ lengths: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    precondition(count <= symbols.count)
    let sorted = unsafe self.sorted
    // SAFETY of all below: `lengths` has `count` values, each at most 15; a whole tree has at
    // most as many codes as `sorted` has room, and each index of the table that its codes make
    // has at most `bits` bits, or lies in one of at most `count` tables behind.
    return unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 32) { numbers in
      unsafe numbers.initialize(repeating: 0)
      unsafe Self.forEachCode(lengths, count) { _, length in unsafe numbers[length] &+= 1 }
      var longest = 15
      while unsafe longest > 0 && numbers[longest] == 0 { longest -= 1 }
      guard longest > 0 else { return false }
      var open = 1
      var place = 0
      for length in 1...longest {
        open = unsafe (open << 1) - numbers[length]
        guard open >= 0 else { return false }
        unsafe numbers[16 + length] = place
        unsafe place += numbers[length]
      }
      guard open == 0 else { return false }
      unsafe Self.forEachCode(lengths, count) { symbol, length in
        unsafe sorted[numbers[16 + length]] = UInt16(truncatingIfNeeded: symbol)
        unsafe numbers[16 + length] &+= 1
      }
      unsafe fill(numbers, longest: longest)
      return true
    }
  }

  /// Lends each symbol that has a code, with its length; runs of others are passed over eight at a
  /// time, for most texts have no use of half of the bytes.
  @unsafe @inline(__always)
  private static func forEachCode(
    _ lengths: UnsafePointer<UInt8>, _ count: Int, _ body: (_ symbol: Int, _ length: Int) -> Void
  ) {
    for start in stride(from: 0, to: count, by: 8) {
      // SAFETY: there are `count` lengths and seven bytes more.
      let eight = unsafe UnsafeRawPointer(lengths + start).loadUnaligned(as: UInt64.self)
      guard eight != 0 else { continue }
      for symbol in start..<min(start + 8, count) {
        let length = unsafe Int(lengths[symbol])
        if length > 0 { body(symbol, length) }
      }
    }
  }

  /// Gives each code its entries; `numbers` tells how many codes have each length.
  @unsafe private mutating func fill(_ numbers: UnsafeMutableBufferPointer<Int>, longest: Int) {
    let width = min(longest, most)
    bits = UInt32(width)
    unsafe symbols.withUnsafeBufferPointer { symbols in
      // The code, its first bit lowest, as the reader meets it.
      var code = 0
      var next = 0
      var size = 1
      for length in 1...width {
        // What the shorter codes mean does not depend on the further bit. Places that no code
        // has yet are written by a longer one.
        unsafe (entries + size).update(from: entries, count: size)
        size <<= 1
        for _ in unsafe 0..<numbers[length] {
          unsafe entries[code] = Self.entry(symbols[Int(sorted[next])], length)
          Self.advance(&code, length)
          next += 1
        }
      }
      guard longest > width else { return }
      let more = longest - width
      var table = size - (1 << more)
      var prefix = -1
      for length in (width + 1)...longest {
        for _ in unsafe 0..<numbers[length] {
          if code & (size - 1) != prefix {
            prefix = code & (size - 1)
            table += 1 << more
            unsafe entries[prefix] =
              UInt32(table) << 16 | Self.isSpecial | Self.isLink | UInt32(more) << 8
              | UInt32(width)
          }
          let entry = unsafe Self.entry(symbols[Int(sorted[next])], length - width)
          for place in stride(from: code >> width, to: 1 << more, by: 1 << (length - width)) {
            unsafe entries[table + place] = entry
          }
          Self.advance(&code, length)
          next += 1
        }
      }
    }
  }

  /// The entry of a symbol whose code has so many bits in its table.
  @inline(__always)
  private static func entry(_ symbol: UInt32, _ length: Int) -> UInt32 {
    symbol &+ UInt32(truncatingIfNeeded: length &* 0x101)
  }

  /// Adds one to a code whose first bit is the lowest; the last code, all ones, becomes zero.
  @inline(__always)
  private static func advance(_ code: inout Int, _ length: Int) {
    let zeros = ~code & ((1 &<< length) &- 1)
    guard zeros != 0 else {
      code = 0
      return
    }
    let bit = 1 &<< (63 &- zeros.leadingZeroBitCount)
    code = code & (bit &- 1) | bit
  }
}

extension HuffmanTable {
  /// Literals, the end, and lengths with their extra bits; RFC 1951, 3.2.5.
  static let literals: [UInt32] = {
    var entries = (0..<256).map { isLiteral | UInt32($0) << 16 }
    entries.append(isSpecial | isEnd)
    var base: UInt32 = 3
    for symbol in 0..<28 {
      let extra = UInt32(max(0, symbol / 4 - 1))
      entries.append(base << 16 | extra)
      base += 1 << extra
    }
    entries.append(258 << 16)
    return entries + [isSpecial | isInvalid, isSpecial | isInvalid]
  }()

  /// Distances with their extra bits; RFC 1951, 3.2.5.
  static let distances: [UInt32] = {
    var entries: [UInt32] = []
    var base: UInt32 = 1
    for symbol in 0..<30 {
      let extra = UInt32(max(0, symbol / 2 - 1))
      entries.append(base << 16 | extra)
      base += 1 << extra
    }
    return entries + [isSpecial | isInvalid, isSpecial | isInvalid]
  }()

  /// The symbols that write the lengths of codes; RFC 1951, 3.2.7.
  static let codeLengths: [UInt32] = (0..<19).map { UInt32($0) << 16 }
}
