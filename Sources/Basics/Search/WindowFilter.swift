import CVectors

/// Finds positions where one of many texts may stand, looking at every second position only.
///
/// At each even offset of a buffer, four bytes are looked up at once. Whoever registers two windows
/// for every text, one for either parity of its place, misses none. The table takes 32 KB, which the
/// first cache level holds, and no look-up waits for another. Four bytes of which all count pass by
/// chance at one place in hundreds, even with a thousand texts; pairs would pass at every second one.
package struct WindowFilter: Sendable {
  /// Number of different hashes.
  package static let hashCount = 1 << 13

  /// For the hash of three bytes: which fourth bytes may follow, by their low five bits.
  private var followers = [UInt32](repeating: 0, count: hashCount)
  /// For the hash of four bytes, one bit: whether they may be a window.
  private var windows = [UInt64](repeating: 0, count: 1 << (windowBits - 6))
  private static let windowBits = 17

  package init() {}

  /// Adds a window of four bytes, of which the first can be any byte.
  package mutating func insert(anyBefore second: UInt8, _ third: UInt8, _ fourth: UInt8) {
    // Bytes that differ in the bit of a letter's case have the same places.
    for first in UInt8.min...UInt8.max where first & 0x20 != 0 {
      insert(first, second, third, fourth)
    }
  }

  /// Adds a window of four bytes.
  package mutating func insert(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
    followers[Self.hash(first, second, third)] |= UInt32(1) << UInt32(fourth & 31)
    let start = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16
    insert(start | UInt32(fourth) << 24)
  }

  /// Adds windows of four bytes, of which the last can be one of several: those whose bits are set in
  /// four words, the lowest bit of the first word for 0.
  package mutating func insert(
    _ first: UInt8, _ second: UInt8, _ third: UInt8, anyOf fourths: [UInt64]
  ) {
    let start = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16
    var all: UInt32 = 0
    for (index, word) in fourths.enumerated() {
      // Bytes that differ in the bit of a letter's case have the same places.
      var rest = UInt32(truncatingIfNeeded: word | word >> 32)
      all |= rest
      while rest != 0 {
        let fourth = UInt32(64 * index + 32 + rest.trailingZeroBitCount)
        insert(start | fourth << 24)
        rest &= rest - 1
      }
    }
    followers[Self.hash(of: start)] |= all
  }

  private mutating func insert(_ window: UInt32) {
    let slot = Self.slot(of: window)
    windows[slot / 64] |= 1 << UInt64(slot % 64)
  }

  /// The place of a window in the finer table; letters of either case have the same.
  @inline(__always)
  private static func slot(of window: UInt32) -> Int {
    Int(((window | fineFold) &* fineFactor) &>> UInt32(32 - windowBits))
  }

  private static let fineFold: UInt32 = 0x2020_2020
  private static let fineFactor: UInt32 = 0x9E37_79B1

  /// Thirteen bits of three bytes; letters of either case give the same.
  package static func hash(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    hash(of: UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16)
  }

  /// The hash of the three bytes that a little-endian load puts lowest.
  @inline(__always)
  private static func hash(of window: UInt32) -> Int {
    // The factor ends in eight zeros: the highest byte of the window does not count.
    Int(((window | fold) &* factor) &>> shift)
  }

  private static let fold: UInt32 = 0x20_2020
  private static let factor: UInt32 = 0x3779_B100
  /// What is left of 32 bits is the hash.
  private static let shift: UInt32 = 19

  /// Calls `body` for every even offset at which a window of the set may stand.
  ///
  /// - Parameters:
  ///   - text: The buffer; parity counts from its first byte. Behind its end, a window goes on with
  ///     zeros.
  ///   - range: Where to look: from the even offset at or before its start, for windows of which
  ///     three bytes at least lie before its end.
  ///   - body: Takes the offsets in ascending order, each with eight bytes from the one before it on,
  ///     the first of them lowest, and the hashes of the window's first and last three bytes; beyond
  ///     the text's ends stand zeros.
  package func forEachCandidate(
    in text: Span<UInt8>, range: Range<Int>,
    _ body: Body
  ) {
    forEachCandidate(in: text, range: range, gathers: Self.canGather, body)
  }

  /// What takes a place at which a window may stand.
  package typealias Body = (
    _ offset: Int, _ bytesFromBefore: UInt64, _ hashes: (first: Int, last: Int)
  ) -> Void

  /// Whether the processor looks up several windows at once.
  static let canGather = kunci_has_gather() != 0

  /// The same, by one way of looking windows up or the other.
  func forEachCandidate(
    in text: Span<UInt8>, range: Range<Int>, gathers: Bool,
    _ body: Body
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
    unsafe text.withUnsafeBufferPointer { buffer in
      unsafe followers.withUnsafeBufferPointer { followers in
        unsafe windows.withUnsafeBufferPointer { windows in
          unsafe Self.forEachCandidate(in: buffer, range, followers, windows, gathers, body)
        }
      }
    }
  }

  /// Blocks of 32 bytes that are looked up together, at most and in short ranges.
  private static let mostBlocks = 64
  private static let fewBlocks = 7

  /// How many places so many blocks need room for, twice.
  @inline(__always)
  private static func room(_ blocks: Int) -> Int { 16 * blocks + 8 }

  @inline(__always)
  private static func forEachCandidate(
    in buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ followers: UnsafeBufferPointer<UInt32>, _ windows: UnsafeBufferPointer<UInt64>,
    _ gathers: Bool, _ body: Body
  ) {
    guard let base = unsafe UnsafeRawPointer(buffer.baseAddress),
      let table = followers.baseAddress
    else { return }
    // SAFETY: every load reads four or eight bytes that end at or before `count`; a slot is below the
    // length of its table. Bounds checks here would cost a third of the throughput.
    @inline(__always) func window(at offset: Int) -> UInt32 {
      unsafe UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    @inline(__always) func isCandidate(_ offset: Int) -> UInt32 {
      let window = window(at: offset)
      return unsafe followers[hash(of: window)] &>> (window &>> 24) & 1
    }
    @inline(__always) func mayBeWindow(_ window: UInt32) -> Bool {
      let slot = slot(of: window)
      return unsafe windows[slot &>> 6] &>> UInt64(slot & 63) & 1 != 0
    }
    @inline(__always) func hashes(of window: UInt32) -> (first: Int, last: Int) {
      (hash(of: window), hash(of: window &>> 8))
    }
    func bytes(before place: Int) -> UInt64 {
      place > 0 ? bytes(at: place &- 1) : bytes(at: 0) &<< 8
    }
    func bytes(at offset: Int) -> UInt64 {
      if offset <= buffer.count &- 8 {
        return unsafe UInt64(
          littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      }
      var bytes: UInt64 = 0
      for place in offset..<buffer.count {
        unsafe bytes |= UInt64(buffer[place]) &<< UInt64(8 &* (place &- offset))
      }
      return bytes
    }
    var offset = range.lowerBound & ~1
    func forEachWindow(_ found: UInt32) {
      var rest = found
      while rest != 0 {
        let place = offset &+ 2 &* rest.trailingZeroBitCount
        rest &= rest &- 1
        let window = window(at: place)
        if mayBeWindow(window) { body(place, bytes(before: place), hashes(of: window)) }
      }
    }
    // Windows that the range may hold begin before this; bytes behind are looked at as well, as that is
    // quicker than to look at each of the last windows by itself.
    let end = range.upperBound &- 2
    if gathers, let fineTable = windows.baseAddress {
      let coarse = unsafe kunci_window_table(
        words: table, fold: fold, factor: factor, shift: Int32(shift))
      let fine = unsafe kunci_window_table(
        words: fineTable, fold: fineFold, factor: fineFactor, shift: Int32(32 - windowBits))
      @inline(__always) func lookUp(_ most: Int, with memory: UnsafeMutableBufferPointer<UInt32>) {
        guard let places = memory.baseAddress else { return }
        while case let blocks = min(
          (buffer.count &- offset &- 8) / 32, (end &- offset &+ 31) / 32, most), blocks > 0
        {
          // SAFETY: blocks of 32 bytes and eight more are read, all before the buffer's end; the tables
          // have a word or a bit for each value of the bits from the shift on; as many places are
          // written as there is room for, and then read.
          let count = unsafe kunci_find_windows(
            base + offset, blocks, coarse, fine, places, places + room(most))
          for index in 0..<count {
            let place = unsafe offset &+ Int(places[index])
            if place >= end { break }
            body(place, bytes(before: place), hashes(of: window(at: place)))
          }
          offset &+= 32 &* blocks
        }
      }
      // What is small enough is put on the stack; most ranges of a history are short.
      if end &- offset <= 32 * fewBlocks {
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * room(fewBlocks)) {
          unsafe lookUp(fewBlocks, with: $0)
        }
      } else {
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * room(mostBlocks)) {
          unsafe lookUp(mostBlocks, with: $0)
        }
      }
    }
    let last = range.upperBound &- 18
    while offset <= last {
      let found =
        isCandidate(offset) | isCandidate(offset &+ 2) &<< 1 | isCandidate(offset &+ 4) &<< 2
        | isCandidate(offset &+ 6) &<< 3 | isCandidate(offset &+ 8) &<< 4
        | isCandidate(offset &+ 10) &<< 5 | isCandidate(offset &+ 12) &<< 6
        | isCandidate(offset &+ 14) &<< 7
      forEachWindow(found)
      offset &+= 16
    }
    while offset + 3 <= range.upperBound {
      let bytes = bytes(before: offset)
      let window = UInt32(truncatingIfNeeded: bytes &>> 8)
      if unsafe followers[hash(of: window)] &>> (window &>> 24) & 1 != 0, mayBeWindow(window) {
        body(offset, bytes, hashes(of: window))
      }
      offset += 2
    }
  }
}
