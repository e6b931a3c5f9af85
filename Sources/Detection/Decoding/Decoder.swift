import Inflate

/// Undoes encodings, layer by layer; one per worker.
final class Decoder {
  private var inflater = Inflater()
  /// Bytes of decoded text made so far.
  private(set) var work = 0

  /// Calls `body` for every text that is encoded in a buffer, and for those encoded in these.
  ///
  /// - Parameters:
  ///   - buffer: The buffer.
  ///   - body: Is given each decoded text, outer ones first.
  func forEachText(in buffer: Span<UInt8>, _ body: (DecodedText) -> Void) {
    WideText.forEachRun(in: buffer) { visit(DecodedText($0), body) }
    forEachPart(in: buffer, 0..<buffer.count, of: nil) { visit($0, body) }
  }

  /// Calls `body` for every text that escape sequences and joints of a buffer spell, and for those
  /// encoded in these.
  ///
  /// - Parameters:
  ///   - buffer: The buffer.
  ///   - body: Is given each decoded text, outer ones first.
  func forEachSpelledText(in buffer: Span<UInt8>, _ body: (DecodedText) -> Void) {
    EscapedText.forEachPart(in: buffer, 0..<buffer.count, of: nil) { visit($0, body) }
  }

  /// A text of the first layer, and all within it as far as the limits go.
  private func visit(_ text: DecodedText, _ body: (DecodedText) -> Void) {
    let limit = DecodingLimits.nestedWork
    let end = work + text.bytes.count * (1 + limit.perByte) + limit.base
    visit(text, upTo: end, body)
  }

  private func visit(_ text: DecodedText, upTo end: Int, _ body: (DecodedText) -> Void) {
    work += text.bytes.count
    guard work <= end else { return }
    body(text)
    guard text.depth < DecodingLimits.depth else { return }
    let bytes = text.bytes
    forEachPart(in: bytes.span, text.core, of: text) { visit($0, upTo: end, body) }
  }

  private func forEachPart(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    _ body: (DecodedText) -> Void
  ) {
    EscapedText.forEachPart(in: text, range, of: parent, body)
    // Gzip in base64 counts as two.
    let canUnpack = (parent?.depth ?? 0) + 2 <= DecodingLimits.depth
    Base64Text.forEachPart(
      in: text, range, of: parent, gzip: { canUnpack ? unpack($0) : nil }, body)
  }

  /// What gzip holds, as far as it can be read; nil when that is nothing.
  private func unpack(_ packed: [UInt8]) -> [UInt8]? {
    // Damaged or cut off, it may still hold a secret in what comes before.
    _ = try? inflater.decode(packed.span, wrapping: .gzip, limit: DecodingLimits.unpacked)
    return inflater.withOutput { output in
      guard !output.isEmpty else { return nil }
      return output.indices.map { output[$0] }
    }
  }
}
