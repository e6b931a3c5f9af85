import Basics
import PatternEngine

/// Private keys between PEM's header and footer (RFC 7468): that the body is a key at all.
enum PrivateKeyProof {
  static func check(_ text: [UInt8]) -> ProofVerdict {
    guard let dashes = text.indices.first(where: { text[$0...].starts(with: "KEY".utf8) }) else {
      return .verdict(false, "structure (PEM)")
    }
    let body = text[dashes...].drop { $0 != UInt8(ascii: "\n") && $0 != backslash }
    // The letters of the footer would be read as base64.
    let footer = body.indices.first { body[$0...].starts(with: "-----".utf8) }
    return check(body: body[..<(footer ?? body.endIndex)])
  }

  /// Looks at the longest unbroken text of base64, lines joined.
  private static func check(body: ArraySlice<UInt8>) -> ProofVerdict {
    var joined: [UInt8] = []
    var index = body.startIndex
    while index < body.endIndex {
      // `\n` and `\r` of string literals.
      if body[index] == backslash {
        while index < body.endIndex, body[index] == backslash { index += 1 }
        if index < body.endIndex,
          body[index] == UInt8(ascii: "n") || body[index] == UInt8(ascii: "r")
        {
          index += 1
        }
        continue
      }
      if alphabet.contains(body[index]) { joined.append(body[index]) }
      if body[index] == UInt8(ascii: ":") || body[index] == UInt8(ascii: ",") { joined = [] }
      index += 1
    }
    let decoded = Base64.decodePrefix(joined)
    if decoded.starts(with: "openssh-key-v1\0".utf8) {
      let isPlain = decoded.dropFirst(15).starts(with: [0, 0, 0, 4] + Array("none".utf8))
      return .verdict(true, "structure (OpenSSH key)", facts: isPlain ? [] : ["encrypted"])
    }
    // DER: a SEQUENCE whose length fits what is there.
    let length: Int? =
      switch (decoded.first, decoded.dropFirst().first) {
      case (0x30, .some(let short)) where short < 0x80: Int(short) + 2
      case (0x30, 0x81) where decoded.count > 2: Int(decoded[2]) + 3
      case (0x30, 0x82) where decoded.count > 3: Int(decoded[2]) << 8 + Int(decoded[3]) + 4
      default: nil
      }
    // The body may have been cut by the longest match, never be longer than it says.
    let holds = length.map { $0 >= 32 && decoded.count <= $0 + 6 } ?? false
    return .verdict(holds, "structure (DER)")
  }

  private static let backslash = UInt8(ascii: "\\")
  private static let alphabet = ByteSet.alphanumerics.union(
    ByteSet(UInt8(ascii: "+")...UInt8(ascii: "+"), UInt8(ascii: "/")...UInt8(ascii: "/")))
}
