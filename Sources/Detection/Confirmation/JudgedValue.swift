import Basics
import Findings
import PatternEngine

/// A value without a shape of its own, which may be a secret because of the name beside it.
///
/// Most false alarms of secret scanners come from here: in doubt, it is none.
struct JudgedValue {
  private let value: [UInt8]
  private let folded: [UInt8]
  private let text: RandomText

  init(_ value: [UInt8]) {
    self.value = value
    text = RandomText(value)
    folded = text.folded
  }

  // MARK: Named

  /// How sure it is that it is a secret, as written behind a name; nil when it is none.
  func confidence(as written: AssignedValue) -> Confidence? {
    guard written.name.isOfSecret, !isReference, !PasswordHash.matches(value),
      // Logs of tests name files of few letters, such as `gdb.cp/try-1.exp`.
      !isFile(withWordOf: written.isOfResult ? 3 : 4)
    else { return nil }
    if let random = randomConfidence(as: written) {
      let isDoubtful =
        written.name.isOfSample
        || written.isOfResult && Self.holdsWord(value[...], ofAtLeast: 3)
        || written.form == .bare && value.count < 20
        || written.form != .settings && written.name.isBarePassword && text.isHexOfHash
      if isDoubtful { return .low }
      // In settings a short one is all that stands on its line.
      let isSetting = written.form == .settings && text.wordBytes * 4 <= value.count
      return isSetting ? .medium : random
    }
    return written.name.isPassword && isChosen(as: written) ? .low : nil
  }

  private func randomConfidence(as written: AssignedValue) -> Confidence? {
    let isBare = written.form == .bare
    guard value.count >= (isBare && !written.name.isPassword ? 16 : 12),
      distinctBytes >= (value.count < 16 ? 8 : 9)
    else { return nil }
    // An argument or a member of a list has quotes around it.
    if isBare, written.isArgument { return nil }
    if written.form == .settings, isCall { return nil }
    if isBare, isConstantName || !text.isUUID && !value.contains(where: ByteSet.digits.contains) {
      return nil
    }
    // Most values are words, which is told sooner than what they stand for.
    let confidence = text.isUUID ? isBare ? .low : .medium : textConfidence
    return confidence == nil || isPlaceholder || isPattern ? nil : confidence
  }

  private var distinctBytes: Int {
    var seen = ByteSet()
    for byte in value { seen.insert(byte) }
    return seen.count
  }

  /// Whether a person may have chosen it as a password: a literal of which nothing says that it is
  /// another thing.
  private func isChosen(as written: AssignedValue) -> Bool {
    guard (5...64).contains(value.count), let first = value.first,
      ByteSet.alphanumerics.contains(first) || "!#@".utf8.contains(first),
      !Self.valueWords.contains(0..<folded.count, of: folded.span),
      !value.contains(where: Self.signsOfCode.contains), !holdsDots
    else { return false }
    switch written.form {
    case .quoted: return !written.isListed
    case .markup: return true
    case .settings: return !isMember
    case .bare: return false
    }
  }

  /// Whether two dots follow each other.
  private var holdsDots: Bool {
    let dot = UInt8(ascii: ".")
    return value.indices.dropFirst().contains { value[$0] == dot && value[$0 - 1] == dot }
  }

  private static let signsOfCode: ByteSet = {
    var set = ByteSet()
    for byte in "$<>{}%*[(|\\".utf8 { set.insert(byte) }
    return set
  }()

  private static let valueWords = WordSet(
    """
    false string undefined required optional object number boolean varchar password passwd
    """)

  /// `test.password`, `Config::value`: a member of something, in code.
  private var isMember: Bool {
    let parts = value.split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
    return parts.count > 1
      && parts.allSatisfy { part in
        part.allSatisfy(ByteSet.word.contains) && !ByteSet.digits.contains(part[part.startIndex])
      }
  }

