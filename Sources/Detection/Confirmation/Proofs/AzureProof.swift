import Basics
import RuleSet

/// Azure's keys: a mark of the service and a Marvin32 of all before it.
enum AzureProof {
  /// Marks in the text, with the seeds that are known for them.
  private static let seeds: [(mark: String, seed: UInt64)] = [
    ("+ASt", 0x4465_6661_756C_7430), ("AzCa", 0x4163_6365_7373_3030),
  ]

  static func check(_ key: [UInt8]) -> ProofVerdict {
    let text = key.filter { $0 != UInt8(ascii: "=") }
    if text.count == 84 || text.count == 86, text[52..<57].elementsEqual("JQQJ9".utf8) {
      let tail = KeyChecksum.azureTail(of: Base64.decodePrefix(text[..<80]))
      return .verdict(tail.elementsEqual(text[80..<84]), "checksum (Marvin32)")
    }
    let decoded = Base64.decodePrefix(text)
    let ending = text.suffix(12)
    let known = seeds.first { seed in
      let mark = Array(seed.mark.utf8)
      return ending.indices.contains { ending[$0...].starts(with: mark) }
    }
    guard let known, decoded.count > 4 else { return ProofVerdict(holds: nil, facts: []) }
    let tail = KeyChecksum.azureTail(of: decoded.dropLast(4), seed: known.seed)
    return .verdict(tail.elementsEqual(decoded.suffix(4)), "checksum (Marvin32)")
  }
}
