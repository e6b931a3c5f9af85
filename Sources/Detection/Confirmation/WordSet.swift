import PatternEngine

/// A set of words in lower case that can be asked for parts of a text, of which no string is made.
struct WordSet {
  /// The words, one behind the other, and where each of them stands.
  private let letters: [UInt8]
  private let words: [Range<Int>]
  /// For each hash and the free places behind it, the number of a word from 1; 0 for none.
  ///
  /// At most a quarter of the places is taken.
  private let places: [UInt16]
  /// The bytes with which words end.
  private let lasts: ByteSet

  /// Number of words.
  var count: Int { words.count }

  /// Takes words that are separated by spaces; what is there twice counts once.
  init(_ text: String) {
    var (letters, words): ([UInt8], [Range<Int>]) = ([], [])
    var (lasts, known) = (ByteSet(), Set<[UInt8]>())
    for word in text.utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
    where known.insert(word).inserted {
      letters += word
      words.append(letters.count - word.count..<letters.count)
      if let last = word.last { lasts.insert(last) }
    }
    var size = 4
    while size < 4 * words.count { size *= 2 }
    var places = [UInt16](repeating: 0, count: size)
    for (number, word) in words.enumerated() {
      var place = Self.hash(of: word, in: letters.span) & (size - 1)
      while places[place] > 0 { place = (place + 1) & (size - 1) }
      places[place] = UInt16(number + 1)
    }
    (self.letters, self.words, self.places, self.lasts) = (letters, words, places, lasts)
  }

  /// Whether the bytes in a range of a text are one of the words.
  func contains(_ range: Range<Int>, of text: Span<UInt8>) -> Bool {
    number(of: range, in: text) != nil
  }

  /// Which of the words, from 0 on, the bytes in a range of a text are; nil when they are none.
  func number(of range: Range<Int>, in text: Span<UInt8>) -> Int? {
    let places = places.span
    var place = Self.hash(of: range, in: text) & (places.count &- 1)
    while places[place] > 0 {
      let number = Int(places[place]) &- 1
      if Self.isEqual(words[number], of: letters.span, to: range, of: text) { return number }
      place = (place &+ 1) & (places.count &- 1)
    }
    return nil
  }

  /// Whether one of the words stands at the end of a range of a text, or is all of it.
  func standsAtEnd(of range: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard !range.isEmpty, lasts.contains(text[range.upperBound - 1]) else { return false }
    for word in words where word.count <= range.count {
      let end = range.upperBound &- word.count..<range.upperBound
      if Self.isEqual(word, of: letters.span, to: end, of: text) { return true }
    }
    return false
  }

  private static func isEqual(
    _ word: Range<Int>, of letters: Span<UInt8>, to range: Range<Int>, of text: Span<UInt8>
  ) -> Bool {
    guard word.count == range.count else { return false }
    for place in 0..<word.count
    where letters[word.lowerBound &+ place] != text[range.lowerBound &+ place] { return false }
    return true
  }

  private static func hash(of range: Range<Int>, in text: Span<UInt8>) -> Int {
    var hash: UInt32 = 0
    for place in range { hash = (hash &+ UInt32(text[place])) &* 0x9E37_79B1 }
    return Int(hash &>> 16)
  }
}
