/// Finds where an escape sequence or a joint of two string literals may begin.
///
/// One pass with a few comparisons of whole vectors: source code is full of quotes, percent signs
/// and backslashes, but the byte after them rules most of them out.
package enum EscapeFilter {
  private typealias Vector = SIMD16<UInt8>

  /// The first offset from `start` that may begin an encoded character or a joint.
  ///
  /// That is a `%` before a digit from 2 to 7, a backslash before `x`, `u`, `0`, `1` or a line end,
  /// an `&` before `#`, `a` or `q`, or a quote that stands after a letter, a digit or one of
  /// a few signs, and before a space, a line end, a joining sign or a quote.
  ///
  /// - Parameters:
  ///   - text: The buffer.
  ///   - start: Where to begin.
  ///   - end: No offset from here on is given.
  /// - Returns: An offset, or nil when there is none.
  package static func next(in text: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    precondition(start >= 0 && end <= text.count)
    return unsafe text.withUnsafeBufferPointer { buffer in
      var offset = start
      // SAFETY: every round reads 16 bytes from `offset` and the next two on, which end inside the
      // buffer; single bytes are read at offsets below its count.
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        while offset + 16 <= end, offset + 18 <= buffer.count {
          let here = unsafe base.loadUnaligned(fromByteOffset: offset, as: Vector.self)
          let after = unsafe base.loadUnaligned(fromByteOffset: offset + 1, as: Vector.self)
          let next = unsafe base.loadUnaligned(fromByteOffset: offset + 2, as: Vector.self)
          var (low, high) = candidates(here, after, next)
          while low != 0 {
            let place = offset + low.trailingZeroBitCount / 8
            if unsafe isCandidate(at: place, in: buffer) { return place }
            low &= ~(0xFF << UInt64(8 * (place - offset)))
          }
          while high != 0 {
            let place = offset + 8 + high.trailingZeroBitCount / 8
            if unsafe isCandidate(at: place, in: buffer) { return place }
            high &= ~(0xFF << UInt64(8 * (place - offset - 8)))
          }
          offset += 16
        }
      }
      while offset < end {
        if unsafe isCandidate(at: offset, in: buffer) { return offset }
        offset += 1
      }
      return nil
    }
  }

  /// The bytes of sixteen that may be candidates, as set bits of two words; some without need.
  ///
  /// Comparisons for equality become one instruction each, others do not. Most vectors hold no mark
  /// at all and need no second step.
  @inline(__always)
  private static func candidates(
    _ here: Vector, _ after: Vector, _ next: Vector
  ) -> (low: UInt64, high: UInt64) {
    let quotes =
      (here .== Vector(repeating: UInt8(ascii: "\"")))
      .| (here .== Vector(repeating: UInt8(ascii: "'")))
      .| (here .== Vector(repeating: UInt8(ascii: "`")))
    let percents = here .== Vector(repeating: UInt8(ascii: "%"))
    let backslashes = here .== Vector(repeating: UInt8(ascii: "\\"))
    let entities = here .== Vector(repeating: UInt8(ascii: "&"))
    let marks = words(quotes .| percents .| backslashes .| entities)
    guard marks.low | marks.high != 0 else { return marks }
    let lineEnds = (after .== Vector(repeating: 10)) .| (after .== Vector(repeating: 13))
    // One space is what follows most quotes; then the next byte tells.
    let spaces = after .== Vector(repeating: UInt8(ascii: " "))
    let joins = joining(after) .| (spaces .& (joining(next) .| (next .== after)))
    let digits =
      (after & Vector(repeating: 0xF8)) .== Vector(repeating: UInt8(ascii: "0"))
    let lowered = after | Vector(repeating: 0x20)
    let escapes =
      lineEnds .| (lowered .== Vector(repeating: UInt8(ascii: "x")))
      .| (lowered .== Vector(repeating: UInt8(ascii: "u")))
      .| ((after | Vector(repeating: 1)) .== Vector(repeating: UInt8(ascii: "1")))
    let names =
      (after .== Vector(repeating: UInt8(ascii: "#")))
      .| (after .== Vector(repeating: UInt8(ascii: "a")))
      .| (after .== Vector(repeating: UInt8(ascii: "q")))
    return words(
      (quotes .& joins) .| (percents .& digits) .| (backslashes .& escapes) .| (entities .& names))
  }

  /// A mask as two words, the first lane in the lowest byte.
  @inline(__always)
  private static func words(_ mask: SIMDMask<Vector.MaskStorage>) -> (low: UInt64, high: UInt64) {
    // SAFETY: a mask of sixteen lanes of a byte is sixteen bytes, all bits of a lane alike. To ask
    // `any` of it takes twenty instructions.
    let pair = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return (UInt64(littleEndian: pair[0]), UInt64(littleEndian: pair[1]))
  }

  /// A tab, a line end, a quote, or a sign that joins literals.
  @inline(__always)
  private static func joining(_ bytes: Vector) -> SIMDMask<Vector.MaskStorage> {
    (bytes .== Vector(repeating: 9)) .| (bytes .== Vector(repeating: 10))
      .| (bytes .== Vector(repeating: 13)) .| (bytes .== Vector(repeating: UInt8(ascii: "\"")))
      .| (bytes .== Vector(repeating: UInt8(ascii: "'")))
      .| (bytes .== Vector(repeating: UInt8(ascii: "`")))
      .| (bytes .== Vector(repeating: UInt8(ascii: "+")))
      .| (bytes .== Vector(repeating: UInt8(ascii: ".")))
      .| (bytes .== Vector(repeating: UInt8(ascii: "&")))
      .| (bytes .== Vector(repeating: UInt8(ascii: "\\")))
  }

  private static func isJoining(_ byte: UInt8) -> Bool {
    switch byte {
    case 9, 10, 13, UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "&"),
      UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      return true
    default: return false
    }
  }

  /// Whether a byte may stand at the end of a piece of a key, or before a quote that follows one.
  @inline(__always)
  private static func endsPiece(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-")...UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "_"),
      UInt8(ascii: "%"), UInt8(ascii: "}"), UInt8(ascii: "+"), UInt8(ascii: "&"),
      UInt8(ascii: "\\"):
      return true
    default: return false
    }
  }

  @inline(__always)
  private static func isCandidate(at offset: Int, in buffer: UnsafeBufferPointer<UInt8>) -> Bool {
    guard offset + 1 < buffer.count else { return false }
    let (here, after) = unsafe (buffer[offset], buffer[offset + 1])
    // All marks but two are neighbours in ASCII.
    guard here &- 0x22 < 6 || here == UInt8(ascii: "\\") || here == UInt8(ascii: "`") else {
      return false
    }
    switch here {
    case UInt8(ascii: "%"): return after &- UInt8(ascii: "2") < 6
    case UInt8(ascii: "\\"):
      switch after {
      case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"), UInt8(ascii: "0"),
        UInt8(ascii: "1"):
        return true
      case 10, 13: return unsafe offset > 0 && endsPiece(buffer[offset - 1])
      default: return false
      }
    case UInt8(ascii: "&"):
      return after == UInt8(ascii: "#") || after == UInt8(ascii: "a") || after == UInt8(ascii: "q")
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      guard offset > 0, unsafe endsPiece(buffer[offset - 1]) else { return false }
      if isJoining(after) { return true }
      guard after == UInt8(ascii: " "), offset + 2 < buffer.count else { return false }
      let next = unsafe buffer[offset + 2]
      return next == after || isJoining(next)
    default: return false
    }
  }
}
