import Basics
import PatternEngine
import RuleSet

/// Keys that end in the CRC-32 of what stands before, each issuer in its own spelling.
enum ChecksumProof {
  /// Compares a key's end with the checksum that belongs there.
  static func check(_ proof: Rule.Proof, _ key: [UInt8]) -> ProofVerdict {
    let afterPrefix = key.firstIndex(of: UInt8(ascii: "_")).map { $0 + 1 } ?? 0
    let body = key[afterPrefix...]
    switch proof {
    case .base62CRC:
      return compare(body.suffix(6), with: KeyChecksum.base62CRC(of: body.dropLast(6)))
    case .hexCRC:
      var covered = body.dropLast(8)
      if covered.last == UInt8(ascii: "_") { covered.removeLast() }
      return compare(body.suffix(8), with: KeyChecksum.hexCRC(of: covered))
    case .atlassian:
      return compare(key.suffix(8), with: KeyChecksum.upperHexCRC(of: key.dropLast(8)))
    case .grafana:
      // Between body and checksum stands a low line.
      return compare(key.suffix(8), with: KeyChecksum.reversedHexCRC(of: key.dropLast(9)))
    case .confluent:
      return compare(key.suffix(6), with: KeyChecksum.base64CRC(of: key.dropFirst(4).dropLast(6)))
    default:
      let verdict = compare(key.suffix(7), with: KeyChecksum.base36CRC(of: key.dropLast(7)))
      return ProofVerdict(holds: verdict.holds, facts: verdict.facts + routing(of: key))
    }
  }

  private static func compare(
    _ actual: some Sequence<UInt8>, with expected: [UInt8]
  ) -> ProofVerdict {
    .verdict(expected.elementsEqual(actual), "checksum (CRC-32)")
  }

  /// What a routable token of GitLab says of its place: lines such as `o:1` for the organisation.
  private static func routing(of token: [UInt8]) -> [String] {
    guard let dash = token.firstIndex(of: UInt8(ascii: "-")) else { return [] }
    let decoded = Base64.decodePrefix(token[(dash + 1)...])
    return decoded.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.count >= 3, line.count <= 16, line.dropFirst().first == UInt8(ascii: ":"),
        line.dropFirst(2).allSatisfy(ByteSet.alphanumerics.contains)
      else { return nil }
      let value = String(decoding: line.dropFirst(2), as: UTF8.self)
      switch line.first {
      case UInt8(ascii: "o"): return "organisation \(value)"
      case UInt8(ascii: "g"): return "group \(value)"
      case UInt8(ascii: "p"): return "project \(value)"
      case UInt8(ascii: "u"): return "user \(value)"
      default: return nil
      }
    }
  }
}
