import Detection
import Findings

/// Turns parts of a text that have to go into edits that leave JSON valid.
///
/// Inside a string everything may be replaced, but for escapes, which go whole. A number becomes a
/// string. What begins in one string and ends in another, as a private key whose lines are the
/// elements of an array, is replaced string by string.
struct StructuredEdits {
  private let style: ReplacementText
  /// From 1; what was inserted before was found again, so that less is to be inserted.
  private let attempt: Int
  private var tracker: JSONTracker
  /// Offset in the text of what the tracker counts from.
  private let origin: Int
  /// Nothing before it can be changed any more.
  private var floor: Int

  init(_ style: ReplacementText, attempt: Int, from tracker: JSONTracker, at offset: Int) {
    self.style = style
    self.attempt = attempt
    self.tracker = tracker
    origin = offset - tracker.offset
    floor = offset
  }

  private var position: Int { origin + tracker.offset }

  /// Returns the edits for a part; parts come in order, without overlaps.
  mutating func edits(for span: SecretSpan, in text: Span<UInt8>) -> [Edit] {
    let unit = span.match.decodedFrom.first?.codeUnit ?? .byte
    guard span.range.upperBound > floor else { return [] }
    let range = max(span.range.lowerBound, floor)..<span.range.upperBound
    advance(to: range.lowerBound, in: text)
    guard unit.width == 1 else {
      advance(to: range.upperBound, in: text)
      let form = style.text(for: span.match, at: .free, attempt: attempt)
      return [finished(Edit(range: range, replacement: unit.bytes(of: form), match: span.match))]
    }
    return split(range, of: span.match, in: text)
  }

  private mutating func advance(to end: Int, in text: Span<UInt8>) {
    while position < end { tracker.take(text[position]) }
  }

  private mutating func finished(_ edit: Edit) -> Edit {
    floor = edit.range.upperBound
    return edit
  }

  /// A run of bytes in one string, one scalar or one comment.
  private struct Piece {
    var range: Range<Int>
    var place: JSONTracker.Place
    /// Whether the string began within the part.
    var hasOpening: Bool
  }

  private mutating func split(
    _ range: Range<Int>, of match: SecretMatch, in text: Span<UInt8>
  ) -> [Edit] {
    var start = range.lowerBound
    if tracker.isInEscape || tracker.isInScalar { start = max(floor, origin + tracker.start) }
    var pieces: [Piece] = []
    var isPlain = false
    var current: Piece?
    var mayBeName = false
    var hasOpening = false
    func close() {
      if let piece = current, !piece.range.isEmpty { pieces.append(piece) }
      current = nil
    }
    while position < range.upperBound {
      let offset = position
      let byte = text[offset]
      let place = tracker.take(byte)
      switch place {
      case .plain: isPlain = true
      case .structure:
        close()
        if byte == UInt8(ascii: ":"), mayBeName, pieces.last?.hasOpening == true {
          pieces.removeLast()
        }
        if byte != 0x20, byte != 9, byte != 10, byte != 13 { mayBeName = false }
      case .quote:
        mayBeName = current != nil && hasOpening
        close()
        hasOpening = !mayBeName
      case .string, .scalar, .comment:
        if let piece = current, piece.place == place {
          current = Piece(
            range: piece.range.lowerBound..<offset + 1, place: place, hasOpening: piece.hasOpening)
        } else {
          close()
          let first = pieces.isEmpty && offset == range.lowerBound ? start : offset
          current = Piece(
            range: first..<offset + 1, place: place, hasOpening: place == .string && hasOpening)
        }
      }
    }
    // What an escape or a number begins goes with it.
    var end = range.upperBound
    while end < text.count, !isPlain, tracker.isInEscape || tracker.isInScalar {
      let isScalar = tracker.isInScalar
      var next = tracker
      let place = next.take(text[end])
      if isScalar, place != .scalar { break }
      tracker = next
      end += 1
    }
    if let piece = current, piece.range.upperBound == range.upperBound {
      current = Piece(
        range: piece.range.lowerBound..<end, place: piece.place, hasOpening: piece.hasOpening)
    }
    close()
    guard !isPlain, !pieces.isEmpty else {
      let whole = range.lowerBound..<end
      let place = Self.place(of: whole, in: text)
      let form = style.text(for: match, at: place, attempt: attempt)
      return [finished(Edit(range: whole, replacement: Array(form.utf8), match: match))]
    }
    var edits: [Edit] = []
    for (index, piece) in pieces.enumerated() {
      var form =
        index == 0
        ? style.text(for: match, at: .free, attempt: attempt) : Redaction.ellipsis
      if piece.place == .scalar { form = "\"\(form)\"" }
      edits.append(
        finished(
          Edit(
            range: piece.range, replacement: Array(form.utf8), match: index == 0 ? match : nil)))
    }
    return edits
  }

  // MARK: Plain text

  /// Says where a part of plain text stands.
  private static func place(of range: Range<Int>, in text: Span<UInt8>) -> ReplacementText.Place {
    let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 10
    let after = range.upperBound < text.count ? text[range.upperBound] : 10
    if isQuote(before) || isQuote(after) { return .free }
    if before == UInt8(ascii: ">"), after == UInt8(ascii: "<") { return .free }
    guard isBlank(after) else { return .word }
    guard isBlank(before) else {
      return before == UInt8(ascii: "=") || before == UInt8(ascii: ":") ? .wholeValue : .word
    }
    var offset = range.lowerBound
    while offset > 0, text[offset - 1] == 0x20 || text[offset - 1] == 9 { offset -= 1 }
    guard offset > 0, offset < range.lowerBound else { return .free }
    let sign = text[offset - 1]
    return sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") || sign == UInt8(ascii: "-")
      ? .wholeValue : .free
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 9 || byte == 10 || byte == 13
  }
}

extension CodeUnit {
  /// The bytes of a text in this unit.
  fileprivate func bytes(of text: String) -> [UInt8] {
    guard width > 1 else { return Array(text.utf8) }
    let values = width == 2 ? text.utf16.map(UInt32.init) : text.unicodeScalars.map(\.value)
    return values.flatMap { value in
      let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
      return isBigEndian ? bytes.reversed() : bytes
    }
  }
}
