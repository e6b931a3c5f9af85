/// The checksum of zlib streams; RFC 1950, 8.2.
enum Adler32 {
  private static let modulus: UInt32 = 65_521
  /// So many blocks of 16 bytes are added up in 16 bits: 255 * (23 * 22 / 2) fits.
  private static let blocksAtOnce = 22

  /// Returns the checksum of `count` bytes, which must be readable.
  @unsafe static func sum(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
    // The sum of the bytes and one, and the sum of these sums after each byte.
    var low: UInt32 = 1
    var high: UInt32 = 0
    var place = 0
    while count - place >= 16 {
      let blocks = min((count - place) / 16, blocksAtOnce)
      // In each lane, the sum of its bytes, and that of these sums before each block.
      var sums = SIMD16<UInt16>()
      var earlier = SIMD16<UInt16>()
      for _ in 0..<blocks {
        // SAFETY: 16 bytes are there.
        let block = unsafe UnsafeRawPointer(bytes).loadUnaligned(
          fromByteOffset: place, as: SIMD16<UInt8>.self)
        earlier &+= sums
        sums &+= SIMD16<UInt16>(truncatingIfNeeded: block)
        place &+= 16
      }
      let wide = SIMD16<UInt32>(truncatingIfNeeded: sums)
      high &+= UInt32(truncatingIfNeeded: blocks &* 16) &* low
      high &+= (SIMD16<UInt32>(truncatingIfNeeded: earlier) &<< 4 &+ wide &* weights).wrappedSum()
      high %= modulus
      low = (low &+ wide.wrappedSum()) % modulus
    }
    while place < count {
      low &+= unsafe UInt32(bytes[place])
      high &+= low
      place &+= 1
    }
    return (high % modulus) << 16 | low % modulus
  }

  /// How often a byte of a block is in the sums after it and those behind it.
  private static let weights = SIMD16<UInt32>(
    16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
}
