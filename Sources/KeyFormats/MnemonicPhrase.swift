import Basics
import PatternEngine

/// Phrases of 12 to 24 words that wallets are made from (BIP 39): each word stands for 11 bits, the
/// last of which are the begin of a hash of the others.
enum MnemonicPhrase {
  static func check(_ phrase: [UInt8]) -> ProofVerdict {
    let words = phrase.split { !ByteSet.lowercase.contains($0) }
    let numbers = words.compactMap { MnemonicWords.numbers[String(decoding: $0, as: UTF8.self)] }
    guard numbers.count == words.count else { return .verdict(false, "list of words (BIP 39)") }
    guard words.count >= 12, words.count % 3 == 0 else {
      return .verdict(false, "checksum (BIP 39)")
    }
    let bits = numbers.flatMap { number -> [Bool] in
      (0..<11).map { number >> (10 - $0) & 1 == 1 }
    }
    let sumLength = bits.count / 33
    let data = bits.dropLast(sumLength)
    let bytes = stride(from: 0, to: data.count, by: 8).map { start in
      data[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
    }
    return .verdict(
      checksum(of: bytes, length: sumLength).elementsEqual(bits.suffix(sumLength)),
      "checksum (BIP 39)")
  }

  /// A phrase of so many words.
  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let entropy = random.bytes(count * 4 / 3)
    var bits = entropy.flatMap { byte -> [Bool] in (0..<8).map { byte >> (7 - UInt8($0)) & 1 == 1 }
    }
    bits += checksum(of: entropy, length: entropy.count / 4)
    let words = stride(from: 0, to: bits.count - 10, by: 11).map { start in
      Array(MnemonicWords.all[bits[start..<start + 11].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }].utf8)
    }
    return Array(words.joined(separator: [UInt8(ascii: " ")]))
  }

  private static func checksum(of bytes: [UInt8], length: Int) -> [Bool] {
    let hash = SHA256.hash(bytes.span)
    return (0..<length).map { hash[$0 / 8] >> UInt8(7 - $0 % 8) & 1 == 1 }
  }
}
