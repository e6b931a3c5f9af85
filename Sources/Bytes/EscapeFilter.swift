/// Finds where an escape sequence or a joint of two string literals may begin.
///
/// One pass with a few comparisons of whole vectors: source code is full of quotes, percent signs
/// and backslashes, but the byte after them rules most of them out.
package enum EscapeFilter {
  private typealias Vector = SIMD16<UInt8>

  /// The first offset from `start` that may begin an encoded character or a joint.
  ///
  /// That is a `%` before a digit from 2 to 7, a backslash before `x`, `u`, `0`, `1` or a line end,
  /// an `&` before `#`, `a` or `q`, or a quote that stands after a visible character and before a
  /// space, a line end, a joining sign or a quote.
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
      // SAFETY: every round reads 16 bytes from one byte before `offset` to one byte after its last,
      // all of them inside the buffer.
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        if offset == 0, offset < end {
          if unsafe isCandidate(at: 0, in: buffer) { return 0 }
          offset = 1
        }
        while offset + 16 <= end, offset + 17 <= buffer.count {
          let before = unsafe base.loadUnaligned(fromByteOffset: offset - 1, as: Vector.self)
          let here = unsafe base.loadUnaligned(fromByteOffset: offset, as: Vector.self)
          let after = unsafe base.loadUnaligned(fromByteOffset: offset + 1, as: Vector.self)
          if mayHoldCandidate(before, here, after) {
            for place in offset..<offset + 16 where unsafe isCandidate(at: place, in: buffer) {
              return place
            }
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

  /// Whether one of sixteen bytes may be a candidate; sometimes true without need.
  private static func mayHoldCandidate(
    _ before: Vector, _ here: Vector, _ after: Vector
  ) -> Bool {
    let quotes =
      (here .== UInt8(ascii: "\"")) .| (here .== UInt8(ascii: "'")) .| (here .== UInt8(ascii: "`"))
    let joins =
      ((after .<= UInt8(ascii: ".")) .& (after .!= UInt8(ascii: ")"))
        .& (after .!= UInt8(ascii: ",")))
      .| (after .== UInt8(ascii: "\\")) .| (after .== UInt8(ascii: "`"))
    let joints = quotes .& joins .& (before .> 0x20)
    let percents = (here .== UInt8(ascii: "%")) .& ((after &- UInt8(ascii: "2")) .< 6)
    let lowered = after | 0x20
    let backslashes =
      (here .== UInt8(ascii: "\\"))
      .& ((lowered .== UInt8(ascii: "x")) .| (lowered .== UInt8(ascii: "u"))
        .| ((after | 1) .== UInt8(ascii: "1")) .| (after .== 10) .| (after .== 13))
    let entities =
      (here .== UInt8(ascii: "&"))
      .& ((after .== UInt8(ascii: "#")) .| (after .== UInt8(ascii: "a"))
        .| (after .== UInt8(ascii: "q")))
    return any(joints .| percents .| backslashes .| entities)
  }

  private static func isCandidate(at offset: Int, in buffer: UnsafeBufferPointer<UInt8>) -> Bool {
    guard offset + 1 < buffer.count else { return false }
    let (here, after) = unsafe (buffer[offset], buffer[offset + 1])
    switch here {
    case UInt8(ascii: "%"): return after &- UInt8(ascii: "2") < 6
    case UInt8(ascii: "\\"):
      switch after {
      case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"), UInt8(ascii: "0"),
        UInt8(ascii: "1"), 10, 13:
        return true
      default: return false
      }
    case UInt8(ascii: "&"):
      return after == UInt8(ascii: "#") || after == UInt8(ascii: "a") || after == UInt8(ascii: "q")
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      guard offset > 0, unsafe buffer[offset - 1] > 0x20 else { return false }
      switch after {
      case 9, 10, 13, UInt8(ascii: " "), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "&"),
        UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        return true
      default: return false
      }
    default: return false
    }
  }
}
