/// A set of words in lower case that can be asked for parts of a text, of which no string is made.
struct WordSet {
  /// The words, one behind the other, and where each of them stands.
  private let letters: [UInt8]
  private let words: [Range<Int>]
  /// For each hash and the free places behind it, the number of a word from 1; 0 for none.
  ///
  /// At most a quarter of the places is taken.
  private let places: [UInt16]

  /// Takes words that are separated by spaces.
  init(_ text: String) {
    var (letters, words): ([UInt8], [Range<Int>]) = ([], [])
    for word in text.utf8.split(separator: UInt8(ascii: " ")) {
      letters += word
      words.append(letters.count - word.count..<letters.count)
    }
    var size = 4
    while size < 4 * words.count { size *= 2 }
    var places = [UInt16](repeating: 0, count: size)
    for (number, word) in words.enumerated() {
      var place = Self.hash(of: word, in: letters.span) & (size - 1)
      while places[place] > 0 { place = (place + 1) & (size - 1) }
      places[place] = UInt16(number + 1)
    }
    (self.letters, self.words, self.places) = (letters, words, places)
  }

  /// Whether the bytes in a range of a text are one of the words.
  func contains(_ range: Range<Int>, of text: Span<UInt8>) -> Bool {
    let places = places.span
    var place = Self.hash(of: range, in: text) & (places.count &- 1)
    while places[place] > 0 {
      let word = words[Int(places[place]) &- 1]
      if Self.isEqual(word, of: letters.span, to: range, of: text) { return true }
      place = (place &+ 1) & (places.count &- 1)
    }
    return false
  }

  /// Whether one of the words stands at the end of a range of a text, or is all of it.
  func standsAtEnd(of range: Range<Int>, in text: Span<UInt8>) -> Bool {
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
