import Basics

/// Reads the streams of a PDF: what they hold, and the text that they show, as lines.
///
/// Streams are looked for from the first byte to the last, without the tables that say where they are:
/// so older versions of the file are read, too, and a damaged table hides nothing. See ISO 32000-1.
package enum PDFText {
  /// Whether the first bytes are those of a PDF; some bytes may stand before the header.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    head.starts(with: mark)
  }

  private static let mark = Array("%PDF-".utf8)
  /// So many bytes may stand before the header (annex H, 3.4.1).
  private static let mostBefore = 1024
  private static let eof = Array("%%EOF".utf8)
  /// So many blanks may stand behind its last line.
  private static let mostBehind = 64

  /// Where the header of a PDF stands that does not begin a text; nil for none.
  package static func start(in head: Span<UInt8>) -> Int? {
    let head = head.extracting(first: mostBefore)
    // In a text that talks of one, it stands behind a quote or a blank.
    guard let start = find(mark, in: head, from: 0), start > 0,
      head[start - 1] < 0x20 || head[start - 1] >= 0x7F
    else { return nil }
    return start
  }

  /// Whether the last bytes of a text are those of a PDF; few of them tell.
  package static func isEnd(_ tail: Span<UInt8>) -> Bool {
    var end = tail.count
    while end > max(0, tail.count - mostBehind), tail[end - 1] <= 0x20 { end -= 1 }
    return tail.starts(with: eof, at: end - eof.count)
  }

  /// What was read, and what was not.
  package struct Outcome: Sendable {
    package var text: DocumentText
    /// Whether the file is encrypted: then its streams and strings cannot be read.
    package var isEncrypted = false
    /// How many streams could not be decoded, or not to their end.
    package var damagedStreams = 0
  }

  /// Reads a PDF.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - limit: The largest text that is made, in bytes; and of attachments together.
  ///   - isPacked: Whether the content of a stream is no text, but something to be opened.
  /// - Returns: The text, stream by stream.
  package static func read(
    _ bytes: [UInt8], limit: Int, isPacked: (Span<UInt8>) -> Bool = { _ in false }
  ) -> Outcome {
    var reader = PDFStreams(bytes, limit: limit)
    reader.readAll(isPacked)
    reader.readContents()
    reader.readGlyphs()
    var outcome = reader.outcome
    if find(Array("/Encrypt".utf8), in: bytes.span, from: 0) != nil { outcome.isEncrypted = true }
    return outcome
  }

  static func find(_ word: [UInt8], in bytes: Span<UInt8>, from start: Int) -> Int? {
    var place = start
    while place <= bytes.count - word.count,
      let found = bytes.firstIndex(of: word[0], from: place)
    {
      if bytes.starts(with: word, at: found) { return found }
      place = found + 1
    }
    return nil
  }
}
