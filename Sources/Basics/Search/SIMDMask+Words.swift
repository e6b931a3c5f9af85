extension SIMDMask<SIMD16<Int8>> {
  /// A mask of sixteen bytes as two words, the first lane in the lowest byte.
  @inline(__always)
  var words: (low: UInt64, high: UInt64) {
    // SAFETY: a mask of sixteen lanes of a byte is sixteen bytes, all bits of a lane alike. To ask
    // `any` of it takes twenty instructions.
    let pair = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    return (UInt64(littleEndian: pair[0]), UInt64(littleEndian: pair[1]))
  }

  /// Whether any lane is true.
  @inline(__always)
  var holdsAny: Bool {
    let words = words
    return words.low | words.high != 0
  }
}
