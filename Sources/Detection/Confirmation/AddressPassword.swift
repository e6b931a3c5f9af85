import Basics
import Findings
import PatternEngine

/// A password in an address, `scheme://name:password@host`, which counts by its host.
struct AddressPassword {
  private let password: JudgedValue
  private let text: RandomText
  private let folded: [UInt8]
  private let user: [UInt8]
  private let host: [UInt8]

  /// Takes the password and all of the address that the rule matched, host included.
  init(_ password: [UInt8], in address: [UInt8]) {
    self.password = JudgedValue(password)
    text = RandomText(password)
    folded = password.map(\.asciiLowercased)
    let address = address.map(\.asciiLowercased)
    let scheme = address.indices.first { address[$0...].starts(with: "://".utf8) }
    user =
      scheme.map { start in Array(address[(start + 3)...].prefix { $0 != UInt8(ascii: ":") }) }
      ?? []
    host = address.lastIndex(of: UInt8(ascii: "@")).map { Array(address[($0 + 1)...]) } ?? []
  }

  /// How sure it is that the password opens something; nil when it is a sample.
  ///
  /// A guessable one is of no use to anybody who cannot reach the host, and in documentation it is
  /// what stands for a password.
  var confidence: Confidence? {
    let isGuessable = password.isGuessable || folded == user
    if isSampleHost { return isGuessable || !isRandom ? nil : .low }
    if isGuessable { return .low }
    return isLocalHost && !isRandom ? .low : .medium
  }

  /// Whether nobody would choose or guess it.
  private var isRandom: Bool {
    folded.count >= 8 && !text.isKeyboardWalk && !Placeholders.isPlaceholder(folded[...])
      && text.wordBytes * 100 <= folded.count * 40
      && Entropy.bitsPerByte(folded[...]) >= 2.5
  }

  private var hostNames: [String] {
    host.split(separator: UInt8(ascii: ".")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Hosts that exist in examples only (RFC 2606, and what people write for one).
  private var isSampleHost: Bool {
    let names = hostNames
    return names.last.map { ["example", "test", "invalid"].contains($0) } ?? true
      || names.contains { $0.hasPrefix("example") }
      || names.first.map { ["host", "hostname", "myhost"].contains($0) } ?? true
      || names.contains { ["domain", "mydomain", "yourdomain", "foo", "bar"].contains($0) }
  }

  /// Hosts that cannot be reached from everywhere: this machine, private networks, names without a
  /// dot, and ends of names that are reserved for local use (RFC 1918, RFC 4193, RFC 6761, RFC 6762).
  private var isLocalHost: Bool {
    let names = hostNames
    guard let last = names.last, names.count > 1 else { return true }
    if ["localhost", "local", "internal", "lan", "home", "corp"].contains(last) { return true }
    if host.first == UInt8(ascii: "[") { return true }
    let numbers = names.compactMap(UInt8.init)
    guard names.count == 4, numbers.count == 4 else { return false }
    return [0, 10, 127].contains(numbers[0]) || numbers[0] == 192 && numbers[1] == 168
      || numbers[0] == 172 && (16...31).contains(numbers[1])
      || numbers[0] == 169 && numbers[1] == 254
  }
}
