import Basics
import Findings

/// Puts a decoded text together.
struct DecodedTextBuilder {
  private(set) var bytes: [UInt8] = []
  private(set) var tokens = DecodedTokens()
  /// Where the source begins; plain bytes before the first token stand from there on.
  let start: Int
  /// The part worth decoding further; nil for all of it.
  var core: Range<Int>?

  init(start: Int) { self.start = start }

  var count: Int { bytes.count }

  /// Takes bytes over as they are.
  mutating func append(plain range: Range<Int>, of text: Span<UInt8>) {
    bytes.append(range, of: text)
  }

  /// Adds what some bytes of the source stand for.
  mutating func append(
    _ decoded: some Collection<UInt8>, from source: Range<Int>, _ encoding: Encoding
  ) {
    let start = bytes.count
    bytes.append(contentsOf: decoded)
    tokens.append(
      DecodedTokens.Token(source: source, decoded: start..<bytes.count, encoding: encoding))
  }
}
