import Basics

/// Private keys between PEM's header and footer (RFC 7468): that the body is a key at all.
enum PrivateKey {
  /// Checks a key of a service account of Google, which stands beside the account's address.
  static func check(_ text: [UInt8], account: [UInt8]?) -> ProofVerdict {
    var verdict = check(text)
    if let account, let at = account.firstIndex(of: UInt8(ascii: "@")) {
      verdict.facts.append("account at \(String(decoding: account[(at + 1)...], as: UTF8.self))")
    }
    return verdict
  }

  static func check(_ text: [UInt8]) -> ProofVerdict {
    let mark = Array("KEY-----".utf8)
    guard let header = text.indices.first(where: { text[$0...].starts(with: mark) }),
      let key = DressedKey(behindHeader: header + mark.count, in: text.span)
    else { return .verdict(false, "structure (PEM)") }
    return key.verdict
  }

  // MARK: Samples

  /// Lines of base64 of a SEQUENCE with so many bytes of content.
  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    lines(value(0x30, [2, 1, 0] + random.bytes(count)))
  }

  /// Lines of base64 of an RSA key of so many bits, in the form of PKCS #1.
  static func rsaBody(_ bits: Int, _ random: inout SeededGenerator) -> [UInt8] {
    lines(rsa(bits, &random))
  }

  /// The same in the form of PKCS #8.
  static func pkcs8Body(_ bits: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let algorithm = value(6, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1]) + [5, 0]
    return lines(
      value(0x30, [2, 1, 0] + value(0x30, algorithm) + value(4, rsa(bits, &random))))
  }

  /// Lines of base64 of a key of an elliptic curve over so many bits, in the form of SEC 1.
  static func sec1Body(_ bits: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let size = (bits + 7) / 8
    let curve = value(0xA0, value(6, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7]))
    let point = value(0xA1, value(3, [0, 4] + random.bytes(2 * size)))
    return lines(value(0x30, [2, 1, 1] + value(4, random.bytes(size)) + curve + point))
  }

  /// The line of an Ed25519 key in the form of PKCS #8 (RFC 8410).
  static func ed25519Body(_ random: inout SeededGenerator) -> [UInt8] {
    lines(
      value(
        0x30,
        [2, 1, 0] + value(0x30, value(6, [0x2B, 0x65, 0x70]))
          + value(4, value(4, random.bytes(32)))))
  }

  /// Lines of an Ed25519 key in OpenSSH's form, with a comment of so many characters.
  static func openSSHBody(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    func text(_ bytes: [UInt8]) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes
    }
    let kind = text(Array("ssh-ed25519".utf8))
    let point = random.bytes(32)
    let check = random.bytes(4)
    var secret =
      check + check + kind + text(point) + text(random.bytes(32) + point)
      + text(random.text(count))
    for byte in UInt8(1)...8 where secret.count % 8 != 0 { secret.append(byte) }
    let none = text(Array("none".utf8))
    return lines(
      Array("openssh-key-v1\0".utf8) + none + none + text([]) + [0, 0, 0, 1]
        + text(kind + text(point)) + text(secret), of: 70)
  }

  /// Numbers of an RSA key: they are as long as genuine ones, and random.
  private static func rsa(_ bits: Int, _ random: inout SeededGenerator) -> [UInt8] {
    func number(_ bits: Int) -> [UInt8] {
      // The highest bit is set in half of them, and then there is a zero before it.
      value(2, [0] + [0x80 | random.bytes(1)[0]] + random.bytes(bits / 8 - 1))
    }
    let factors = (0..<5).flatMap { _ in number(bits / 2) }
    return value(
      0x30, [2, 1, 0] + number(bits) + [2, 3, 1, 0, 1] + number(bits) + factors)
  }

  /// A value of DER.
  private static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    let length: [UInt8] =
      switch count {
      case ..<0x80: [UInt8(count)]
      case ..<0x100: [0x81, UInt8(count)]
      default: [0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(count & 255)]
      }
    return [tag] + length + content
  }

  private static func lines(_ bytes: [UInt8], of length: Int = 64) -> [UInt8] {
    var text: [UInt8] = []
    for (place, character) in Base64.encode(bytes, padding: true).enumerated() {
      if place > 0, place % length == 0 { text.append(UInt8(ascii: "\n")) }
      text.append(character)
    }
    return text
  }
}
