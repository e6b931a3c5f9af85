import Basics

/// Undoes encodings, layer by layer; one per worker.
final class LayerDecoder {
  /// Those of wide code units, for buffers alone.
  let wide: [any Decoder]
  /// Those of bytes, for buffers and for what was decoded from them.
  let narrow: [any Decoder]
  private let spelling: [any Decoder]
  /// The one of ``narrow`` that reads escapes.
  let escapes = EscapeDecoder()
  /// Whether a zero stood in the last buffer that all was looked for in.
  private(set) var metZero = false
  /// Bytes of decoded text made so far.
  private(set) var work = 0

  init() {
    wide = Decoders.all.filter { $0.unitWidth > 1 }.map { $0.init() }
    let escapes = escapes
    narrow = Decoders.all.filter { $0.unitWidth == 1 }.map {
      $0 == EscapeDecoder.self ? escapes : $0.init()
    }
    spelling = narrow.filter { type(of: $0).spellsCharacters }
  }

  /// Calls `body` for every text that is encoded in a buffer, and for those encoded in these.
  ///
  /// - Parameters:
  ///   - buffer: The buffer.
  ///   - body: Is given each decoded text, outer ones first.
  func forEachText(in buffer: Span<UInt8>, _ body: (DecodedText) -> Void) {
    let zero = buffer.firstIndex(of: 0)
    metZero = zero != nil
    if let zero {
      forEachLayer(of: wide, in: buffer, zero..<buffer.count, body)
    }
    forEachLayer(of: narrow, in: buffer, 0..<buffer.count, body)
  }

  /// Calls `body` for every text that encoded characters of a buffer spell, and for those encoded in
  /// these.
  ///
  /// - Parameters:
  ///   - buffer: The buffer.
  ///   - body: Is given each decoded text, outer ones first.
  func forEachSpelledText(in buffer: Span<UInt8>, _ body: (DecodedText) -> Void) {
    forEachLayer(of: spelling, in: buffer, 0..<buffer.count, body)
  }

  /// Texts of the first layer, and all within each as far as the limits go.
  private func forEachLayer(
    of decoders: [any Decoder], in buffer: Span<UInt8>, _ range: Range<Int>,
    _ body: (DecodedText) -> Void
  ) {
    let limit = DecodingLimits.nestedWork
    for decoder in decoders {
      decoder.forEachText(in: buffer, range, of: nil) { text in
        visit(text, upTo: work + text.bytes.count * (1 + limit.perByte) + limit.base, body)
      }
    }
  }

  private func visit(_ text: DecodedText, upTo end: Int, _ body: (DecodedText) -> Void) {
    work += text.bytes.count
    guard work <= end else { return }
    body(text)
    guard text.depth < DecodingLimits.depth else { return }
    let bytes = text.bytes
    for decoder in narrow {
      decoder.forEachText(in: bytes.span, text.core, of: text) { visit($0, upTo: end, body) }
    }
  }
}
