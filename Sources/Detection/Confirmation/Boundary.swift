import PatternEngine

/// What stands right beside a match: it must not belong to a longer word.
enum Boundary {
  /// What stands before a match.
  enum Start {
    /// Nothing that could belong to it.
    case free
    /// The sign before a default value, as in `${KEY:-…}` and `${KEY-…}`.
    case defaultValue
    /// Dashes or underscores that belong to nothing before them, as in `--…`, `<!--…`, `__…`.
    case detached
    /// A dash or underscore after a word such as `key`, or a short option as in `-p…`.
    case labelled
    /// A dash or underscore that joins it to something before.
    case joined
    /// A letter or digit, or another byte that the rule does not want.
    case inside
  }

  /// What stands after a match.
  enum End {
    /// Nothing that could belong to it.
    case free
    /// A dash or underscore that joins it to something after.
    case joined
  }

  /// How many dashes and underscores in a row are looked at.
  private static let joints = 8

  /// Says what stands before a match that starts at an offset.
  ///
  /// A letter or digit before it is no obstacle when it ends an escape sequence: in `"\nkey"` the
  /// `n` is a line end, in `%3Dkey` the `D` is an equals sign, in `ESC [31mkey` the `m` is a colour.
  static func start(at start: Int, in text: Span<UInt8>, notBefore: ByteSet) -> Start {
    guard start > 0, notBefore.contains(text[start - 1]), !escapeEnds(at: start, in: text) else {
      return .free
    }
    guard isJoint(text[start - 1]) else {
      return isOption(endingAt: start, in: text) ? .labelled : .inside
    }
    var first = start - 1
    while first > 0, start - first < joints, isJoint(text[first - 1]) { first -= 1 }
    guard first > 0, ByteSet.alphanumerics.contains(text[first - 1]),
      !escapeEnds(at: first, in: text)
    else {
      let isDefault =
        first > 0 && start - first == 1 && text[first] == UInt8(ascii: "-")
        && text[first - 1] == UInt8(ascii: ":")
      return isDefault ? .defaultValue : .detached
    }
    if start - first == 1, text[first] == UInt8(ascii: "-"), isParameter(first, in: text) {
      return .defaultValue
    }
    return endsInLabel(first, in: text) ? .labelled : .joined
  }

  /// Says what stands after a match that ends at an offset.
  static func end(at end: Int, in text: Span<UInt8>, notAfter: ByteSet) -> End {
    guard end < text.count, isJoint(text[end]), notAfter.contains(text[end]) else { return .free }
    var next = end + 1
    while next < text.count, next - end < joints, isJoint(text[next]) { next += 1 }
    let goesOn =
      next < text.count
      && (ByteSet.alphanumerics.contains(text[next]) || notAfter.contains(text[next]))
    return goesOn ? .joined : .free
  }

  /// How much of the end of a match mirrors what stands before it.
  ///
  /// Such are the dashes of `<!--…-->` and the underscores of `__…__`. A lone dash before it is a sign
  /// of its own.
  static func mirroredLength(of match: Range<Int>, in text: Span<UInt8>) -> Int {
    let (start, end) = (match.lowerBound, match.upperBound)
    guard start > 0, isJoint(text[start - 1]), text[end - 1] == text[start - 1] else { return 0 }
    let joint = text[start - 1]
    var length = 1
    while start > length, length < joints, text[start - length - 1] == joint { length += 1 }
    guard joint == UInt8(ascii: "_") || length > 1, length < match.count,
      start == length || !ByteSet.alphanumerics.contains(text[start - length - 1]),
      (end - length..<end).allSatisfy({ text[$0] == joint })
    else { return 0 }
    return length
  }

