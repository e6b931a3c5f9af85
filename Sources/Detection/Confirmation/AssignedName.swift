import PatternEngine

/// A name that a value is given to, such as `NEXTAUTH_SECRET`, `clientSecret` or `db.password`,
/// word by word: what it says as a whole depends on the order of its words.
struct AssignedName {
  /// Whether nothing in it is a letter or a digit.
  var isEmpty: Bool { wordCount == 0 }
  /// Whether the name says that the value is a secret, not something about one.
  var isOfSecret: Bool { saysSecret && !isOfSomethingElse }
  /// Whether a word after the secret makes it another thing, as in `token_url`, or one before it
  /// does, as in `public_key`.
  let isOfSomethingElse: Bool
  /// Whether the word that says that the value is a secret stands for a password, which a person may
  /// have chosen.
  let isPassword: Bool
  /// Whether it is a password's, and whose is not said: such a column or member may hold a hash.
  var isBarePassword: Bool { isPassword && wordCount == 1 }
  /// Whether the value is a hash, or is named as one.
  let isOfHash: Bool
  /// Whether it says itself that the value is made up.
  let isOfSample: Bool

  private let wordCount: Int
  private let saysSecret: Bool

  /// Takes a name apart.
  ///
  /// - Parameter name: The bytes of an identifier, perhaps with a path of dots before it.
  init(_ name: ArraySlice<UInt8>) {
    var reading = Reading()
    let letters = name.map(\.asciiLowercased)
    Self.forEachWord(of: name) { reading.add($0, of: letters.span) }
    wordCount = reading.wordCount
    saysSecret = reading.saysSecret
    isPassword = reading.isPassword
    isOfSomethingElse =
      reading.hasBeginning || reading.hasEnding || !saysSecret && reading.last.contains(.ending)
    isOfHash = reading.all.contains(.hash)
    isOfSample = reading.all.contains(.sample)
  }

  /// What the words so far come to.
  private struct Reading {
    var wordCount = 0
    /// What any of the words means.
    var all: NameWord.Meaning = []
    /// What the last word means.
    var last: NameWord.Meaning = []
    var saysSecret = false
    var isPassword = false
    /// Whether a word that makes it another thing stands before the last word for a secret, or before
    /// the last word of all where none stands for one.
    var hasBeginning = false
    /// Whether one stands after the last word for a secret.
    var hasEnding = false
    private var previous = 0..<0

    mutating func add(_ word: Range<Int>, of letters: Span<UInt8>) {
      let meaning = NameWord.meaning(of: word, letters)
      let isPassword = meaning.contains(.password) || NameWord.endsInPassword(word, letters)
      let isSecret = isPassword || NameWord.isSecret(word, after: previous, letters)
      if isSecret {
        (saysSecret, self.isPassword, hasEnding) = (true, isPassword, false)
      } else if saysSecret {
        hasEnding = hasEnding || meaning.contains(.ending)
      }
      if isSecret || !saysSecret { hasBeginning = all.contains(.beginning) }
      all.formUnion(meaning)
      (last, previous) = (meaning, word)
      wordCount += 1
    }
  }

  /// Calls a body with the words between signs and at humps, without numbers at their ends:
  /// `APIKeyV2` is `api`, `key`, `v`.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - body: Takes where a word stands, from the start of the name.
  private static func forEachWord(of name: ArraySlice<UInt8>, _ body: (Range<Int>) -> Void) {
    let base = name.startIndex
    var start = base
    func close(_ end: Int) {
      if end > start {
        body(start - base..<NameWord.endWithoutNumber(of: start..<end, in: name) - base)
      }
      start = end
    }
    var last: UInt8 = 0
    for (place, byte) in zip(name.indices, name) {
      guard ByteSet.alphanumerics.contains(byte) else {
        close(place)
        start = place + 1
        continue
      }
      if place > start, ByteSet.uppercase.contains(byte) {
        let next = place + 1 < name.endIndex ? name[place + 1] : 0
        if !ByteSet.uppercase.contains(last) || ByteSet.lowercase.contains(next) { close(place) }
      }
      last = byte
    }
    close(name.endIndex)
  }
}
