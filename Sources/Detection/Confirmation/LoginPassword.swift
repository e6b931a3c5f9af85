import Basics
import Findings
import PatternEngine

/// A password in a place where nothing but a password stands: behind `curl -u user:`, in `.netrc`.
///
/// Since the place tells what it is, short values count, too. What stands for a password is none;
/// one that a person could guess is unsure.
struct LoginPassword {
  private let value: [UInt8]
  private let folded: [UInt8]
  private let user: [UInt8]

  init(_ value: [UInt8], user: [UInt8] = []) {
    self.value = value
    folded = value.map(\.asciiLowercased)
    self.user = user.map(\.asciiLowercased)
  }

  /// Reads the credentials of HTTP's basic authentication (RFC 7617), or a password alone.
  ///
  /// Nil when that is no text.
  ///
  /// - Parameter encoded: `user:password` in base64.
  init?(basic encoded: [UInt8]) {
    let text = Base64.decodePrefix(encoded)
    let body = encoded.count - encoded.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard text.count >= 4, text.count == body * 3 / 4,
      text.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      self.init(Array(text[(colon + 1)...]), user: Array(text[..<colon]))
    } else {
      self.init(text)
    }
  }

  /// Somebody has left out the middle, as kunci does.
  private static let ellipsis = Array(Redaction.ellipsis.utf8)

  /// How sure it is that it is a secret; nil when it stands for one that is to be filled in.
  var confidence: Confidence? {
    guard isValue else { return nil }
    let words = words
    return isPlaceholder(words) ? nil : isStrong(words) ? .medium : .low
  }

  /// Whether it has the shape of a password, and none of what stands for one.
  private var isValue: Bool {
    guard let first = value.first, value.count >= 4, !"$<{[%/.=*-".utf8.contains(first),
      folded != user, !Placeholders.isPlaceholder(value[...]),
      !value.contains(where: { $0 <= 0x20 }), !value.holds(Self.ellipsis)
    else { return false }
    return !Self.marks.standAnywhere(in: folded)
  }

  /// Whether words of it say that the reader is to fill in a password.
  private func isPlaceholder(_ words: [[UInt8]]) -> Bool {
    // `DB_PASSWORD`, `dbPassword`, `config.password`, `secret123`: the word for it and hardly more.
    // Short words come up in random texts, too.
    var (isNamed, isNamedShortly) = (false, false)
    var (others, unspoken) = (0, 0)
    for word in words {
      if Self.words.beginOrEnd(word) {
        isNamed = true
      } else if Self.shortWords.contains(word) {
        isNamedShortly = true
      } else {
        others += word.count
        let isSpoken =
          word.allSatisfy(ByteSet.letters.contains) && RandomText.isSpeakable(word[...])
        if !isSpoken { unspoken += word.count }
      }
    }
    return isNamed && unspoken <= 4 || isNamedShortly && others <= 2
  }

  /// Whether a program has to guess long for it: of the kinds of characters it has at least two, and
  /// it is not made of words.
  private func isStrong(_ words: [[UInt8]]) -> Bool {
    let kinds = [ByteSet.digits, .lowercase, .uppercase].filter {
      value.contains(where: $0.contains)
    }
    let hasSign = value.contains { !ByteSet.alphanumerics.contains($0) }
    let isHard = value.count >= 12 || kinds.count + (hasSign ? 1 : 0) >= 3
    guard value.count >= 8, kinds.count >= 2, kinds.contains(.digits) || kinds.count == 2 && isHard,
      Entropy.bitsPerByte(value[...]) >= 2.7
    else { return false }
    let spoken = words.filter { $0.count >= 5 && RandomText.isSpeakable($0[...]) }
    return spoken.reduce(0) { $0 + $1.count } * 2 <= value.count
  }

  /// Runs of letters of one case, with a capital before, and runs of digits; folded.
  private var words: [[UInt8]] {
    var all: [[UInt8]] = []
    var previous: UInt8 = 0
    var length = 0
    for byte in value {
      let isDigit = ByteSet.digits.contains(byte)
      guard isDigit || ByteSet.letters.contains(byte) else {
        previous = 0
        continue
      }
      let isUpper = ByteSet.uppercase.contains(byte)
      let goesOn =
        isDigit
        ? ByteSet.digits.contains(previous)
        : ByteSet.uppercase.contains(previous)
          ? isUpper || length == 1 : ByteSet.lowercase.contains(previous) && !isUpper
      if goesOn, !all.isEmpty {
        all[all.count - 1].append(byte.asciiLowercased)
        length += 1
      } else {
        all.append([byte.asciiLowercased])
        length = 1
      }
      previous = byte
    }
    return all
  }

  private static let marks = Marks([
    "${", "{{", "$(", "%(", "#{", "...", "***", "xxx", "://", "()", "<", ">", "env.",
  ])

  /// Words for a password, and what is typed in the place of one.
  private static let words = Marks([
    "password", "passwd", "passwort", "passphrase", "pass", "secret", "token", "credential",
    "change", "your", "example", "sample", "dummy", "fake", "placeholder", "redacted", "todo",
    "admin", "root", "user", "guest", "test", "demo", "value", "string", "postgres", "mysql",
    "mariadb", "mongo", "redis", "rabbit", "foobar", "hunter", "letmein", "welcome", "qwerty",
    "tiger", "scott", "sesame", "abcd", "xxxx", "docker", "default", "local", "vagrant", "hello",
    "world", "something", "whatever", "here", "android", "store", "option", "prompt",
  ])

  private static let shortWords: Set<[UInt8]> = Set(
    ["pwd", "pw", "key", "foo", "bar", "baz", "abc", "xyz", "sa"].map { Array($0.utf8) })
}
