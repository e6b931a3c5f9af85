import PatternEngine

/// The byte before a match: it must not belong to a longer word.
enum Boundary {
  /// Returns whether a match may start at an offset.
  ///
  /// A letter or digit before it is no obstacle when it ends an escape sequence: in `"\nkey"` the
  /// `n` is a line end, in `%3Dkey` the `D` is an equals sign, in `ESC [31mkey` the `m` is a colour.
  static func allows(matchAt start: Int, in text: Span<UInt8>, notBefore: ByteSet) -> Bool {
    guard start > 0, notBefore.contains(text[start - 1]) else { return true }
    return escapeEnds(at: start, in: text)
  }

  private static func escapeEnds(at end: Int, in text: Span<UInt8>) -> Bool {
    func byte(_ distance: Int) -> UInt8 { end >= distance ? text[end - distance] : 0 }
    let backslash = UInt8(ascii: "\\")
    // \n, \t, \r … of most languages.
    if byte(2) == backslash, escapeLetters.contains(byte(1)) { return true }
    guard hexDigits.contains(byte(1)), hexDigits.contains(byte(2)) else {
      return colourEnds(at: end, in: text)
    }
    // %3D of URLs, =3D of quoted-printable mail, \x3D, \u003D.
    if byte(3) == UInt8(ascii: "%") || byte(3) == UInt8(ascii: "=") { return true }
    if byte(3) == UInt8(ascii: "x"), byte(4) == backslash { return true }
    return byte(5) == UInt8(ascii: "u") && byte(6) == backslash && hexDigits.contains(byte(3))
      && hexDigits.contains(byte(4))
  }

  /// A terminal's control sequence, such as `ESC [1;31m`, with the escape byte itself or spelled
  /// `\e`, `\033`, `\x1b`, `\u001b` before the bracket.
  private static func colourEnds(at end: Int, in text: Span<UInt8>) -> Bool {
    guard text[end - 1] == UInt8(ascii: "m") || text[end - 1] == UInt8(ascii: "K") else {
      return false
    }
    var offset = end - 2
    while offset > 0, end - offset < 16, colourParameters.contains(text[offset]) { offset -= 1 }
    guard offset > 0, text[offset] == UInt8(ascii: "[") else { return false }
    switch text[offset - 1] {
    case 0x1B, UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "3"), UInt8(ascii: "b"),
      UInt8(ascii: "B"):
      return true
    default: return false
    }
  }

  private static let colourParameters = ByteSet.digits.union(
    ByteSet(UInt8(ascii: ";")...UInt8(ascii: ";")))
  private static let hexDigits = ByteSet.digits.union(
    ByteSet(UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f")))
  private static let escapeLetters: ByteSet = {
    var set = ByteSet()
    for byte in "nrtbfv0a".utf8 { set.insert(byte) }
    return set
  }()
}
