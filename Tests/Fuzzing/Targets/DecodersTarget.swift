@testable import Detection

/// What is encoded in a text, layer by layer: each decoded byte comes from a place in the text.
///
/// Input: a program of ``TextMaker``.
final class DecodersTarget: FuzzTarget {
  static let name = "decoders"

  static var seeds: [[UInt8]] { TextMaker.seeds }

  private let decoder = LayerDecoder()

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let text = TextMaker.text(&reader, atMost: 1 << 12)
    decoder.forEachText(in: text.span) { decoded in
      check(decoded, in: text)
    }
    decoder.forEachSpelledText(in: text.span) { decoded in
      invariant(decoded.depth > 1 || decoded.isSpelling, "no spelling")
    }
    for candidates in decoder.narrow + decoder.wide {
      let zone = candidates.zone(around: 0..<text.count, in: text.span)
      invariant(zone.upperBound <= text.count && zone.lowerBound >= 0, "a zone outside")
      candidates.forEachCandidate(in: text.span, zone) {
        invariant($0.lowerBound >= 0 && $0.upperBound <= text.count, "a candidate outside")
      }
    }
  }

  private func check(_ decoded: DecodedText, in text: [UInt8]) {
    let count = decoded.bytes.count
    invariant((1...DecodingLimits.depth).contains(decoded.depth), "another depth")
    invariant(decoded.core.lowerBound >= 0 && decoded.core.upperBound <= count, "a core outside")
    guard count > 0 else { return }
    var last = 0
    for offset in stride(from: 0, to: count, by: 1 + count / 64) {
      let root = decoded.rootRange(of: offset..<offset + 1)
      invariant(root.lowerBound >= last && root.upperBound <= text.count, "a place outside")
      last = root.lowerBound
      let encodings = decoded.encodings(of: offset..<offset + 1)
      invariant(encodings.map { $0.count >= decoded.depth } ?? true, "a layer without a name")
    }
    let whole = decoded.rootRange(of: 0..<count)
    invariant(whole.lowerBound >= 0 && whole.upperBound <= text.count, "a text from outside")
    let middle = count / 2
    for near in [decoded.window(around: middle), decoded.near(middle, before: 7, after: 9)] {
      invariant(near.lowerBound >= 0 && near.upperBound <= count, "a window outside")
    }
    invariant(decoded.window(around: middle).contains(middle), "a window elsewhere")
  }
}
