/// Finds runs of characters of base64 and base64url (RFC 4648), and rules out those without text.
///
/// Every run of 24 characters holds two neighbours of the words of eight bytes that a text is
/// divided into, so one of every second word. Most words of source code have a space or a quote.
public enum Base64Filter {
  /// Fewest characters of a run.
  public static let shortest = 24

  /// The first run that begins at `start` or later: as many characters in a row as there are before
  /// `end`; nil when there are too few anywhere.
  public static func nextRun(
    in text: Span<UInt8>, from start: Int, to end: Int
  ) -> Range<Int>? {
    precondition(start >= 0 && end <= text.count)
    return unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return nil }
      // SAFETY: every word begins at `start` or later and ends at or before `end`; single bytes are read at offsets from `start`
      // to `end`. All of that is inside the buffer.
      var offset = start + 8
      guard offset + 8 <= end else { return nil }
      @inline(__always) func isForeign(_ offset: Int) -> Bool {
        unsafe foreign(base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) != 0
      }
      let last = end &- 16
      while offset <= last {
        if !isForeign(offset), !isForeign(offset &- 8) || !isForeign(offset &+ 8),
          let run = unsafe run(over: offset, in: buffer, start..<end)
        {
          return run
        }
        offset &+= 16
      }
      return unsafe offset + 8 <= end ? run(over: offset, in: buffer, start..<end) : nil
    }
  }

  /// The run that the word at an offset belongs to, if it does to one.
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

  /// Zero when all bytes of a word lie from `+` to `z`, as all characters of base64 do.
  @inline(__always)
  private static func foreign(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Of a byte beyond ASCII the highest bit is set; where there is none, nothing is carried.
    let above = word &+ ones &* UInt64(0x7F - UInt8(ascii: "z"))
    let atLeast = word &+ ones &* UInt64(0x80 - UInt8(ascii: "+"))
    return (word | above | ~atLeast) & (ones &* 0x80)
  }

  @inline(__always)
  private static func isCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "/"), UInt8(ascii: "_"):
      return true
    default: return false
    }
  }

  /// Whether a run may hold text, in any alignment, by the first character of each group of four:
  /// so many groups in a row must begin with a byte of text, which is a visible ASCII character, a
  /// tab or a line end.
  public static func mayHoldText(
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