  private static func isJoint(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// Whether the letter before an offset is a short option of a command, such as `-p`.
  private static func isOption(endingAt end: Int, in text: Span<UInt8>) -> Bool {
    guard end > 1, ByteSet.letters.contains(text[end - 1]), text[end - 2] == UInt8(ascii: "-")
    else { return false }
    return end == 2 || optionsFollow.contains(text[end - 3])
  }

  private static let optionsFollow: ByteSet = {
    var set = ByteSet.whitespace
    for byte in "\"'`([,=".utf8 { set.insert(byte) }
    return set
  }()

  /// Whether a shell's `${NAME` ends at an offset.
  private static func isParameter(_ end: Int, in text: Span<UInt8>) -> Bool {
    var first = end
    while first > 0, end - first < longestName, ByteSet.word.contains(text[first - 1]) {
      first -= 1
    }
    return first > 1 && text[first - 1] == UInt8(ascii: "{") && text[first - 2] == UInt8(ascii: "$")
  }

  /// In bytes; less than every rule looks back.
  private static let longestName = 48

  /// Whether the word that ends at an offset says that a secret follows.
  private static func endsInLabel(_ end: Int, in text: Span<UInt8>) -> Bool {
    labels.contains { label in
      let start = end - label.count
      return start >= 0
        && label.indices.allSatisfy { text[start + $0] | 0x20 == label[$0] }
        && WordEdges.standsAlone(start..<end, in: text)
    }
  }

  private static let labels = [
    "key", "token", "secret", "password", "passwd", "pass", "pwd", "auth", "bearer", "apikey",
    "credential", "credentials", "creds", "pat",
  ].map { Array($0.utf8) }

  /// Whether an escape sequence ends at an offset, behind the start of the text.
  static func escapeEnds(at end: Int, in text: Span<UInt8>) -> Bool {
    func byte(_ distance: Int) -> UInt8 { end >= distance ? text[end - distance] : 0 }
    let backslash = UInt8(ascii: "\\")
    // \n, \t, \r … of most languages.
    if byte(2) == backslash, escapeLetters.contains(byte(1)) { return true }
    guard ByteSet.hexDigits.contains(byte(1)), ByteSet.hexDigits.contains(byte(2)) else {
      return colourEnds(at: end, in: text)
    }
    // %3D of URLs, =3D of quoted-printable mail, \x3D, \u003D.
    if byte(3) == UInt8(ascii: "%") || byte(3) == UInt8(ascii: "=") { return true }
    // %253D of a URL in a URL, and once more.
    var distance = 3
    while distance <= 7, byte(distance) == UInt8(ascii: "5"),
      byte(distance + 1) == UInt8(ascii: "2")
    {
      distance += 2
      if byte(distance) == UInt8(ascii: "%") { return true }
    }
    if byte(3) == UInt8(ascii: "x"), byte(4) == backslash { return true }
    return byte(5) == UInt8(ascii: "u") && byte(6) == backslash
      && ByteSet.hexDigits.contains(byte(3))
      && ByteSet.hexDigits.contains(byte(4))
  }

  /// A terminal's control sequence, such as `ESC [1;31m`, with the escape byte itself or, for a colour,
  /// spelled `\e`, `\033`, `\x1b`, `\u001b` or `^[` before the bracket; or without it, as it is lost where
  /// a log is copied.
  private static func colourEnds(at end: Int, in text: Span<UInt8>) -> Bool {
    guard ByteSet.letters.contains(text[end - 1]) else { return false }
    // `ESC ( B`, with which `tput sgr0` ends a colour, names a set of characters.
    if end > 2, text[end - 3] == 0x1B, text[end - 2] == UInt8(ascii: "(") { return true }
    let isColour = text[end - 1] == UInt8(ascii: "m") || text[end - 1] == UInt8(ascii: "K")
    var offset = end - 2
    while offset > 0, end - offset < 16, colourParameters.contains(text[offset]) { offset -= 1 }
    guard offset >= 0, text[offset] == UInt8(ascii: "[") else { return false }
    // Nothing else looks like a colour's numbers.
    let isNumbered = text[end - 1] == UInt8(ascii: "m") && offset < end - 2
    guard offset > 0 else { return isNumbered }
    switch text[offset - 1] {
    case 0x1B: return true
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "3"), UInt8(ascii: "b"),
      UInt8(ascii: "B"):
      return isColour
    case UInt8(ascii: "["):
      return isColour && offset > 1 && text[offset - 2] == UInt8(ascii: "^") || isNumbered
    // `[31m[K`, as `grep` has it.
    case UInt8(ascii: "m"): return isNumbered || isColour && colourEnds(at: offset, in: text)
    default: return isNumbered
    }
  }

  private static let colourParameters = ByteSet(0x30...0x3F)
  private static let escapeLetters: ByteSet = {
    var set = ByteSet()
    for byte in "nrtbfv0a".utf8 { set.insert(byte) }
    return set
  }()
}
