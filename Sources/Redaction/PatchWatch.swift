import Archives
import Basics
import Detection
import Documents

/// Files that a text holds compressed or encoded in lines of their own, as binary ones in a diff and those of
/// uuencode: they can only be looked into.
struct PatchWatch {
  /// Offset in the text up to which there is none.
  private var searched = 0
  /// Offset of the first line of an open patch that was not looked at.
  private var nextLine = 0
  private let inside: MailRedaction

  /// A file of more bytes is not held back.
  private static let limit = MailRedaction.limit

  init(_ inside: MailRedaction) { self.inside = inside }

  /// A file in a text.
  private struct File {
    var phrase: String
    /// How it is packed, if that is known; else it may be anything.
    var format: PackedFormat?
    var bytes: [UInt8]
    /// Where the text goes on; nil if more of the file may come.
    var end: Int?
  }

  /// Looks at what there is of a text.
  ///
  /// - Parameters:
  ///   - text: The part of it that is held.
  ///   - base: Its offset in the text.
  ///   - isLast: Whether the text ends with it.
  /// - Returns: The offset where a file begins whose end is still to come; nil for none.
  /// - Throws: ``TextRedactor/Failure`` for one that holds secrets or cannot be read; its line counts
  ///   from the start of what is held.
  mutating func look(
    at text: [UInt8], base: Int, isLast: Bool
  ) throws(TextRedactor.Failure) -> Int? {
    while true {
      let from = max(0, searched - base)
      let patch = BinaryPatchReader.start(in: text.span, from: from)
      let encoded = UUEncoding.start(in: text.span, from: from)
      guard let start = [patch, encoded].compactMap({ $0 }).min() else { break }
      let file =
        start == patch
        ? self.patch(at: start, in: text, base: base, isLast: isLast)
        : self.encoded(at: start, in: text, isLast: isLast)
      guard let end = file.end else {
        guard text.count - start <= Self.limit else { throw .tooLarge }
        let lineEnd = text.span.lastIndex(of: 10, in: start..<text.count)
        nextLine = base + (lineEnd.map { $0 + 1 } ?? start)
        return base + start
      }
      guard file.bytes.isEmpty || !inside.mayHoldSecrets(file.bytes, file.format) else {
        throw .attachment(line: 1 + text[..<start].count { $0 == 10 }, file.phrase)
      }
      searched = base + max(end, start + 1)
    }
    // A word that is cut off at the end is looked for again.
    searched = max(searched, base + max(0, text.count - 20))
    return nil
  }

  private func patch(at start: Int, in text: [UInt8], base: Int, isLast: Bool) -> File {
    let place = max(start, nextLine - base)
    let end = BinaryPatchReader.end(in: text[place...]) ?? (isLast ? text.count : nil)
    let head = Array("diff --git a/file b/file\n".utf8)
    return File(
      phrase: MailRedaction.patch, format: .document(.diff),
      bytes: end.map { head + text[start..<$0] } ?? [], end: end)
  }

  private func encoded(at start: Int, in text: [UInt8], isLast: Bool) -> File {
    let file = UUEncoding.decode(text, in: start..<text.count)
    // A line that is cut off, or none yet, may be one of it.
    let reached = text[(file?.range.upperBound ?? start)...]
    let isOpen =
      file?.isWhole != true && !isLast && reached.count { $0 == 10 } <= (file == nil ? 1 : 0)
    return File(
      phrase: MailRedaction.uuencoded, format: nil, bytes: isOpen ? [] : file?.bytes ?? [],
      end: isOpen ? nil : file?.range.upperBound ?? start + 1)
  }
}
