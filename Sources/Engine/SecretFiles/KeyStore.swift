/// Binary files of private keys, told by their content.
enum KeyStore {
  /// Returns in words what private key a whole file holds; nil for a store of certificates alone,
  /// and for anything else.
  static func evidence(in content: Span<UInt8>) -> String? {
    guard content.count >= 16 else { return nil }
    let magic = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(content[$1]) }
    switch magic {
    case 0xFEED_FEED, 0xCECE_CECE: return javaEvidence(in: content)
    case _ where content[0] == 0x30: return derEvidence(in: content)
    default: return nil
    }
  }

  // MARK: Java

  /// The form of OpenJDK's `JavaKeyStore.engineStore`: magic, version, number of entries, entries.
  ///
  /// The tag 1 is a private key, 2 a certificate, and 3 in JCEKS a secret key.
  private static func javaEvidence(in content: Span<UInt8>) -> String? {
    var offset = 12
    while let tag = number(content, at: offset, count: 4) {
      guard tag == 2 else { return tag == 1 || tag == 3 ? "Java key store with a key" : nil }
      // The alias, a date of eight bytes, the certificate's type and the certificate.
      guard let alias = number(content, at: offset + 4, count: 2) else { return nil }
      let type = offset + 4 + 2 + alias + 8
      guard let typeLength = number(content, at: type, count: 2),
        let length = number(content, at: type + 2 + typeLength, count: 4)
      else { return nil }
      offset = type + 2 + typeLength + 4 + length
    }
    return nil
  }

  // MARK: DER

  /// PKCS #12 with a key in it (RFC 7292), PKCS #8 (RFC 5958) and PKCS #1 (RFC 8017).
  private static func derEvidence(in content: Span<UInt8>) -> String? {
    let lengthBytes = content[1] < 0x80 ? 0 : Int(content[1] & 0x7F)
    let start = 2 + lengthBytes
    guard lengthBytes <= 4, start + 8 <= content.count, content[start] == 0x02,
      content[start + 1] == 1
    else { return nil }
    let next = content[start + 3]
    switch content[start + 2] {
    case 3 where holdsKeyBag(content): return "PKCS #12 with a private key"
    // An integer or an algorithm follows: the key of RSA's own form, or one of any kind.
    case 0 where next == 0x02 || next == 0x30: return "private key in DER"
    // A key of SEC 1 is a string of bytes.
    case 1 where next == 0x04: return "private key in DER"
    default: return nil
    }
  }

  /// Whether a bag of type `keyBag` or `pkcs8ShroudedKeyBag` is in it: 1.2.840.113549.1.12.10.1.n.
  private static func holdsKeyBag(_ content: Span<UInt8>) -> Bool {
    let type: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01]
    guard content.count > type.count else { return false }
    return (0..<(content.count - type.count)).contains { place in
      content[place] == type[0] && (1...2).contains(content[place + type.count])
        && type.indices.allSatisfy { content[place + $0] == type[$0] }
    }
  }

  private static func number(_ content: Span<UInt8>, at offset: Int, count: Int) -> Int? {
    guard offset + count <= content.count else { return nil }
    return (0..<count).reduce(0) { $0 << 8 | Int(content[offset + $1]) }
  }
}
