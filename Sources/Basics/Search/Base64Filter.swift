import CVectors

/// Finds runs of characters of base64 and base64url (RFC 4648), and rules out those without text.
///
/// Every run of 24 characters holds two neighbours of the groups of eight bytes that a text is
/// divided into. Most groups of source code have a space or a quote.
package enum Base64Filter {
  /// Fewest characters of a run.
  package static let shortest = 24

  /// The first run that begins at `start` or later: as many characters in a row as there are before
  /// `end`; nil when there are too few anywhere.
  package static func nextRun(
    in text: Span<UInt8>, from start: Int, to end: Int
  ) -> Range<Int>? {
    precondition(start >= 0 && end <= text.count)
    return unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return nil }
      // Whether all of the group before `offset` may be characters, in bit 7.
      var previous: UInt32 = 0
      @inline(__always) func firstRun(_ foreign: UInt32, at offset: Int) -> Range<Int>? {
        // A group of zeros borrows from the next one, which may pass with it.
        let whole = (foreign &- 0x0101_0101) & ~foreign & 0x8080_8080
        // Of two neighbours one is the first or the third of a block.
        var groups = whole & (whole &<< 8 | whole &>> 8 | previous) & 0x0080_0080
        previous = whole &>> 24
        while groups != 0 {
          let group = offset &+ groups.trailingZeroBitCount &- 7
          if let run = unsafe run(over: group, in: buffer, start..<end) { return run }
          groups &= groups &- 1
        }
        return nil
      }
      // SAFETY: every round reads 32 bytes that end at or before `end`; after that, single ones.
      var offset = start
      let last = end &- 32
      while offset <= last {
        let foreign = unsafe ~(mask(base + offset) | mask(base + (offset &+ 16)) &<< 16)
        if let run = firstRun(foreign, at: offset) { return run }
        offset &+= 32
      }
      guard offset < end else { return nil }
      var foreign = ~0 &<< UInt32(end &- offset)
      for place in offset..<end where unsafe !characters.contains(buffer[place]) {
        foreign |= 1 &<< UInt32(place &- offset)
      }
      return firstRun(foreign, at: offset)
    }
  }

  /// All characters lie among these.
  private static let characters = UInt8(ascii: "+")...UInt8(ascii: "z")

  @inline(__always)
  private static func mask(_ bytes: UnsafeRawPointer) -> UInt32 {
    unsafe kunci_range(bytes, UInt8(ascii: "+"), UInt8(ascii: "z"))
  }

  /// The run that the group at an offset belongs to, if it does to one.
  private static func run(
    over offset: Int, in buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Range<Int>? {
    var first = offset + 8
    while first > range.lowerBound, unsafe isCharacter(buffer[first - 1]) { first -= 1 }
    guard first <= offset else { return nil }
    var last = offset + 8
    while last < range.upperBound, unsafe isCharacter(buffer[last]) { last += 1 }
    return last - first >= shortest ? first..<last : nil
  }

  @inline(__always)
  private static func isCharacter(_ byte: UInt8) -> Bool {
    // A bit for each byte below 128.
    let set: UInt64 = byte < 64 ? 0x03FF_A800_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte < 128 && set &>> UInt64(byte & 63) & 1 == 1
  }

  /// Whether a run may hold text, in any alignment, by the first character of each group of four:
  /// so many groups in a row must begin with a byte of text, which is a visible ASCII character, a
  /// tab or a line end.
  package static func mayHoldText(
    in text: Span<UInt8>, _ run: Range<Int>, groups: Int
  ) -> Bool {
    precondition(run.lowerBound >= 0 && run.upperBound <= text.count)
    for alignment in 0..<4 {
      var offset = run.lowerBound + alignment
      var streak = 0
      while offset < run.upperBound {
        streak = beginsText(text[offset]) ? streak &+ 1 : 0
        if streak == groups { return true }
        offset &+= 4
      }
    }
    return false
  }

  /// Whether a character's six bits can be the first of a tab, a line end or a visible character.
  @inline(__always)
  private static func beginsText(_ character: UInt8) -> Bool {
    // A bit for each of the 64 bytes from `@` on: `C`, `D`, `I` to `Z`, `a` to `f`.
    let set: UInt64 = 0x0000_007E_07FF_FE18
    return character &>> 6 == 1 && set &>> UInt64(character & 63) & 1 == 1
  }
}
