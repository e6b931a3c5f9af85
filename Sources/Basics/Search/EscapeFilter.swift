import CVectors

/// Finds where an escape sequence or a concatenation of two string literals may start.
///
/// One pass with a few comparisons of whole vectors for the marks that begin one. Source code is
/// full of these, but the bytes beside them rule most of them out.
package enum EscapeFilter {
  private typealias Vector = SIMD16<UInt8>

  /// Calls `body` in order for every offset of a part at which an encoded character or a
  /// concatenation may start; what stands beside the part is looked at as well.
  ///
  /// That is a `%` before a digit from 2 to 7, an `=` before `3D` or, within a word, before a line
  /// end, a backslash before `x`, `u`, `0` or `1`, or within a word before a line end, a dash or an
  /// underscore, an `&` before `#`, `a` or `q`, an escape (0x1B) before a bracket that begins a
  /// control sequence, or a quote that stands after a letter, a digit or one of
  /// a few signs, and before a space, a line end, a joining sign, a quote, or the semicolon that ends a
  /// line.
  package static func forEachCandidate(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (Int) -> Void
  ) {
    forEachCandidate(in: text, range, byBlocks: Wide.isQuick, body)
  }

  /// The same, by one way of looking for marks or the other.
  static func forEachCandidate(
    in text: Span<UInt8>, _ range: Range<Int>, byBlocks: Bool, _ body: (Int) -> Void
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
    unsafe text.withUnsafeBufferPointer { buffer in
      unsafe roles.withUnsafeBufferPointer { table in
        unsafe forEachCandidate(in: buffer, range, table, byBlocks, body)
      }
    }
  }

  /// Whether a sign that assigns, a space and a quote stand next to each other within 32 bytes from
  /// an offset on, as in a statement that appends to a text; true near the end of the text.
  ///
  /// A sign is `=` or `<`. It is a quick look, which lets more pass.
  package static func mayAppend(in text: Span<UInt8>, from offset: Int) -> Bool {
    guard offset >= 0, offset + 34 <= text.count else { return true }
    return unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return true }
      @inline(__always) func appends(_ start: Int) -> SIMDMask<Vector.MaskStorage> {
        // SAFETY: eighteen bytes are read from `offset` or from the sixteenth byte after it.
        let sign = unsafe base.loadUnaligned(fromByteOffset: start, as: Vector.self)
        let space = unsafe base.loadUnaligned(fromByteOffset: start + 1, as: Vector.self)
        let quote = unsafe base.loadUnaligned(fromByteOffset: start + 2, as: Vector.self)
        // `#` and `&` pass for quotes, too.
        let isQuote =
          ((quote | Vector(repeating: 5)) .== Vector(repeating: UInt8(ascii: "'")))
          .| (quote .== Vector(repeating: UInt8(ascii: "`")))
        // `<` and `=` differ in one bit.
        return ((sign | Vector(repeating: 1)) .== Vector(repeating: UInt8(ascii: "=")))
          .& (space .== Vector(repeating: UInt8(ascii: " "))) .& isQuote
      }
      return (appends(offset) .| appends(offset + 16)).holdsAny
    }
  }

  /// Blocks of 32 bytes that are looked through together.
  private static let mostBlocks = 64

  @inline(__always)
  private static func forEachCandidate(
    in buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    _ table: UnsafeBufferPointer<UInt8>, _ byBlocks: Bool, _ body: (Int) -> Void
  ) {
    let end = range.upperBound
    var offset = range.lowerBound
    if offset == 0, end > 0 {
      if unsafe isCandidate(at: 0, in: buffer, table) { body(0) }
      offset = 1
    }
    // SAFETY: every block of 32 bytes begins at `offset`, which is at least 1; the byte before it and
    // two behind it are read as well, and end inside the buffer. Single bytes are read at offsets
    // below its count. Beyond `end` they are read in vain: that is quicker than to look at each of the
    // last bytes by itself.
    if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
      @inline(__always) func forEachCandidate(amongst marks: UInt32) {
        var rest = marks
        while rest != 0 {
          let place = offset &+ rest.trailingZeroBitCount
          rest &= rest &- 1
          let four = unsafe base.loadUnaligned(fromByteOffset: place &- 1, as: UInt32.self)
          if unsafe isCandidate(UInt32(littleEndian: four), table), place < end { body(place) }
        }
      }
      if byBlocks {
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: mostBlocks) { found in
          guard let start = found.baseAddress else { return }
          while case let blocks = min(
            (buffer.count &- 2 &- offset) / 32, (end &- offset &+ 31) / 32, mostBlocks), blocks > 0
          {
            // SAFETY: as many words are written as there is room for, and then read.
            unsafe kunci_find_escapes(base + offset, blocks, start)
            for block in 0..<blocks {
              unsafe forEachCandidate(amongst: start[block])
              offset &+= 32
            }
          }
        }
      }
      while offset < end, offset + 34 <= buffer.count {
        forEachCandidate(
          amongst: unsafe kunci_marks(base + offset) | kunci_marks(base + (offset &+ 16)) &<< 16)
        offset &+= 32
      }
    }
    while offset < end {
      if unsafe isCandidate(at: offset, in: buffer, table) { body(offset) }
      offset += 1
    }
  }

  /// What four bytes in a row have to be for a candidate; each kind of candidate is one bit, which
  /// all four must have.
  private enum Kind {
    static let concatenation: UInt8 = 1
    static let spacedConcatenation: UInt8 = 2
    /// A backslash within a word, before a line end or what Markdown escapes.
    static let insideWord: UInt8 = 4
    static let backslash: UInt8 = 8
    static let percent: UInt8 = 16
    static let entity: UInt8 = 32
    static let quoted: UInt8 = 64
    static let appending: UInt8 = 128
  }

  /// For each byte, the kinds of candidates that may have it in them: 256 entries for the byte
  /// before the mark, then as many for the mark and for each of the two after it.
  ///
  /// Looked up without a branch: which mark comes next is beyond all prediction.
  private static let roles: [UInt8] = {
    let text = Kind.backslash | Kind.percent | Kind.entity
    let follows = text | Kind.concatenation | Kind.insideWord
    var (before, mark, after, next) = (
      [UInt8](repeating: text, count: 256), [UInt8](repeating: 0, count: 256),
      [UInt8](repeating: 0, count: 256),
      [UInt8](repeating: follows, count: 256)
    )
    let signs = "-./:;=_%}+&\\"
    let endsOfPieces = letters + Array("0123456789".utf8) + Array(signs.utf8)
    for byte in endsOfPieces { before[Int(byte)] = .max }
    let joins = Kind.concatenation | Kind.spacedConcatenation | Kind.appending
    for byte in "\"'`".utf8 { mark[Int(byte)] = joins }
    mark[Int(UInt8(ascii: "\\"))] = Kind.backslash | Kind.insideWord
    mark[Int(UInt8(ascii: "%"))] = Kind.percent
    mark[Int(UInt8(ascii: "&"))] = Kind.entity
    // A bracket hardly stands behind a percent sign.
    mark[0x1B] = Kind.percent
    for byte in "[]".utf8 { after[Int(byte)] |= Kind.percent }
    for byte in "\t\n\r+.&|<\\\"'`".unicodeScalars.map({ Int($0.value) }) {
      after[byte] |= Kind.concatenation
      next[byte] |= Kind.spacedConcatenation
    }
    after[Int(UInt8(ascii: ";"))] |= Kind.appending
    for byte in "\n\r".utf8 { next[Int(byte)] |= Kind.appending }
    after[Int(UInt8(ascii: " "))] |= Kind.spacedConcatenation
    next[Int(UInt8(ascii: " "))] |= Kind.spacedConcatenation
    for byte in "\n\r-_".unicodeScalars { after[Int(byte.value)] |= Kind.insideWord }
    for byte in "xuU01".utf8 { after[Int(byte)] |= Kind.backslash }
    for byte in "234567".utf8 { after[Int(byte)] |= Kind.percent }
    for byte in "#aq".utf8 { after[Int(byte)] |= Kind.entity }
    mark[Int(UInt8(ascii: "="))] = Kind.quoted
    for byte in [UInt8(ascii: "3"), 10, 13] { after[Int(byte)] |= Kind.quoted }
    for byte in endsOfPieces + [10] { next[Int(byte)] |= Kind.quoted }
    return before + mark + after + next
  }()

  private static let letters =
    Array(UInt8(ascii: "a")...UInt8(ascii: "z")) + Array(UInt8(ascii: "A")...UInt8(ascii: "Z"))

  @inline(__always)
  private static func isCandidate(
    at offset: Int, in buffer: UnsafeBufferPointer<UInt8>, _ roles: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    // Beyond the buffer's ends stand zeros, which belong to no concatenation.
    let before = unsafe offset > 0 ? buffer[offset &- 1] : 0
    let after = unsafe offset &+ 1 < buffer.count ? buffer[offset &+ 1] : 0
    let next = unsafe offset &+ 2 < buffer.count ? buffer[offset &+ 2] : 0
    let mark = unsafe buffer[offset]
    return unsafe isCandidate(
      UInt32(before) | UInt32(mark) << 8 | UInt32(after) << 16 | UInt32(next) << 24, roles)
  }

  /// Whether four bytes, the first of them lowest, have a candidate at the second.
  @inline(__always)
  private static func isCandidate(_ four: UInt32, _ roles: UnsafeBufferPointer<UInt8>) -> Bool {
    let kinds =
      unsafe roles[Int(four & 0xFF)] & roles[256 + Int(four &>> 8 & 0xFF)]
      & roles[512 + Int(four &>> 16 & 0xFF)] & roles[768 + Int(four &>> 24)]
    return kinds != 0
  }
}
