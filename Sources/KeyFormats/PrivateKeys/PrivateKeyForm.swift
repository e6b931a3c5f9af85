/// What the bytes of a private key say of themselves: how many there are, and of what kind.
enum PrivateKeyForm: Equatable {
  /// PKCS #8 (RFC 5958), with keys of any algorithm.
  case pkcs8
  /// PKCS #8 under a passphrase.
  case encrypted
  /// RSA's own form (RFC 8017), and DSA's.
  case integers
  /// SEC 1 (RFC 5915).
  case sec1
  case openSSH

  // MARK: Length

  /// How long a key is, by its first bytes.
  enum Length: Equatable {
    case bytes(Int)
    /// More of it has to be seen.
    case unknown
    /// It is no key that announces its length.
    case none
  }

  /// The length that the first bytes of a key announce.
  static func length(announcedBy bytes: some Collection<UInt8>) -> Length {
    let start = Array(bytes.prefix(6))
    if start.first == openSSHMagic.first {
      return bytes.prefix(openSSHMagic.count).elementsEqual(openSSHMagic.prefix(bytes.count))
        ? openSSHLength(Array(bytes)) : .none
    }
    guard start.count == 6, start[0] == 0x30 else { return .none }
    let (length, header): (Int, Int) =
      switch start[1] {
      case 0..<0x80: (Int(start[1]), 2)
      case 0x81: (Int(start[2]), 3)
      case 0x82: (Int(start[2]) << 8 + Int(start[3]), 4)
      default: (0, 0)
      }
    // A version, or the algorithm of an encrypted key.
    guard length >= 32, start[header] == 0x02 || start[header] == 0x30 else { return .none }
    return .bytes(length + header)
  }

  private static let openSSHMagic = Array("openssh-key-v1\0".utf8)

  /// Whether some bytes begin a key in OpenSSH's form, and whether that is under a passphrase.
  static func openSSHEncryption(_ bytes: [UInt8]) -> Bool? {
    guard bytes.starts(with: openSSHMagic) else { return nil }
    return !bytes.dropFirst(openSSHMagic.count).starts(with: [0, 0, 0, 4] + Array("none".utf8))
  }

  /// Whether the secret part of a whole key, which is its last text, begins with the same number
  /// twice: that tells OpenSSH that it has decrypted it.
  private static func holdsOpenSSHCheck(_ bytes: [UInt8]) -> Bool {
    var rest = bytes.dropFirst(openSSHMagic.count)
    func text(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      defer { rest = rest.dropFirst(4 + length) }
      return rest.dropFirst(4).prefix(length)
    }
    for _ in 0..<3 { _ = text(&rest) }
    let keys = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(4)
    for _ in 0..<min(keys, 4) { _ = text(&rest) }
    let secret = text(&rest)
    return secret.count >= 64 && secret.prefix(4).elementsEqual(secret.dropFirst(4).prefix(4))
  }

  /// PROTOCOL.key of OpenSSH: cipher, key derivation and its options, the number of keys, the public
  /// ones, the private ones.
  private static func openSSHLength(_ bytes: [UInt8]) -> Length {
    var offset = openSSHMagic.count
    func number() -> Int? {
      guard offset + 4 <= bytes.count else { return nil }
      defer { offset += 4 }
      return (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
    func skipText() -> Length? {
      guard let length = number() else { return .unknown }
      guard length < 1 << 16 else { return Length.none }
      offset += length
      return nil
    }
    for _ in 0..<3 {
      if let failure = skipText() { return failure }
    }
    guard let keys = number() else { return .unknown }
    guard (1...4).contains(keys) else { return .none }
    for _ in 0...keys {
      if let failure = skipText() { return failure }
    }
    return .bytes(offset)
  }

  // MARK: Kind

  /// The form of a whole key; nil when it is none.
  init?(of bytes: [UInt8]) {
    if let isEncrypted = Self.openSSHEncryption(bytes) {
      guard isEncrypted || Self.holdsOpenSSHCheck(bytes) else { return nil }
      self = .openSSH
      return
    }
    var outer = DERReader(bytes[...])
    guard let key = outer.next(), key.tag == .sequence else { return nil }
    var inner = DERReader(key.content)
    guard let first = inner.next(), let second = inner.next() else { return nil }
    let version: UInt8? =
      first.tag == .integer && first.content.count == 1 ? first.content.first : nil
    switch (first.tag, second.tag) {
    case (.sequence, .octets) where Self.isAlgorithm(first.content): self = .encrypted
    case (.integer, .sequence) where version.map { $0 <= 1 } ?? false:
      guard Self.isAlgorithm(second.content), inner.next()?.tag == .octets else { return nil }
      self = .pkcs8
    case (.integer, .octets) where version == 1 && (16...72).contains(second.content.count):
      self = .sec1
    case (.integer, .integer) where version.map { $0 <= 1 } ?? false:
      var numbers = 1
      while let number = inner.next(), number.tag == .integer { numbers += 1 }
      // Five of DSA, eight of RSA.
      guard numbers == 5 || numbers == 8 else { return nil }
      self = .integers
    default: return nil
    }
  }

  private static func isAlgorithm(_ content: ArraySlice<UInt8>) -> Bool {
    var reader = DERReader(content)
    return reader.next()?.tag == .objectIdentifier
  }
}

/// Reads the values of DER one after the other (X.690), as far as keys need it.
struct DERReader {
  enum Tag: UInt8 {
    case integer = 0x02
    case octets = 0x04
    case objectIdentifier = 0x06
    case sequence = 0x30
    case other = 0
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next value; nil at the end, and where a value is not whole.
  mutating func next() -> (tag: Tag, content: ArraySlice<UInt8>)? {
    guard let tag = rest.popFirst(), let short = rest.popFirst() else { return nil }
    var length = Int(short)
    if short >= 0x80 {
      let count = Int(short & 0x7F)
      guard (1...2).contains(count), rest.count >= count else { return nil }
      length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(count)
    }
    guard length <= rest.count else { return nil }
    defer { rest = rest.dropFirst(length) }
    return (Tag(rawValue: tag) ?? .other, rest.prefix(length))
  }
}
