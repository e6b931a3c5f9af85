/// The words that a path is made of.
package enum PathWords {
  /// Returns the words of a path in lower case.
  ///
  /// They are what stands between other characters than letters and digits, as a whole and, where
  /// that leaves three of them or more, cut where humps of camel case begin.
  /// `src/dockerTest/URLTests.java` holds `dockertest`, `docker`, `test`, `urltests`, `url`, `tests`.
  package static func words(of path: some StringProtocol) -> Set<String> {
    var words: Set<String> = []
    for part in path.utf8.split(whereSeparator: { !isWordByte($0) }) {
      let bytes = Array(part)
      words.insert(lowercased(bytes[...]))
      var start = 0
      for place in bytes.indices.dropFirst() where isHump(at: place, in: bytes) {
        if place - start >= 3 { words.insert(lowercased(bytes[start..<place])) }
        start = place
      }
      if bytes.count - start >= 3 { words.insert(lowercased(bytes[start...])) }
    }
    return words
  }

  /// A capital after a small letter or a digit, or the last of several capitals before a small letter.
  private static func isHump(at place: Int, in bytes: [UInt8]) -> Bool {
    guard isCapital(bytes[place]) else { return false }
    return !isCapital(bytes[place - 1])
      || place + 1 < bytes.count && isSmall(bytes[place + 1])
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isSmall(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isCapital(byte) || isSmall(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).lowercased()
  }
}
