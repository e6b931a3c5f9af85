import Basics
import Inflate

/// Texts of a PNG that are compressed; "Portable Network Graphics (PNG) Specification", 11.3.3.
///
/// Those that are not can be read in the file itself.
package enum PNGText {
  private static let magic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Bytes around a chunk's data: its length and name before, a checksum behind.
  private static let frame = 12

  /// Whether the first bytes are those of a PNG.
  package static func matches(_ head: Span<UInt8>) -> Bool { head.starts(with: magic) }

  /// Whether a PNG, all of which is there, has a compressed text.
  package static func hasText(_ bytes: Span<UInt8>) -> Bool {
    var found = false
    forEachChunk(bytes) { chunk in found = found || Text(chunk, bytes) != nil }
    return found
  }

  /// Reads the texts of a PNG.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - limit: The largest text that is made, in bytes.
  /// - Returns: The texts, each with its keyword as its place.
  package static func read(_ bytes: [UInt8], limit: Int) -> DocumentText {
    var text = DocumentText(limit: limit)
    var inflater = Inflater()
    forEachChunk(bytes.span) { chunk in
      guard !text.isCut, let part = Text(chunk, bytes.span) else { return }
      do throws(InflateError) {
        try inflater.decode(
          bytes.span.extracting(part.compressed), limit: limit - text.bytes.count)
      } catch {
        // What could be decoded counts; of a picture nobody expects more.
        if error.reason == .tooLarge { text.cut() }
      }
      text.begin(.keyword(String(decoding: bytes[part.keyword], as: UTF8.self)))
      inflater.withOutput { output in
        var content: [UInt8] = []
        content.append(0..<output.count, of: output)
        text.append(content)
      }
      text.append(0x0A)
    }
    return text
  }

  private static func forEachChunk(_ bytes: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    var place = magic.count
    while place + frame <= bytes.count {
      let length = Int(bytes.bigEndian32(at: place))
      guard length <= bytes.count - place - frame else { return }
      body(place + 4..<place + 8 + length)
      place += frame + length
    }
  }

  /// Where a compressed text stands.
  private struct Text {
    var keyword: Range<Int>
    var compressed: Range<Int>

    /// Reads a chunk, from its name on; nil for another one.
    init?(_ chunk: Range<Int>, _ bytes: Span<UInt8>) {
      let isPlain = bytes.starts(with: Array("zTXt".utf8), at: chunk.lowerBound)
      guard isPlain || bytes.starts(with: Array("iTXt".utf8), at: chunk.lowerBound) else {
        return nil
      }
      var place = chunk.lowerBound + 4
      func skipWord() -> Bool {
        guard let end = bytes.firstIndex(of: 0, from: place), end < chunk.upperBound else {
          return false
        }
        place = end + 1
        return true
      }
      // A keyword, and of the international form whether the text is compressed, a language, and the keyword
      // in it.
      let start = place
      guard skipWord(), place < chunk.upperBound else { return nil }
      keyword = start..<min(place - 1, start + 79)
      if isPlain {
        place += 1
      } else {
        guard bytes[place] == 1, place + 2 < chunk.upperBound else { return nil }
        place += 2
        guard skipWord(), skipWord() else { return nil }
      }
      compressed = min(place, chunk.upperBound)..<chunk.upperBound
    }
  }
}
