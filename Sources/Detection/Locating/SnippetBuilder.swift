import Basics
package import Findings

/// Cuts the line around a match out of a buffer, with every secret in it redacted.
package enum SnippetBuilder {
  /// How much of a long line is shown around a match, in bytes.
  private static let contextBefore = 80
  private static let contextAfter = 60
  private static let lineEnds: [UInt8] = [UInt8(ascii: "\r"), UInt8(ascii: "\n")]

  /// The part of a buffer that the snippets of two matches, and of all between them, can show.
  package static func range(
    from first: SecretMatch, to last: SecretMatch, in text: Span<UInt8>
  ) -> Range<Int> {
    let widest = Decoders.widestUnit
    return max(
      0, first.range.lowerBound - contextBefore * widest)..<min(
        text.count, last.range.upperBound + contextAfter * widest)
  }

  /// The line of a match.
  ///
  /// - Parameters:
  ///   - match: The match to point at.
  ///   - matches: All matches of the buffer, sorted and without overlaps, those of low confidence
  ///     too.
  ///   - others: What else must not be shown, such as matches of rules that report nothing; sorted
  ///     and without overlaps among themselves.
  ///   - text: The buffer.
  /// - Returns: The line, or the part of a long one around the match.
  package static func snippet(
    for match: SecretMatch, among matches: [SecretMatch], hiding others: [SecretMatch] = [],
    in text: Span<UInt8>
  ) -> Snippet {
    let width = match.decodedFrom.first?.codeUnit.width ?? 1
    var cut = Cut(around: match.range, in: text, width: width)
    let hidden = hiddenParts(
      near: cut.range, match, among: matches, others, in: text, width: width)
    // A neighbouring secret that the cut goes through is left out: none is shown in part.
    for part in hidden where part.range.contains(cut.start) {
      cut.start = min(match.range.lowerBound, part.range.upperBound)
    }
    var pieces = Pieces()
    if cut.isCutBefore { pieces.append("…") }
    var position = cut.start
    for part in hidden
    where part.range.overlaps(cut.range) && part.range.upperBound > position {
      // Two secrets may share a group of base64.
      let start = max(position, part.range.lowerBound)
      pieces.append(decode(text, position..<start, width: width))
      pieces.append(part.text, highlighted: part.range == match.range)
      position = part.range.upperBound
    }
    if position < cut.end {
      pieces.append(decode(text, position..<cut.end, width: width))
    } else if position > cut.end {
      cut.isCutAfter = position < text.count && !lineEnds.contains(text[position])
    }
    pieces.dropTrailingReturn()
    if cut.isCutAfter { pieces.append("…") }
    return Snippet(text: pieces.text, highlight: pieces.highlight)
  }

  // MARK: Where to cut

  /// A line, or the part of a long one around a match.
  private struct Cut {
    var start: Int
    var end: Int
    /// Whether the line goes on.
    var isCutBefore = false
    var isCutAfter = false

    var range: Range<Int> { start..<end }

    init(around match: Range<Int>, in text: Span<UInt8>, width: Int) {
      let newline = UInt8(ascii: "\n")
      start = max(0, match.lowerBound - contextBefore * width)
      end = min(text.count, match.upperBound + contextAfter * width)
      if let found = text.lastIndex(of: newline, in: start..<match.lowerBound) {
        let next = found + width
        start = next <= match.lowerBound && isZero(text, found + 1..<next) ? next : found + 1
      } else {
        isCutBefore = start > 0
        if width > 1 {
          start += (match.lowerBound - start) % width
        } else {
          while start < match.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
        }
      }
      if let found = text.extracting(match.upperBound..<end).firstIndex(of: newline) {
        end = match.upperBound + found
      } else {
        isCutAfter = end < text.count
        while width == 1, end < text.count, end > match.upperBound, text[end] & 0xC0 == 0x80 {
          end -= 1
        }
      }
    }
  }

  private static func isZero(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.allSatisfy { text[$0] == 0 }
  }

  // MARK: What to hide

  private struct HiddenPart {
    var range: Range<Int>
    /// The secret that stands there; empty for the rest of one.
    private var secret: [UInt8] = []
    private var prefixLength = 0

    init(_ range: Range<Int>, _ match: SecretMatch? = nil) {
      self.range = range
      if let match { (secret, prefixLength) = (match.secret, match.prefixLength) }
    }

    /// What is shown in its place.
    var text: String {
      secret.isEmpty
        ? Redaction.ellipsis : Redaction.redact(secret, prefixLength: prefixLength)
    }
  }

  /// The match, its neighbours, and whatever else reads like one of them: a secret can stand a
  /// second time where its rule does not look, such as away from its context word.
  private static func hiddenParts(
    near cut: Range<Int>, _ match: SecretMatch, among matches: [SecretMatch],
    _ others: [SecretMatch], in text: Span<UInt8>, width: Int
  ) -> [HiddenPart] {
    let near = part(of: matches, near: cut)
    var parts = near.map { HiddenPart($0.range, $0) }
    for other in part(of: others, near: cut) { hide(other, in: &parts) }
    for other in near {
      for word in GluedWord.beside(other, in: text) { hide(word, in: &parts) }
    }
    parts.sort { $0.range.lowerBound < $1.range.lowerBound }
    // The longer first: a shorter one can be a part of it.
    var secrets = [match.secret]
    for other in near where !secrets.contains(other.secret) { secrets.append(other.secret) }
    secrets.sort {
      $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count
    }
    for secret in secrets {
      let places = places(
        of: written(secret, width: width), touching: cut, besides: parts.map(\.range), in: text)
      guard !places.isEmpty else { continue }
      let known = near.first { $0.secret == secret } ?? match
      parts += places.map { HiddenPart($0, known) }
      parts.sort { $0.range.lowerBound < $1.range.lowerBound }
    }
    return parts
  }

  /// Those of some matches that a cut touches; they do not overlap, so their ends are in order, too.
  private static func part(
    of matches: [SecretMatch], near cut: Range<Int>
  ) -> ArraySlice<SecretMatch> {
    let first = matches.partitionPoint { $0.range.upperBound <= cut.lowerBound }
    return matches[first...].prefix { $0.range.lowerBound < cut.upperBound }
  }

  /// Hides a match that may overlap what is hidden already: then what is left of it.
  private static func hide(_ match: SecretMatch, in parts: inout [HiddenPart]) {
    guard parts.contains(where: { $0.range.overlaps(match.range) }) else {
      return parts.append(HiddenPart(match.range, match))
    }
    hide(match.range, in: &parts)
  }

  /// Hides what is not hidden already of a range.
  private static func hide(_ range: Range<Int>, in parts: inout [HiddenPart]) {
    let known = parts.filter { $0.range.overlaps(range) }
    let end = range.upperBound
    var start = range.lowerBound
    for range in known.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) + [end..<end] {
      if start < range.lowerBound {
        parts.append(HiddenPart(start..<range.lowerBound))
      }
      start = max(start, range.upperBound)
    }
  }

  /// A secret in units of some width; without the zeros at its ends, either byte order gives the
  /// same.
  private static func written(_ secret: [UInt8], width: Int) -> [UInt8] {
    guard width > 1, !secret.isEmpty else { return secret }
    var written = [UInt8](repeating: 0, count: (secret.count - 1) * width + 1)
    for (index, byte) in secret.enumerated() { written[index * width] = byte }
    return written
  }

  /// Where a secret stands in a part of a text, from left to right, without overlaps.
  ///
  /// - Parameters:
  ///   - secret: The secret as it is written in the text.
  ///   - cut: The part; a secret may begin before it and end behind it.
  ///   - taken: Where it is not looked for, ascending by start.
  ///   - text: The text.
  /// - Returns: The places.
  static func places(
    of secret: [UInt8], touching cut: Range<Int>, besides taken: [Range<Int>], in text: Span<UInt8>
  ) -> [Range<Int>] {
    let last = min(cut.upperBound, text.count - secret.count + 1)
    guard let first = secret.first else { return [] }
    var places: [Range<Int>] = []
    var place = max(0, cut.lowerBound - secret.count)
    var next = 0
    while place < last {
      // Most of a line full of secrets is taken.
      if next < taken.count, taken[next].lowerBound < place + secret.count {
        place = max(place, taken[next].upperBound)
        next += 1
      } else if text[place] == first, text.starts(with: secret, at: place) {
        places.append(place..<place + secret.count)
        place += secret.count
      } else {
        place += 1
      }
    }
    return places
  }

  // MARK: Text

  private struct Pieces {
    var text = ""
    var highlight = 0..<0
    /// Length of the text in UTF-16, which takes long to count again and again.
    private var length = 0

    mutating func append(_ piece: String, highlighted: Bool = false) {
      let start = length
      text += piece
      length += piece.utf16.count
      if highlighted { highlight = start..<length }
    }

    mutating func dropTrailingReturn() {
      if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    }
  }

  private static func decode(_ text: Span<UInt8>, _ range: Range<Int>, width: Int) -> String {
    guard !range.isEmpty else { return "" }
    let bytes = range.map { text[$0] }
    // Of wide text only the ASCII part is kept: it is what a reader recognises.
    return String(
      decoding: width > 1 ? bytes.filter { $0 != 0 && $0 < 0x7F } : bytes, as: UTF8.self)
  }
}
