import Basics
import Findings
import PatternEngine

/// Tells random texts from what people write: words, identifiers, paths, numbers.
struct RandomText {
  let bytes: [UInt8]
  /// The same in small letters.
  let folded: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    folded = bytes.map(\.asciiLowercased)
  }

  /// Whether all of it is hexadecimal digits.
  var isHex: Bool { bytes.allSatisfy(ByteSet.hexDigits.contains) }

  /// Whether it has the length of a common hash, in hexadecimal digits.
  var isHexOfHash: Bool { [32, 40, 56, 64, 96, 128].contains(bytes.count) && isHex }

  var isUUID: Bool { bytes.count == Self.lengthOfUUID && isUUID(at: 0) }

  /// Whether a UUID stands in it, behind words or before them.
  var holdsUUID: Bool {
    bytes.count >= Self.lengthOfUUID
      && (0...bytes.count - Self.lengthOfUUID).contains(where: isUUID(at:))
  }

  private static let lengthOfUUID = 36

  /// Whether the bytes from a place on, of which there are enough, are a UUID.
  private func isUUID(at start: Int) -> Bool {
    func isDash(_ place: Int) -> Bool { place == 8 || place == 13 || place == 18 || place == 23 }
    // Hardly anywhere is there a dash at the right place.
    return bytes[start + 8] == UInt8(ascii: "-")
      && (0..<Self.lengthOfUUID).allSatisfy { place in
        let byte = bytes[start + place]
        return isDash(place) ? byte == UInt8(ascii: "-") : ByteSet.hexDigits.contains(byte)
      }
  }

  /// How sure it is that it is random; nil where it is not.
  ///
  /// Of random values of 32 letters and digits, one in 2,500 holds more words than a medium one may,
  /// one in 300 more than any; of identifiers and paths, hardly one holds as few.
  var confidence: Confidence? {
    guard bytes.count >= 12, !isNumber else { return nil }
    let hasDigit = hasDigit
    guard hasDigit ? changes * 5 >= bytes.count : bytes.count >= 16 else { return nil }
    let entropy = Entropy.bitsPerByte(bytes[...])
    // A text of few bytes cannot reach what a long one has.
    let most = Double(bytes.count.bitWidth - bytes.count.leadingZeroBitCount - 1)
    guard entropy >= (isHex ? 3.0 : min(3.4, most * 0.85)) else { return nil }
    let words = wordBytes * 100 / bytes.count
    guard hasDigit else {
      // Letters alone: random where the case changes all the time, or where nobody could speak it.
      guard entropy >= 3.3, words <= 25 else { return nil }
      return changes * 3 >= bytes.count
        ? (bytes.count >= 20 ? .medium : .low) : wordBytes == 0 ? .low : nil
    }
    guard words <= 50 else { return nil }
    return words <= 40 && bytes.count >= 16 ? .medium : .low
  }

  /// Digits with a sign, a dot, an exponent or a unit, and dates.
  private var isNumber: Bool { bytes.count(where: ByteSet.letters.contains) <= 2 }

  /// Whether there is a digit that does not belong to an algorithm's name.
  private var hasDigit: Bool {
    guard bytes.contains(where: ByteSet.digits.contains) else { return false }
    var place = 0
    while place < folded.count {
      if let length = Self.algorithms.length(at: place, in: folded) {
        place += length
      } else if ByteSet.digits.contains(folded[place]) {
        return true
      } else {
        place += 1
      }
    }
    return false
  }

  private static let algorithms = Marks([
    "sha512", "sha384", "sha256", "sha224", "sha1", "aes128", "aes192", "aes256", "md5", "pbkdf2",
    "ed25519", "x25519", "x509", "base64", "b64", "hs256", "rs256", "es256", "p256", "secp256",
    "utf8", "argon2", "chacha20", "poly1305", "pkcs1", "pkcs7", "pkcs8", "pkcs12", "oauth2",
    "oauth1", "http2", "rsa2048", "rsa4096", "rfc3986", "i18n",
  ])

  /// Places where the kind of character changes: often in a random text, seldom in a written one.
  private var changes: Int {
    func kind(_ byte: UInt8) -> Int {
      if ByteSet.digits.contains(byte) { return 0 }
      if ByteSet.lowercase.contains(byte) { return 1 }
      return ByteSet.uppercase.contains(byte) ? 2 : 3
    }
    var (changes, previous) = (0, bytes.first.map(kind))
    for byte in bytes {
      let next = kind(byte)
      if next != previous { changes += 1 }
      previous = next
    }
    return changes
  }

  /// Bytes that belong to runs of letters that can be spoken, as words of a language can.
  var wordBytes: Int {
    var total = 0
    /// Where the letters begin that belong together; at the end of them where there are none.
    var start = 0
    func close(_ end: Int) {
      if end - start >= 4, Self.isSpeakable(folded[start..<end]) { total += end - start }
    }
    for (place, byte) in bytes.enumerated() {
      guard ByteSet.letters.contains(byte) else {
        close(place)
        start = place + 1
        continue
      }
      // A word is written in small letters, in capitals, or with one capital at its start.
      if place > 0 {
        let previous = bytes[place - 1]
        let rises = ByteSet.uppercase.contains(byte) && ByteSet.lowercase.contains(previous)
        let falls = ByteSet.lowercase.contains(byte) && ByteSet.uppercase.contains(previous)
        if rises || falls && place - start > 1 {
          close(place)
          start = place
        }
      }
    }
    close(bytes.count)
    return total
  }

  /// Whether a run of small letters can be spoken.
  static func isSpeakable(_ word: ArraySlice<UInt8>) -> Bool {
    var (vowels, rare, consonants, most) = (0, 0, 0, 0)
    for byte in word {
      switch byte {
      case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
        UInt8(ascii: "u"), UInt8(ascii: "y"):
        vowels += 1
        consonants = 0
      case UInt8(ascii: "q"), UInt8(ascii: "x"), UInt8(ascii: "z"), UInt8(ascii: "j"):
        rare += 1
        consonants += 1
      default:
        consonants += 1
      }
      most = max(most, consonants)
    }
    // Letters that hardly occur in words make a run of them a coincidence, as many consonants do.
    return vowels * 5 >= word.count && vowels * 10 <= word.count * 7 && rare * 6 <= word.count
      && most < 4
  }

  /// Whether most of it goes from key to neighbouring key, as in `1qaz2wsx` and `qwertyuiop`.
  var isKeyboardWalk: Bool {
    let places = folded.map { Self.keys[Int($0)] }
    let steps = zip(places, places.dropFirst()).filter { first, second in
      guard let first, let second else { return false }
      return abs(first.row - second.row) <= 1 && abs(first.column - second.column) <= 1
    }.count
    return bytes.count >= 4 && steps * 4 >= (bytes.count - 1) * 3
  }

  private static let keys: [(row: Int, column: Int)?] = {
    var keys = [(row: Int, column: Int)?](repeating: nil, count: 256)
    let rows = ["1234567890", "!@#$%^&*()", "qwertyuiop", "asdfghjkl", "zxcvbnm"]
    for (row, characters) in zip([0, 0, 1, 2, 3], rows) {
      for (column, byte) in characters.utf8.enumerated() { keys[Int(byte)] = (row, column) }
    }
    return keys
  }()
}
