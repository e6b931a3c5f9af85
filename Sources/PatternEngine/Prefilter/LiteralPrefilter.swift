import Bytes

/// Finds every place of many literals in one pass, whatever their number.
///
/// Each literal is represented by two of its windows of four bytes, one for either parity of its
/// place: so a pass over every second position meets exactly one of them (``WindowFilter``). At a
/// window that may be in the set, the literals that it stands for are compared. There are no false
/// negatives.
package struct LiteralPrefilter: Sendable {
  private let literals: [Literal]
  private(set) var filter = WindowFilter()
  /// The literals' bytes, one after the other.
  private var bytes: [UInt8] = []
  /// For the hash of three bytes: the first of its entries; 0 when it has none.
  private var firstEntry = [Int32](repeating: 0, count: WindowFilter.hashCount)
  /// The same for windows whose first byte is the one before a literal, by their other three.
  private var firstOpenEntry = [Int32](repeating: 0, count: WindowFilter.hashCount)
  private var entries: [Entry]

  private struct Entry: Sendable {
    /// Index of the literal.
    var literal: Int32
    /// Where its bytes begin in `bytes`, and their number.
    var start: Int32
    var count: Int32
    /// Where in the literal the window begins; -1 when it begins with the byte before the literal.
    var offset: Int32
    /// The next entry with this hash; 0 when there is none.
    var next: Int32
    /// The bits of the window that count, and what they are, the first byte lowest.
    var mask: UInt32
    var value: UInt32
    var foldsCase: Bool
  }

  /// A literal of the set, and where it stands.
  package struct Hit: Equatable, Sendable {
    /// Index of the literal in the array that the prefilter was made from.
    package var literal: Int
    /// Offset of its first byte.
    package var offset: Int

    package init(literal: Int, offset: Int) {
      self.literal = literal
      self.offset = offset
    }
  }

  /// Prepares a search.
  ///
  /// - Parameter literals: What to search for; each has at least three bytes.
  package init(_ literals: [Literal]) {
    self.literals = literals
    // Entry 0 is never used, so that 0 can stand for none.
    entries = [
      Entry(
        literal: 0, start: 0, count: 0, offset: 0, next: 0, mask: 0, value: 0, foldsCase: false)
    ]
    entries.reserveCapacity(1 + 2 * literals.count)
    for (index, literal) in literals.enumerated() {
      precondition(literal.bytes.count >= RequiredLiterals.shortest)
      for parity in 0...1 {
        let offset = Self.rarestWindow(of: literal.bytes, parity: parity)
        let (mask, value) = Self.window(of: literal, at: offset)
        var entry = Entry(
          literal: Int32(index), start: Int32(bytes.count), count: Int32(literal.bytes.count),
          offset: Int32(offset), next: 0, mask: mask, value: value, foldsCase: literal.foldsCase)
        let hash = insertWindow(of: literal.bytes, at: offset)
        if offset < 0 {
          entry.next = firstOpenEntry[hash]
          firstOpenEntry[hash] = Int32(entries.count)
        } else {
          entry.next = firstEntry[hash]
          firstEntry[hash] = Int32(entries.count)
        }
        entries.append(entry)
      }
      bytes += literal.bytes
    }
  }

  /// Adds a window to the filter; returns the hash of its first three bytes that are known.
  private mutating func insertWindow(of bytes: [UInt8], at offset: Int) -> Int {
    if offset < 0 {
      filter.insert(nil, bytes[0], bytes[1], bytes[2])
      return WindowFilter.hash(bytes[0], bytes[1], bytes[2])
    }
    let (first, second, third) = (bytes[offset], bytes[offset + 1], bytes[offset + 2])
    filter.insert(first, second, third, offset + 3 < bytes.count ? bytes[offset + 3] : nil)
    return WindowFilter.hash(first, second, third)
  }

  /// What a window holds: the bits that count, and their values.
  private static func window(of literal: Literal, at offset: Int) -> (mask: UInt32, value: UInt32) {
    var (mask, value): (UInt32, UInt32) = (0, 0)
    for place in 0..<4 where literal.bytes.indices.contains(offset + place) {
      let byte = literal.bytes[offset + place]
      let isFolded = literal.foldsCase && byte &- UInt8(ascii: "a") < 26
      let bits: UInt8 = isFolded ? 0xDF : 0xFF
      mask |= UInt32(bits) << UInt32(8 * place)
      value |= UInt32(byte & bits) << UInt32(8 * place)
    }
    return (mask, value)
  }

  /// Offset of the window of a parity that is met least often in ordinary text.
  ///
  /// Only where three bytes leave no choice, the window begins before them: as it holds any byte
  /// there, it fills 128 places of the filter, and many other texts meet one of these.
  private static func rarestWindow(of bytes: [UInt8], parity: Int) -> Int {
    var best = -1
    var mostBits = 0
    for offset in stride(from: parity, through: bytes.count - 3, by: 2) {
      let bits = bits(of: bytes, in: offset..<min(offset + 4, bytes.count))
      if bits > mostBits { (best, mostBits) = (offset, bits) }
    }
    return best
  }

  private static func bits(of bytes: [UInt8], in range: Range<Int>) -> Int {
    range.dropLast().reduce(0) { $0 + PairRarity.bits(bytes[$1], bytes[$1 + 1]) }
  }

  /// Length of a literal in bytes.
  package func length(of literal: Int) -> Int { literals[literal].bytes.count }

  /// Calls `body` for every place of every literal inside a range, once.
  ///
  /// - Parameters:
  ///   - text: The buffer.
  ///   - range: Where to look. Literals that begin before it or end after it may be reported too;
  ///     all that lie in it are.
  ///   - body: Called in about ascending order of offsets.
  package func forEachHit(
    in text: Span<UInt8>, range: Range<Int>, _ body: (_ hit: Hit) -> Void
  ) {
    filter.forEachCandidate(in: text, range: range) { offset, window in
      var index = Int(firstEntry[WindowFilter.hash(of: window)])
      var openIndex = Int(firstOpenEntry[WindowFilter.hash(of: window &>> 8)])
      while index > 0 || openIndex > 0 {
        if index == 0 { swap(&index, &openIndex) }
        let entry = entries[index]
        if (window ^ entry.value) & entry.mask == 0 {
          report(entry, at: offset - Int(entry.offset), in: text, body)
        }
        index = Int(entry.next)
      }
    }
  }

  private func report(
    _ entry: Entry, at start: Int, in text: Span<UInt8>, _ body: (Hit) -> Void
  ) {
    let count = Int(entry.count)
    guard start >= 0, start + count <= text.count else { return }
    for index in 0..<count {
      let byte = text[start + index]
      guard (entry.foldsCase ? byte.asciiLowercased : byte) == bytes[Int(entry.start) + index]
      else { return }
    }
    body(Hit(literal: Int(entry.literal), offset: start))
  }
}
