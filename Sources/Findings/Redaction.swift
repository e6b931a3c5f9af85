/// Leaving out the middle of a secret, so that a reader recognises it and cannot use it.
package enum Redaction {
  /// What stands for the part that was left out.
  package static let ellipsis = "…"

  /// Returns a secret with its middle left out, such as `sk-or-v1-3f9a…c2d1`.
  ///
  /// The public prefix stays; of what follows it, at most four characters at either end and
  /// never more than a quarter together. Only printable ASCII gets through, so neither the line
  /// ends of a PEM block nor an escape sequence reach a terminal.
  ///
  /// - Parameters:
  ///   - secret: The secret.
  ///   - prefixLength: Number of bytes at the start that every key of this format shares. A
  ///     prefix that leaves nothing secret is not believed.
  /// - Returns: Printable ASCII and one ellipsis.
  package static func redact(
    _ secret: [UInt8], prefixLength: Int
  ) -> String {
    let isBelievable = prefixLength > 0 && prefixLength < secret.count
    let prefix = isBelievable ? prefixLength : 0
    let body = secret.count - prefix
    // At each end an eighth of the body; below 16 bytes the ends would be a single character,
    // which helps nobody to recognise the key.
    let shown = body < 16 ? 0 : min(4, body / 8)
    var redacted: [UInt8] = []
    redacted.reserveCapacity(prefix + 2 * shown + ellipsis.utf8.count)
    for byte in secret.prefix(prefix + shown) where 0x20...0x7e ~= byte { redacted.append(byte) }
    redacted += ellipsis.utf8
    for byte in secret.suffix(shown) where 0x20...0x7e ~= byte { redacted.append(byte) }
    return String(decoding: redacted, as: UTF8.self)
  }
}
