import PatternEngine

/// Why a text was taken for a secret, in words.
enum Evidence {
  /// Describes the secret alone: its prefix, its alphabet and length, its entropy.
  static func shape(_ secret: [UInt8], prefixLength: Int, entropy: Double) -> [String] {
    var phrases: [String] = []
    let body = secret[prefixLength...]
    if prefixLength > 0 {
      let prefix = secret[..<prefixLength].filter { (0x20...0x7E).contains($0) }
      phrases.append("prefix \(String(decoding: prefix, as: UTF8.self))")
    }
    phrases.append("\(body.count) \(alphabet(of: body))")
    let tenths = Int((entropy * 10).rounded())
    phrases.append("entropy \(tenths / 10).\(tenths % 10) bits/char")
    return phrases
  }

  private static func alphabet(of body: ArraySlice<UInt8>) -> String {
    var seen = ByteSet()
    for byte in body { seen.insert(byte) }
    return alphabets.first { seen.intersection($0.set) == seen }?.name ?? "characters"
  }

  /// Smaller ones first.
  private static let alphabets: [(set: ByteSet, name: String)] = [
    ("0-9", "digits"), ("0-9a-f", "hexadecimal digits"), ("0-9A-F", "hexadecimal digits"),
    ("a-z", "lower-case letters"), ("A-Z", "upper-case letters"), ("A-Za-z", "letters"),
    ("0-9A-Za-z", "letters and digits"), ("0-9A-Za-z_-", "base64url characters"),
    ("0-9A-Za-z+/=", "base64 characters"),
  ].compactMap { body, name in (try? ByteSet(classBody: body)).map { ($0, name) } }
}
