import PatternEngine

/// Strings in binary data: what stands beside them are lengths, tags and other strings.
///
/// A length may be a letter or a digit, and the columns of a database's row follow each other without
/// anything between. Where control bytes are near, lengths that fit tell where a string ends.
enum StoredString {
  /// How far control bytes and what describes a row may stand from a string, in bytes; no further
  /// than every rule looks around its matches.
  static let reach = 64

  /// Whether bytes that no text has stand near a string of one of some lengths.
  static func isBinary(
    around start: Int, lengths: ClosedRange<Int>, in text: Span<UInt8>
  ) -> Bool {
    var offset = start
    let first = max(0, start - reach)
    while offset > first {
      offset -= 1
      if isBinary(at: offset, in: text) { return true }
    }
    offset = start + lengths.lowerBound
    let longest = min(lengths.upperBound, lengths.lowerBound + 2 * reach)
    let last = min(text.count, start + longest + reach)
    while offset < last {
      if isBinary(at: offset, in: text) { return true }
      offset += 1
    }
    return false
  }

  /// Whether no text has a byte as it stands there: a control byte, or one of what would be a longer
  /// character in UTF-8, all alone.
  @inline(__always)
  private static func isBinary(at offset: Int, in text: Span<UInt8>) -> Bool {
    let byte = text[offset]
    if byte &- 0x20 < 0x60 { return false }
    if byte < 0x20 { return control &>> UInt32(byte) & 1 == 1 }
    return (offset == 0 || text[offset - 1] < 0x80)
      && (offset + 1 == text.count || text[offset + 1] < 0x80)
  }

  /// A bit for each control byte but for white space, a bell, a backspace, and the escape of
  /// terminals.
  private static let control: UInt32 = 0xF7FF_C07F

  /// The ends that a string which begins at an offset may have, by the bytes before it.
  ///
  /// - Parameters:
  ///   - start: Where the string begins.
  ///   - lengths: The lengths that it can have, in bytes.
  ///   - certainly: Whether only lengths count that can be nothing else; a `=` before a key is hardly
  ///     ever a length of 61.
  ///   - text: The text.
  /// - Returns: Offsets, none of them beyond the text.
  static func ends(
    ofStringAt start: Int, lengths: ClosedRange<Int>, certainly: Bool, in text: Span<UInt8>
  ) -> [Int] {
    var ends: [Int] = []
    func add(_ length: Int) {
      let end = start + length
      if lengths.contains(length), end <= text.count, !ends.contains(end) { ends.append(end) }
    }
    func byte(_ distance: Int) -> Int { start >= distance ? Int(text[start - distance]) : 0 }
    if let length = SQLiteRow.length(ofColumnAt: start, in: text) { add(length) }
    // A byte: marshal, pickle, MessagePack, CBOR, property lists, protocol buffers.
    if !certainly || !(0x20..<0x7F).contains(byte(1)) || tags.contains(byte(2)) { add(byte(1)) }
    // A varint of two bytes: protocol buffers.
    if byte(2) >= 0x80, byte(1) < 0x20 { add(byte(2) & 0x7F | byte(1) << 7) }
    // Twice the length: Avro. Five more than it, behind a quote or a colon: Ruby.
    if !certainly {
      let twice = byte(2) >= 0x80 ? byte(2) & 0x7F | byte(1) << 7 : byte(1)
      if twice % 2 == 0, !isInsideName(start - 1, in: text) { add(twice / 2) }
      if byte(2) == 0x22 || byte(2) == 0x3A { add(byte(1) - 5) }
    }
    // Two bytes, the higher one first: class files, MessagePack, CBOR, property lists.
    if byte(2) < 0x10 { add(byte(2) << 8 | byte(1)) }
    // Four bytes, the lowest first: marshal, pickle; BSON counts the zero after the string, too.
    if byte(1) == 0, byte(2) == 0 {
      add(byte(3) << 8 | byte(4))
      add((byte(3) << 8 | byte(4)) - 1)
    }
    return ends
  }

  /// Whether what may be a length in Avro is a letter of a name, such as a mangled one of C++: another
  /// letter stands before it, with which no short string ends whose own length is a control byte.
  private static func isInsideName(_ place: Int, in text: Span<UInt8>) -> Bool {
    guard place > 0, ByteSet.word.contains(text[place]), ByteSet.word.contains(text[place - 1])
    else { return false }
    return !(1..<16).contains { length in
      place > length && Int(text[place - length - 1]) == 2 * length
    }
  }

  /// Bytes that say that a length of one byte follows: pickle's `SHORT_BINUNICODE`, MessagePack's
  /// `str 8`, an integer of a property list.
  private static let tags = [0x8C, 0xD9, 0x10]
}
