/// Takes bits from bytes, the lowest of each byte first.
@safe struct BitReader {
  /// The bits that come next, `count` of them for certain; those above are right or zero.
  private(set) var bits: UInt64 = 0
  private var count = 0
  /// The first byte of which no bit is in `bits`.
  private(set) var next: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  /// Number of zero bytes that were made up behind the end.
  private var madeUp = 0

  /// Begins at a byte; `next..<end` must be readable for as long as the reader is used.
  @unsafe init(_ next: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
    unsafe self.next = next
    unsafe self.end = end
  }

  /// Makes sure of at least 56 bits; behind the end they are zero.
  @inline(__always)
  mutating func refill() {
    if unsafe end - next >= 8 {
      // SAFETY: eight bytes are there. Bits that `bits` has already are the same once more.
      let word = unsafe UInt64(
        littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
      bits |= word &<< UInt64(count)
      unsafe next += (63 - count) >> 3
      count |= 56
    } else {
      refillAtEnd()
    }
  }

  @inline(never)
  private mutating func refillAtEnd() {
    while count < 56 {
      if unsafe next < end {
        // SAFETY: one byte is there.
        bits |= unsafe UInt64(next[0]) &<< UInt64(count)
        unsafe next += 1
      } else {
        madeUp += 1
      }
      count += 8
    }
  }

  /// Takes some bits, at most 32 and no more than `refill` has left.
  @inline(__always)
  mutating func take(_ number: Int) -> Int {
    let value = peek(number)
    bits = bits &>> UInt64(number)
    count -= number
    return value
  }

  /// The next bits, at most 32.
  @inline(__always)
  func peek(_ number: Int) -> Int {
    Int(truncatingIfNeeded: bits & ((1 &<< UInt64(number)) &- 1))
  }

  /// Drops the bits of a code; see `HuffmanTable`.
  @inline(__always)
  mutating func drop(_ entry: UInt32) {
    let number = entry & 0xFF
    bits = bits &>> UInt64(number)
    count -= Int(number)
  }

  /// Where the byte stands that follows the one begun; nil behind the end.
  mutating func finish() -> UnsafePointer<UInt8>? {
    guard madeUp <= count >> 3 else { return nil }
    // Whole bytes that were not needed are given back.
    unsafe next -= count >> 3 - madeUp
    (bits, count, madeUp) = (0, 0, 0)
    return unsafe next
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