  /// `CIPHER_AES_128`: the name of a constant.
  private var isConstantName: Bool {
    let underscore = UInt8(ascii: "_")
    return value.filter { $0 == underscore }.count >= 2
      && value.allSatisfy {
        ByteSet.uppercase.contains($0) || ByteSet.digits.contains($0) || $0 == underscore
      }
  }

  /// `load(…)`, `keys[…]`.
  private var isCall: Bool {
    let name = value.prefix {
      ByteSet.word.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
    }
    guard let first = name.first, let next = value.dropFirst(name.count).first else { return false }
    return !ByteSet.digits.contains(first)
      && (next == UInt8(ascii: "(") || next == UInt8(ascii: "["))
  }

  /// A regular expression, a format, or a template: `prefix-{digits}`, `key-{hex:32}`, `<the key>`.
  private var isPattern: Bool {
    if value.first == UInt8(ascii: "<"), value.last == UInt8(ascii: ">") { return true }
    return Self.patternMarks.standAnywhere(in: folded)
      || value.indices.contains { start in
        guard value[start] == UInt8(ascii: "{") || value[start] == UInt8(ascii: "<") else {
          return false
        }
        let name = value[(start + 1)...].prefix(while: Self.templateBytes.contains)
        let next = name.endIndex < value.endIndex ? value[name.endIndex] : 0
        return name.count >= 3 && "}>:-".utf8.contains(next)
          || name.isEmpty && next == UInt8(ascii: "[")
      }
  }

  private static let templateBytes = ByteSet.lowercase.union(.digits).union(
    ByteSet(UInt8(ascii: "_")...UInt8(ascii: "_")))

  private static let patternMarks = Marks([
    "[a-z", "[0-9", "\\d", "\\w", "\\s", "{}", "{0}", "(?",
  ])

  // MARK: Random

  /// How sure it is that the value is random, whatever its name; nil when it is not.
  var randomConfidence: Confidence? {
    isReference || isPlaceholder ? nil : textConfidence
  }

  /// The same, of a value that is neither a reference nor a placeholder.
  private var textConfidence: Confidence? {
    // Values of Kubernetes' secrets and of basic credentials: what is judged is the text inside.
    let confidence =
      if let decoded { JudgedValue(decoded).randomConfidence } else { text.confidence }
    return confidence == nil || text.holdsUUID || VersionedName.matches(value) ? nil : confidence
  }

  /// Whether it says itself that something is to be filled in or was left out.
  private var isPlaceholder: Bool {
    let words = folded.split { !ByteSet.alphanumerics.contains($0) }
    return words.contains {
      Self.placeholderLengths.contains($0.count) && Self.placeholderWords.contains(Array($0))
    }
      || holdsDots
      || Placeholders.isPlaceholder(value[...])
  }

  private static let placeholderWords: Set<[UInt8]> = Set(
    ["your", "yours", "example", "sample", "dummy", "changeme", "placeholder", "redacted"].map {
      Array($0.utf8)
    })
  private static let placeholderLengths: ClosedRange<Int> = {
    let lengths = placeholderWords.map(\.count)
    return (lengths.min() ?? 0)...(lengths.max() ?? 0)
  }()

