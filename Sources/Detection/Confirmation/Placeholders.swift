import PatternEngine

/// Recognises texts that have the shape of a key but were typed by a person to stand for one.
enum Placeholders {
  /// Shortest run, of one byte or ascending, that random keys practically never hold: among 164
  /// letters and digits, six in a row occur once in a million keys.
  private static let runLimit = 6
  /// The same among so many hexadecimal digits: of 64, six in a row occur once in 3,000 keys, eight once
  /// in a million.
  private static let hexadecimalRunLimit = 8
  private static let fewestHexadecimalDigits = 24

  /// Returns whether the part of a key after its prefix was made up.
  static func isPlaceholder(_ body: ArraySlice<UInt8>) -> Bool {
    let folded = body.map(\.asciiLowercased)
    let isHexadecimal =
      folded.count >= fewestHexadecimalDigits
      && folded.allSatisfy { ByteSet.digits.contains($0) || (0x61...0x66).contains($0) }
    let limit = isHexadecimal ? hexadecimalRunLimit : runLimit
    return holdsRun(folded, of: limit) || words.standAnywhere(in: folded)
      || alternates(folded, of: limit) || isPeriodic(folded) || isSlug(Array(body))
      || isHexadecimal && consistsOfRuns(folded)
  }

  /// Whether a third of a text is in runs of four and more, as in `abcd1234…`: among random digits that
  /// is as rare as one long run.
  private static func consistsOfRuns(_ text: [UInt8]) -> Bool {
    var covered = 0
    var start = 0
    while start + 1 < text.count {
      let step = Int(text[start + 1]) - Int(text[start])
      var end = start + 1
      while end < text.count, Int(text[end]) - Int(text[end - 1]) == step { end += 1 }
      let isRun = abs(step) <= 1 && end - start >= 4
      if isRun { covered += end - start }
      start = isRun ? end : start + 1
    }
    return covered * 3 >= text.count
  }

  /// `xxxxxx`, `000000`, `123456`, `abcdef`, `987654`.
  private static func holdsRun(_ text: [UInt8], of runLimit: Int) -> Bool {
    var runs = (same: 1, up: 1, down: 1)
    for place in stride(from: 1, to: text.count, by: 1) {
      let (previous, byte) = (text[place - 1], text[place])
      let isNext =
        byte == previous &+ 1 || (byte == UInt8(ascii: "0") && previous == UInt8(ascii: "9"))
      let isLast =
        byte &+ 1 == previous || (byte == UInt8(ascii: "9") && previous == UInt8(ascii: "0"))
      let isAlphanumeric = ByteSet.alphanumerics.contains(byte)
      runs.same = byte == previous ? runs.same + 1 : 1
      runs.up = isNext && isAlphanumeric ? runs.up + 1 : 1
      runs.down = isLast && isAlphanumeric ? runs.down + 1 : 1
      // Zero bytes make a short run of `A` in base64, which some formats have by design.
      let sameLimit = byte == UInt8(ascii: "a") ? runLimit + 4 : runLimit
      if runs.same >= sameLimit || max(runs.up, runs.down) >= runLimit { return true }
    }
    return false
  }

  /// Words that hardly occur at random: six given letters turn up in one of a million keys.
  private static let words = Marks([
    "example", "placeholder", "changeme", "change_me", "change-me", "insert", "sample", "dummy",
    "redacted", "replace", "your-", "your_", "yourkey", "yourapi", "yoursecret", "yourtoken",
    "-here", "_here", "keyhere", "test-key", "test_key", "testkey", "fake-", "fake_", "fakekey",
    "qwerty", "asdfgh", "zxcvbn", "qazwsx", "deadbeef", "cafebabe", "foobar", "invalid",
    "notreal", "not-real", "not_real", "xxxxx",
  ])

  /// `a1b2c3`: letters and digits that both ascend, taking turns.
  private static func alternates(_ text: [UInt8], of runLimit: Int) -> Bool {
    guard text.count >= runLimit else { return false }
    var run = 2
    for index in 2..<text.count {
      let isLetter = ByteSet.lowercase.contains(text[index])
      let takesTurns = isLetter == ByteSet.digits.contains(text[index - 1])
      let ascends = text[index] == text[index - 2] &+ 1
      let isKnown = isLetter || ByteSet.digits.contains(text[index])
      run = takesTurns && ascends && isKnown ? run + 1 : 2
      if run >= runLimit { return true }
    }
    return false
  }

  /// A text that only repeats its first quarter or less.
  private static func isPeriodic(_ text: [UInt8]) -> Bool {
    guard text.count >= 8 else { return false }
    return (1...text.count / 4).contains { period in
      (period..<text.count).allSatisfy { text[$0] == text[$0 - period] }
    }
  }

  /// `my-great-openai-key`: words between dashes, without a digit or a change of case inside; of three
  /// and more, one may be a number such as `2nd` or `v2`.
  private static func isSlug(_ text: [UInt8]) -> Bool {
    let parts = text.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    guard parts.count >= 2 else { return false }
    let others = parts.filter { part in
      part.count > 15
        || !part.allSatisfy(ByteSet.lowercase.contains)
          && !part.allSatisfy(ByteSet.uppercase.contains)
    }
    return others.isEmpty
      || parts.count >= 3 && others.count == 1
        && others[0].count <= 3 && others[0].allSatisfy(ByteSet.alphanumerics.contains)
  }
}
