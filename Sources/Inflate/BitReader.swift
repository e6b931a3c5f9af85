/// Takes bits from bytes, the lowest of each byte first.
///
/// Whole words are read without a look at the end: `mayReadOn` must have said that there are enough
/// bytes. The last bytes are therefore read from a copy that has zeros behind it.
@safe struct BitReader {
  /// The bits that come next; those beyond the ones that count are right or zero.
  private(set) var bits: UInt64 = 0
  /// How many of them count; only the low byte does.
  private var count: UInt64 = 0
  /// The first byte of which no bit counts.
  private(set) var next: UnsafePointer<UInt8>
  /// The end of the input, or of the copy of its last bytes.
  private(set) var end: UnsafePointer<UInt8>
  /// Before this place, `lookahead` bytes can be read.
  private var safeEnd: UnsafePointer<UInt8>
  /// Room for the copy; nil once it is in use.
  private var tail: UnsafeMutablePointer<UInt8>?

  /// Between two calls of `mayReadOn`, `next` moves over fewer bytes than this.
  static let lookahead = 32
  /// Room for the copy of the last bytes, with zeros behind it.
  static let tailSize = 2 * (lookahead + 8)

  /// Begins at a byte.
  ///
  /// - Parameters:
  ///   - next: The first byte; `next..<end` must be readable for as long as the reader is used.
  ///   - end: Behind the last byte.
  ///   - tail: Memory of `tailSize` bytes that nobody else uses meanwhile.
  @unsafe init(
    _ next: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, tail: UnsafeMutablePointer<UInt8>
  ) {
    unsafe self.next = next
    unsafe self.end = end
    unsafe self.tail = tail
    unsafe safeEnd = end - Self.lookahead
  }

  /// Makes sure that a few refills may follow; false when the input has ended before.
  @inline(__always)
  mutating func mayReadOn() -> Bool { unsafe next < safeEnd || moveToTail() }

  /// Goes on in a copy of the last bytes.
  @inline(never)
  private mutating func moveToTail() -> Bool {
    guard let tail = unsafe tail else { return false }
    giveBack()
    let rest = unsafe end - next
    // SAFETY: at most seven bytes more than `lookahead` are left, for which the copy has room.
    unsafe tail.update(repeating: 0, count: Self.tailSize)
    unsafe tail.update(from: next, count: rest)
    unsafe next = UnsafePointer(tail)
    unsafe end = unsafe next + rest
    // Up to seven bytes may have been taken in that no code has asked for.
    unsafe safeEnd = unsafe end + 8
    unsafe self.tail = nil
    refill()
    return true
  }

  /// Gives back whole bytes that were not needed.
  private mutating func giveBack() {
    unsafe next -= Int(truncatingIfNeeded: count &>> 3 & 7)
    count &= 7
  }

  /// Makes sure of at least 56 bits; behind the end they are zero.
  @inline(__always)
  mutating func refill() {
    // SAFETY: see `mayReadOn`. Bits that `bits` has already are the same once more.
    let word = unsafe UInt64(littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
    bits |= word &<< count
    unsafe next += 7 &- Int(truncatingIfNeeded: count &>> 3 & 7)
    count |= 56
  }

  /// Whether fewer bits than so many are there.
  @inline(__always)
  func hasFewer(than number: UInt8) -> Bool { UInt8(truncatingIfNeeded: count) < number }

  /// Takes some bits, no more than `refill` has left.
  @inline(__always)
  mutating func take(_ number: UInt32) -> Int {
    let value = peek(number)
    drop(number)
    return value
  }

  /// The next bits; of the number, the low six bits count.
  @inline(__always)
  func peek(_ number: UInt32) -> Int { Int(truncatingIfNeeded: bits & Self.mask(number)) }

  /// Drops bits.
  ///
  /// How many, the low byte of the number says, which is below 64: so an entry of a `HuffmanTable`
  /// can be given.
  @inline(__always)
  mutating func drop(_ number: UInt32) {
    bits = bits &>> UInt64(number)
    count &-= UInt64(number)
  }

  /// So many ones; of the number, the low six bits count.
  @inline(__always)
  static func mask(_ number: UInt32) -> UInt64 { (1 &<< UInt64(number)) &- 1 }

  /// Where the byte stands that follows the one begun; nil behind the end.
  mutating func finish() -> UnsafePointer<UInt8>? {
    giveBack()
    (bits, count) = (0, 0)
    return unsafe next <= end ? next : nil
  }

  /// Reads the head of a stored block: the number of its bytes, which follow at `next`; nil when
  /// there are not as many.
  mutating func beginStored() -> Int? {
    guard let start = unsafe finish(), unsafe end - start >= 4 else { return nil }
    // SAFETY: four bytes are there.
    let length = unsafe Int(start[0]) | Int(start[1]) << 8
    let complement = unsafe Int(start[2]) | Int(start[3]) << 8
    guard length == complement ^ 0xFFFF, unsafe end - start - 4 >= length else { return nil }
    unsafe next += 4
    return length
  }

  /// Passes over bytes that are there.
  mutating func skip(_ number: Int) { unsafe next += number }
}