  /// The text that the value is in base64, perhaps behind a plain prefix; nil when it is none.
  private var decoded: [UInt8]? {
    let prefix = value.lastIndex { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    let tail = prefix.map { Array(value[($0 + 1)...]) } ?? value
    let encoded = tail.count * 2 >= value.count ? tail : value
    guard encoded.count % 4 == 0 else { return nil }
    let text = Base64.decodePrefix(encoded)
    let padding = encoded.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard text.count == encoded.count / 4 * 3 - padding,
      text.allSatisfy({ (0x20...0x7E).contains($0) || $0 == UInt8(ascii: "\n") })
    else { return nil }
    return text
  }

  /// A path, an address, a template, a call, an environment variable.
  private var isReference: Bool {
    if value.first == UInt8(ascii: "/") || value.first == UInt8(ascii: ".") { return true }
    return Self.referenceMarks.standAnywhere(in: folded) || isPinned || isAccount
  }

  /// `0x` and forty hexadecimal digits: the address of an account or a contract.
  ///
  /// The whole chain can see it; a private key has 64 digits. See EIP-55.
  private var isAccount: Bool {
    folded.count == 42 && folded.starts(with: "0x".utf8)
      && folded.dropFirst(2).allSatisfy(Self.hexadecimalDigits.contains)
  }

  private static let hexadecimalDigits = ByteSet.digits.union(
    ByteSet(UInt8(ascii: "a")...UInt8(ascii: "f")))

  /// `name==1.20`: a version that is asked for.
  private var isPinned: Bool {
    let equals = UInt8(ascii: "=")
    return value.indices.dropLast(2).contains {
      value[$0] == equals && value[$0 + 1] == equals && ByteSet.digits.contains(value[$0 + 2])
    }
  }

  /// Whether it is the path of a file with an ending, such as `tests/foo-12/bar.sh`.
  ///
  /// A log writes a colon behind it. What is random can look so as well, but rarely holds a word
  /// of four letters before its ending.
  private func isFile(withWordOf letters: Int) -> Bool {
    let path = value.last == UInt8(ascii: ":") ? value.dropLast() : value[...]
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex,
      let dot = path.lastIndex(of: UInt8(ascii: ".")), dot > slash + 1,
      path.allSatisfy({ ByteSet.word.contains($0) || "/.+-".utf8.contains($0) })
    else { return false }
    let ending = path[(dot + 1)...]
    return Self.holdsWord(path[..<dot], ofAtLeast: letters) && (1...5).contains(ending.count)
      && ByteSet.letters.contains(path[dot + 1])
      && ending.allSatisfy(ByteSet.alphanumerics.contains)
  }

  /// Whether a part between signs is a word in small letters, but for its first.
  private static func holdsWord(_ text: ArraySlice<UInt8>, ofAtLeast letters: Int) -> Bool {
    text.split { !ByteSet.alphanumerics.contains($0) }.contains { part in
      part.count >= letters && part.count < text.count
        && part.allSatisfy(ByteSet.letters.contains)
        && part.dropFirst().allSatisfy(ByteSet.lowercase.contains)
    }
  }

  private static let referenceMarks = Marks([
    "://", "${", "$(", "{{", "<%", "%(", "#{", "process.env", "environ", "getenv", "secrets.",
    "vault:", "arn:", "ssm:", "data:", "4_request", "sha256:", "sha512-", "sha384-", "sha256//",
    "file:", "@sha",
  ])

  // MARK: Chosen by a person

  /// Whether everybody would guess it: a well-known sample, a word, a walk over the keyboard.
  var isGuessable: Bool {
    if Self.samples.contains(where: { folded.starts(with: $0) }) { return true }
    let words = ["password", "passwd", "secret", "example", "changeme", "username", "%s", "%d"]
    if words.contains(where: { folded.holds(Array($0.utf8)) }) || text.isKeyboardWalk {
      return true
    }
    // One word in one case, or two, says a person who writes an example.
    let isPlain = folded == value && value.allSatisfy { !ByteSet.digits.contains($0) }
    return isPlain && (value.count < 16 || text.wordBytes * 2 > value.count)
  }

  private static let samples: [[UInt8]] = [
    "password", "passwd", "passw0rd", "p4ssw0rd", "p@ssw0rd", "pass", "secret", "change", "admin",
    "root", "postgres", "mysql", "mariadb", "mongo", "redis", "rabbit", "guest", "test", "user",
    "example", "token", "yourp", "xxxx", "1234", "abcd", "abc123", "hunter2", "letmein", "qwerty",
    "default", "foobar", "demo", "dummy", "fake", "sample", "mypass", "welcome", "...", "***",
    "pwd", "docker", "local", "apikey", "api_key", "api-key", "key", "replace", "todo",
  ].map { Array($0.utf8) }
}
