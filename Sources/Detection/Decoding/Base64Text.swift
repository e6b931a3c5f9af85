import Basics
import Findings

/// Text in base64 and base64url, and gzip in them.
///
/// A run of base64 can be of any length, and where it begins can be far away or in doubt, as in
/// `/keys/c2st…`. So each run is read in all four alignments. A wrong one gives text with a
/// chance of one in some thousands, and so does what is no text, such as an image: groups of four
/// characters are decoded only where several in a row give three visible characters each, and most
/// of the others are skipped unseen.
enum Base64Text {
  /// Fewest groups in a row that are worth a look.
  private static let shortest = 5
  /// How much of the text around the run is looked at together with what is in it, in bytes: words
  /// beside it tell whose key it is.
  private static let margin = (before: 160, after: 80)

  /// Calls `body` for every text in base64.
  ///
  /// - Parameters:
  ///   - text: Where to look for it.
  ///   - range: The part of it to look in.
  ///   - parent: What the text was decoded from; nil for the buffer itself.
  ///   - gzip: Unpacks gzip.
  ///   - body: Is given each decoded text.
  static func forEachPart(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    gzip: (_ packed: [UInt8]) -> [UInt8]?, _ body: (DecodedText) -> Void
  ) {
    forEachRun(in: text, range) { run in
      // What the layer above left as it was has been seen there.
      if let parent, parent.encodings(of: run.start..<run.end) == nil { return }
      if let packed = unpacked(run, of: parent, gzip) {
        body(packed)
        return
      }
      for alignment in 0..<4 {
        forEachStretch(of: run.values, alignment) { groups in
          body(decode(groups, alignment, of: run, in: text, range, parent))
        }
      }
    }
  }

  /// Calls `body` for every range of a part of a text that may hold text or gzip in base64.
  static func forEachRegion(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) {
    guard range.count >= Base64Filter.shortest else { return }
    forEachRun(in: text, range) { run in
      if run.values.starts(with: gzipMark) { body(run.start..<run.endOfPadding) }
      for alignment in 0..<4 {
        forEachStretch(of: run.values, alignment) { groups in
          body(
            run.source(of: alignment + 4 * groups.lowerBound..<alignment + 4 * groups.upperBound))
        }
      }
    }
  }

  private static func forEachRun(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (Base64Run) -> Void
  ) {
    Base64Run.forEach(in: text, range) { line in
      let first = line.lowerBound
      return Base64Filter.mayHoldText(in: text, line, groups: shortest)
        || gzipMark.indices.allSatisfy { Base64.value(of: text[first + $0]) == gzipMark[$0] }
    } _: { run in
      body(run)
    }
  }

  // MARK: Text

  /// Calls `body` for groups in a row that give text, with one more on either side: a text may begin
  /// and end within a group.
  private static func forEachStretch(
    of values: [UInt8], _ alignment: Int, _ body: (Range<Int>) -> Void
  ) {
    let count = (values.count - alignment) / 4
    var probe = shortest - 1
    var low = 0
    while probe < count {
      guard isText(values, alignment + 4 * probe) else {
        low = probe + 1
        probe += shortest
        continue
      }
      var start = probe
      while start > low, isText(values, alignment + 4 * (start - 1)) { start -= 1 }
      var end = probe + 1
      while end < count, isText(values, alignment + 4 * end) { end += 1 }
      if end - start >= shortest { body(max(0, start - 1)..<min(count, end + 1)) }
      low = end
      probe = end + shortest
    }
  }

  private static func isText(_ values: [UInt8], _ index: Int) -> Bool {
    // The first six bits of three rule out most.
    let first = values[index]
    guard first < 32, first >= 8 || first == 2 || first == 3 else { return false }
    let (one, two, three) = bytes(values, index)
    return isText(one) && isText(two) && isText(three)
  }

  private static func isText(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F || byte == 9 || byte == 10 || byte == 13
  }

  private static func bytes(_ values: [UInt8], _ index: Int) -> (UInt8, UInt8, UInt8) {
    (
      values[index] << 2 | values[index + 1] >> 4, values[index + 1] << 4 | values[index + 2] >> 2,
      values[index + 2] << 6 | values[index + 3]
    )
  }

  private static func decode(
    _ groups: Range<Int>, _ alignment: Int, of run: Base64Run, in text: Span<UInt8>,
    _ range: Range<Int>, _ parent: DecodedText?
  ) -> DecodedText {
    let values = run.values
    let before = max(0, run.start - margin.before)..<run.start
    var builder = DecodedTextBuilder(start: before.lowerBound)
    builder.append(plain: before, of: text)
    let characters = alignment + 4 * groups.lowerBound..<alignment + 4 * groups.upperBound
    // Where the run begins with other characters, they must not be taken for a part of a word.
    if characters.lowerBound > 0 { builder.append([10], from: run.start..<run.start, .base64) }
    let start = builder.count
    for index in stride(from: characters.lowerBound, to: characters.upperBound, by: 4) {
      let (one, two, three) = bytes(values, index)
      builder.append([one, two, three], from: run.source(of: index..<index + 4), .base64)
    }
    let rest = values.count - characters.upperBound
    if rest < 4 {
      if rest >= 2 {
        let index = characters.upperBound
        var last = [values[index] << 2 | values[index + 1] >> 4]
        if rest == 3 { last.append(values[index + 1] << 4 | values[index + 2] >> 2) }
        let source = run.source(of: index..<values.count)
        builder.append(last, from: source.lowerBound..<run.endOfPadding, .base64)
      } else if run.endOfPadding > run.end {
        builder.append([], from: run.end..<run.endOfPadding, .base64)
      }
    }
    builder.core = start..<builder.count
    builder.append([10], from: run.endOfPadding..<run.endOfPadding, .base64)
    builder.append(
      plain: run.endOfPadding..<min(text.count, run.endOfPadding + margin.after), of: text)
    return DecodedText(builder, in: parent)
  }

  // MARK: Gzip

  /// `H4sI`.
  private static let gzipMark: [UInt8] = [7, 56, 44, 8]

  /// What a run holds in gzip (RFC 1952), if it begins with its two marks and the number of its one
  /// method, `H4sI`.
  private static func unpacked(
    _ run: Base64Run, of parent: DecodedText?, _ gzip: ([UInt8]) -> [UInt8]?
  ) -> DecodedText? {
    guard run.values.starts(with: gzipMark) else { return nil }
    let range = run.start..<run.endOfPadding
    let length = parent?.rootRange(of: range).count ?? range.count
    guard length <= DecodingLimits.after, let bytes = gzip(Base64.bytes(of: run.values)) else {
      return nil
    }
    var builder = DecodedTextBuilder(start: range.lowerBound)
    builder.append(bytes, from: range, .gzip)
    return DecodedText(builder, in: parent)
  }
}
