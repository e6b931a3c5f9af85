import Basics
import Findings
import PatternEngine
import RuleSet

/// A value without a shape of its own, which may be a secret because of the name beside it.
///
/// Most false alarms of secret scanners come from here: in doubt, it is none.
struct JudgedValue {
  private let value: [UInt8]
  private let folded: [UInt8]
  private let name: [UInt8]
  private let match: [UInt8]

  /// Prepares judgement.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - name: The identifier before it, with its separator.
  ///   - match: All that the rule matched, from which an address is read.
  init(_ value: [UInt8], name: [UInt8], match: [UInt8]) {
    self.value = value
    folded = value.map(\.asciiLowercased)
    self.name = name.map(\.asciiLowercased)
    self.match = match.map(\.asciiLowercased)
  }

  /// Returns how sure it is that the value is a secret; nil when it is none.
  func confidence(as kind: Rule.ValueKind) -> Confidence? {
    switch kind {
    case .random: randomConfidence
    case .password: isSamplePassword || isSampleAddress ? nil : .medium
    }
  }

  // MARK: Random

  private var randomConfidence: Confidence? {
    let hasDigit = value.contains(where: ByteSet.digits.contains)
    let hasLetter = value.contains(where: ByteSet.letters.contains)
    guard hasDigit, hasLetter, !namesSomethingElse, !isUUID, !isReference, !isNumber,
      !isPlaceholder
    else { return nil }
    // Values of Kubernetes' secrets and of basic credentials: what is judged is the text inside.
    if let decoded { return JudgedValue(decoded, name: name, match: match).randomConfidence }
    let entropy = Entropy.bitsPerByte(value[...])
    let isHex = value.allSatisfy(Self.hexDigits.contains)
    guard entropy >= (isHex ? 3.0 : 3.4), changes * 5 >= value.count else { return nil }
    let words = wordBytes * 100 / value.count
    // Of random values of 32 letters and digits, one in 2,500 is beyond the first bound, one in 300
    // beyond the second; of identifiers and paths, hardly one is within them.
    guard words <= 50 else { return nil }
    return words <= 40 && value.count >= 20 ? .medium : .low
  }

  /// Whether it says itself that something is to be filled in or was left out.
  private var isPlaceholder: Bool {
    let words = folded.split { !ByteSet.alphanumerics.contains($0) }
    return words.contains { Self.placeholderWords.contains(Array($0)) }
      || zip(value, value.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == $0 }
  }

  private static let placeholderWords: Set<[UInt8]> = Set(
    ["your", "yours", "example", "sample", "dummy", "changeme", "placeholder", "redacted"].map {
      Array($0.utf8)
    })

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

  /// Names that hold `token` or `secret` and something else: what it is, where it is, a hash of it.
  private static let otherNames: [[UInt8]] = [
    "name", "type", "url", "uri", "path", "file", "ref", "arn", "_id", "-id", ".id", "hash",
    "length", "size", "count", "expir", "class", "field", "label", "prefix", "suffix", "regex",
    "pattern", "header", "version", "algorithm", "public", "placeholder", "hint", "policy",
    "endpoint", "format", "error", "message", "valid", "digest", "sha1", "sha256", "sha512", "md5",
    "fingerprint", "checksum", "salt", "nonce", "csrf", "xsrf", "cancel", "page", "next", "cursor",
    "continu", "integrity", "test", "example", "sample", "dummy", "fake", "mock", "title", "descr",
    "text", "help", "translat", "icon", "image", "template", "thumbprint", "signature", "encrypted",
    "ciphertext", "cipher_text", "sealed", "commit", "revision", "etag", "schema", "tokeniz",
    "forgot", "confirm", "reset", "column", "cookie", "storage", "keyword", "keyid", "tokenid",
    "secretid", "authenticity", "selector", "locale", "resource", "vocab", "merges",
  ].map { Array($0.utf8) }

  private var namesSomethingElse: Bool {
    Self.otherNames.contains { name.holds($0) }
  }

  private var isUUID: Bool {
    value.count == 36
      && value.indices.allSatisfy { place in
        [8, 13, 18, 23].contains(place)
          ? value[place] == UInt8(ascii: "-") : Self.hexDigits.contains(value[place])
      }
  }

  /// A path, an address, a template, a call, an environment variable.
  private var isReference: Bool {
    if value.first == UInt8(ascii: "/") || value.first == UInt8(ascii: ".") { return true }
    let marks = [
      "://", "${", "{{", "%(", "#{", "process.env", "environ", "getenv", "secrets.",
      "vault:", "arn:", "ssm:", "data:", "4_request", "sha256:", "sha512-", "sha384-", "file:",
      "@sha",
    ]
    return marks.contains { folded.holds(Array($0.utf8)) }
  }

