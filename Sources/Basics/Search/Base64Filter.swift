import CVectors

/// Finds runs of characters of base64 and base64url (RFC 4648), and rules out those without text.
///
/// Every run of 24 characters holds two neighbours of the words of eight bytes that a text is
/// divided into, so one of every second word. Most words of source code have a space or a quote.
public enum Base64Filter {
  /// Fewest characters of a run.
  public static let shortest = 24

  /// The first run that begins at `start` or later: as many characters in a row as there are before
  /// `end`; nil when there are too few anywhere.
  package static func nextRun(
    in text: Span<UInt8>, from start: Int, to end: Int
  ) -> Range<Int>? {
    nextRun(in: text, from: start, to: end, byBlocks: Wide.isQuick)
  }

  /// The same, by one way of looking for words or the other.
  static func nextRun(
    in text: Span<UInt8>, from start: Int, to end: Int, byBlocks: Bool
  ) -> Range<Int>? {
    precondition(start >= 0 && end <= text.count)
    return unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return nil }
      // SAFETY: every word and every block begins at `start` or later and ends at or before `end`;
      // single bytes are read at offsets from `start` to `end`. All of that is inside the buffer.
      var first = start
      if byBlocks {
        while case let blocks = (end &- first) / 32, blocks > 0 {
          let words = unsafe kunci_words_before_pair(base + first, blocks)
          guard words < 4 &* blocks else {
            // The last word may have a neighbour behind it.
            first &+= 32 &* blocks &- 8
            break
          }
          first &+= 8 &* words
          var last = first &+ 16
          last &+= unsafe kunci_run_length(base + last, (end &- last) / 32)
          while last < end, unsafe isCharacter(buffer[last]) { last &+= 1 }
          while first > start, unsafe isCharacter(buffer[first &- 1]) { first &-= 1 }
          if last &- first >= shortest { return first..<last }
          // No run goes on where this one ends.
          first = last
        }
      }
      var offset = first + 8
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
  private static func isCharacter(_ byte: UInt8) -> Bool { Base64.isCharacter(byte) }

  /// Whether a run may hold text, in any alignment, by the first character of each group of four:
  /// so many groups in a row, sixteen at most, must begin with a byte of text, which is a visible
  /// ASCII character, a tab or a line end.
  package static func mayHoldText(
    in text: Span<UInt8>, _ run: Range<Int>, groups: Int
  ) -> Bool {
    precondition(run.lowerBound >= 0 && run.upperBound <= text.count && (1...16).contains(groups))
    // A bit for each of the last characters, that of the last one lowest.
    var beginnings: UInt64 = 0
    let room = 64 &- 4 &* (groups &- 1)
    var offset = run.lowerBound
    while offset < run.upperBound {
      let end = min(run.upperBound, offset &+ room)
      while offset < end {
        beginnings = beginnings &<< 1 | (beginsText(text[offset]) ? 1 : 0)
        offset &+= 1
      }
      var streaks = beginnings
      for group in 1..<groups { streaks &= beginnings &>> UInt64(4 &* group) }
      if streaks != 0 { return true }
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
