/// A way of encoding text, or several that are undone in one pass.
///
/// A decoder is one type in a file of its own and one line in ``Decoders/all``. The cases of
/// ``Encoding`` that it undoes name it in reports.
///
/// Whether a secret is found depends on the bytes near it only (see ``DecodingLimits``), so a decoder
/// has to recognise what it decodes wherever reading begins.
protocol Decoder: SendableMetatype {
  init()

  /// Width of the code units that it reads, in bytes.
  ///
  /// Text in units wider than a byte is looked for in the buffer itself alone, where that holds a
  /// zero, and may be read by the remainder of its offset by this width.
  static var unitWidth: Int { get }

  /// Whether its candidates are single characters, of which a few may spell a part of a text that is
  /// plain otherwise; else they are regions, all of whose text is encoded.
  static var spellsCharacters: Bool { get }

  /// The part of a text in which candidates may lie that some bytes decide about.
  ///
  /// - Parameters:
  ///   - range: The bytes; when there are none, the place between two of them.
  ///   - text: The text.
  /// - Returns: Those bytes and as many around them as matter.
  func zone(around range: Range<Int>, in text: Span<UInt8>) -> Range<Int>

  /// Calls `body` for the bytes of everything that may be encoded in a part of a text.
  ///
  /// What is decoded from a buffer comes from these bytes. Which they are does not depend on the
  /// offset that they have in the text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - range: The part.
  ///   - body: Is given each range.
  func forEachCandidate(in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void)

  /// Calls `body` for everything that is encoded in a part of a text, decoded, with the way back.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - range: The part.
  ///   - parent: What the text was decoded from; nil for the buffer itself.
  ///   - body: Is given each decoded text.
  func forEachText(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    _ body: (DecodedText) -> Void)
}

extension Decoder {
  static var unitWidth: Int { 1 }
  static var spellsCharacters: Bool { false }
}

/// The decoders.
enum Decoders {
  /// All of them, in the order in which they look at a text.
  static let all: [any Decoder.Type] = [
    UTF16Decoder.self,
    UTF32Decoder.self,
    EscapeDecoder.self,
    Base64Decoder.self,
  ]

  /// Width of the widest code units that any of them reads, in bytes.
  ///
  /// A part of a text that begins at a multiple of it is read as the whole text is.
  static let widestUnit = all.map { $0.unitWidth }.max() ?? 1
}