  /// Digits with a sign, a dot, an exponent or a unit, and dates.
  private var isNumber: Bool {
    value.filter(ByteSet.letters.contains).count <= 2
  }

  /// Places where the kind of character changes: often in a random text, seldom in a written one.
  private var changes: Int {
    func kind(_ byte: UInt8) -> Int {
      if ByteSet.digits.contains(byte) { return 0 }
      if ByteSet.lowercase.contains(byte) { return 1 }
      return ByteSet.uppercase.contains(byte) ? 2 : 3
    }
    return zip(value, value.dropFirst()).filter { kind($0) != kind($1) }.count
  }

  /// Bytes that belong to runs of letters that can be spoken, as words of a language can.
  private var wordBytes: Int {
    var total = 0
    var run: [UInt8] = []
    func close() {
      if run.count >= 4, Self.isSpeakable(run) { total += run.count }
      run = []
    }
    for (place, byte) in value.enumerated() {
      guard ByteSet.letters.contains(byte) else {
        close()
        continue
      }
      // A word is written in small letters, in capitals, or with one capital at its start.
      if place > 0 {
        let previous = value[place - 1]
        let rises = ByteSet.uppercase.contains(byte) && ByteSet.lowercase.contains(previous)
        let falls = ByteSet.lowercase.contains(byte) && ByteSet.uppercase.contains(previous)
        if rises || falls && run.count > 1 { close() }
      }
      run.append(folded[place])
    }
    close()
    return total
  }

  private static func isSpeakable(_ word: [UInt8]) -> Bool {
    let vowels = word.filter { "aeiouy".utf8.contains($0) }.count
    guard vowels * 5 >= word.count, vowels * 10 <= word.count * 7 else { return false }
    // Letters that hardly occur in words make a run of them a coincidence, as many consonants do.
    guard word.filter({ "qxzj".utf8.contains($0) }).count * 6 <= word.count else { return false }
    let consonants = word.split { "aeiouy".utf8.contains($0) }
    return consonants.allSatisfy { $0.count < 4 }
  }

  private static let hexDigits = ByteSet.digits.union(
    ByteSet(UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f")))

  // MARK: Chosen by a person

  private static let samples: [[UInt8]] = [
    "password", "passwd", "passw0rd", "p4ssw0rd", "p@ssw0rd", "pass", "secret", "change", "admin",
    "root", "postgres", "mysql", "mariadb", "mongo", "redis", "rabbit", "guest", "test", "user",
    "example", "token", "yourp", "xxxx", "1234", "abcd", "abc123", "hunter2", "letmein", "qwerty",
    "default", "foobar", "demo", "dummy", "fake", "sample", "mypass", "welcome", "...", "***",
    "pwd", "docker", "local", "apikey", "api_key", "api-key", "key", "replace", "todo",
  ].map { Array($0.utf8) }

  private var isSamplePassword: Bool {
    if Self.samples.contains(where: { folded.starts(with: $0) }) { return true }
    let words = ["password", "passwd", "secret", "example", "changeme", "username", "%s", "%d"]
    if words.contains(where: { folded.holds(Array($0.utf8)) }) { return true }
    // One word in one case, or two, says a person who writes an example.
    let isPlain = folded == value && value.allSatisfy { !ByteSet.digits.contains($0) }
    if isPlain, value.count < 16 || wordBytes * 2 > value.count { return true }
    return user.map { $0 == folded } ?? false
  }

  /// The name before the colon of `scheme://name:password@host`.
  private var user: [UInt8]? {
    guard let start = match.indices.first(where: { match[$0...].starts(with: "://".utf8) }) else {
      return nil
    }
    return Array(match[(start + 3)...].prefix { $0 != UInt8(ascii: ":") })
  }

  /// Hosts that exist in examples and on the own machine only (RFC 2606, RFC 6761).
  private var isSampleAddress: Bool {
    guard let at = match.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let host = match[(at + 1)...]
    let parts = host.split(separator: UInt8(ascii: "."))
    let first = parts.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let last = parts.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let names = parts.map { String(decoding: $0, as: UTF8.self) }
    let reserved = ["example", "test", "invalid", "localhost", "local", "internal", "lan", "home"]
    return reserved.contains(last) || names.contains { $0.hasPrefix("example") }
      || ["127", "10", "0", "localhost", "host", "hostname", "myhost", "server"].contains(first)
      || names.contains { ["domain", "mydomain", "yourdomain", "foo", "bar", "acme"].contains($0) }
      || host.starts(with: "192.168.".utf8)
  }
}
