internal import Basics

/// Identity of a secret under a rule: the first half of SHA-256(rule id, NUL, secret).
///
/// It depends on nothing else, so a secret keeps its fingerprint when it moves to another line,
/// file or repository. It does not give a random key away; a guessable password can be
/// confirmed by it, as by any hash.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  private var high: UInt64
  private var low: UInt64

  /// Computes the fingerprint of a secret.
  package init(ruleID: String, secret: [UInt8]) {
    var message = Array(ruleID.utf8)
    message.reserveCapacity(message.count + 1 + secret.count)
    message.append(0)
    message += secret
    let hash = SHA256.hash(message.span)
    high = hash[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = hash[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads a fingerprint from its 32 hexadecimal digits, of either case; nil for other texts.
  package init?(_ text: some StringProtocol) {
    let digits = Array(text.utf8)
    guard digits.count == 32 else { return nil }
    high = 0
    low = 0
    for digit in digits {
      guard let value = digit.hexadecimalValue else { return nil }
      high = high << 4 | low >> 60
      low = low << 4 | UInt64(value)
    }
  }

  /// The 32 hexadecimal digits, lower case.
  package var description: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(32)
    for half in [high, low] {
      for shift in stride(from: 60, through: 0, by: -4) {
        let value = UInt8(truncatingIfNeeded: half >> UInt64(shift)) & 15
        digits.append(value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
