/// `file:` URLs: RFC 8089.
enum FileURL {
  private static let scheme = "file:"

  /// Whether a text begins as one.
  static func isOne(_ text: String) -> Bool {
    text.utf8.count > scheme.utf8.count
      && text.prefix(scheme.count).lowercased() == scheme
      && text.utf8.dropFirst(scheme.utf8.count).first == UInt8(ascii: "/")
  }

  /// The paths that one may mean: with and without what `?` and `#` begin; none if it is none, or of
  /// another host.
  static func paths(of text: String) -> [String] {
    guard isOne(text) else { return [] }
    var rest = Array(text.utf8.dropFirst(scheme.utf8.count))[...]
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let host = String(decoding: rest.prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self)
      guard host.isEmpty || host.lowercased() == "localhost" else { return [] }
      rest = rest.dropFirst(host.utf8.count)
    }
    let path = rest.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let readings = path.count < rest.count ? [path, rest] : [path]
    return readings.map { String(decoding: decoded($0), as: UTF8.self) }
  }

  /// Bytes without percent-encoding; a sign that begins none stays.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        rest = rest.dropFirst(2)
        decoded.append(value)
      } else {
        decoded.append(byte)
      }
    }
    return decoded
  }
}
