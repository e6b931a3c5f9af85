internal import Basics

/// A place in the bytes of an index; never moves beyond the end.
struct IndexCursor {
  var offset = 0
  var end: Int

  init(end: Int) { self.end = end }

  mutating func skip(_ count: Int) throws(IndexError) {
    guard count <= end - offset else { throw IndexError(reason: .truncated, offset: end) }
    offset += count
  }

  /// Four bytes, the most significant first.
  mutating func word(_ bytes: Span<UInt8>) throws(IndexError) -> UInt32 {
    let start = offset
    try skip(4)
    return (start..<offset).reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
  }

  /// Two bytes, the most significant first.
  mutating func half(_ bytes: Span<UInt8>) throws(IndexError) -> UInt16 {
    let start = offset
    try skip(2)
    return UInt16(bytes[start]) << 8 | UInt16(bytes[start + 1])
  }

  /// The number format of `OFS_DELTA` (gitformat-pack(5)): seven bits a byte, the most significant
  /// first, plus one for each byte that follows.
  mutating func variableLength(_ bytes: Span<UInt8>) throws(IndexError) -> Int {
    let start = offset
    try skip(1)
    var byte = bytes[start]
    var value = Int(byte & 0x7f)
    while byte & 0x80 != 0 {
      guard value < 1 << 32 else { throw IndexError(reason: .corrupt("number"), offset: start) }
      try skip(1)
      byte = bytes[offset - 1]
      value = (value + 1) << 7 | Int(byte & 0x7f)
    }
    return value
  }

  /// Bytes up to the next NUL, which is passed over; their number is looked at first that they
  /// probably have.
  mutating func untilNUL(
    _ bytes: Span<UInt8>, expected: Int?
  ) throws(IndexError) -> Range<Int> {
    let start = offset
    if let expected, expected >= 0, expected < end - start, bytes[start + expected] == 0,
      !bytes.holdsZero(in: start..<start + expected)
    {
      offset = start + expected + 1
      return start..<start + expected
    }
    while offset < end {
      offset += 1
      if bytes[offset - 1] == 0 { return start..<(offset - 1) }
    }
    throw IndexError(reason: .truncated, offset: end)
  }
}
