import Basics
import Findings
import Inflate

/// Text in base64 and base64url, also in UTF-16, and gzip and small zip files in them.
///
/// A run of base64 can be of any length, and where it begins can be far away or in doubt, as in
/// `/keys/c2st…`. So each run is read in all four alignments. A wrong one gives text with a
/// chance of one in some thousands, and so does what is no text, such as an image: groups of four
/// characters are decoded only where several in a row give three visible characters each, and most
/// of the others are skipped unseen.
final class Base64Decoder: Decoder {
  /// Fewest groups in a row that are worth a look.
  private static let shortest = 5
  /// How much of the text around the run is looked at together with what is in it, in bytes: words
  /// beside it may say whose key it is.
  private static let margin = (before: 160, after: 80)

  private var inflater = Inflater()
  /// A run that nobody uses at the moment.
  private var spareRun = Base64Run()

  func forEachCandidate(in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    guard range.count >= Base64Filter.shortest else { return }
    forEachRun(in: text, range) { run in
      if PackedBase64.form(of: run.values) != nil { body(run.start..<run.endOfPadding) }
      Self.forEachStretch(of: run.values) { groups, alignment in
        body(
          run.source(of: alignment + 4 * groups.lowerBound..<alignment + 4 * groups.upperBound))
      }
      Self.forEachStretchOfUnits(of: run) { characters, _ in body(run.source(of: characters)) }
    }
  }

  func forEachText(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    _ body: (DecodedText) -> Void
  ) {
    forEachRun(in: text, range, of: parent) { run in
      if let unpacked = unpacked(run, of: parent) {
        body(unpacked)
        return
      }
      Self.forEachStretch(of: run.values) { groups, alignment in
        body(Self.decode(groups, alignment, of: run, in: text, range, parent))
      }
      Self.forEachStretchOfUnits(of: run) { characters, unit in
        body(Self.decode(characters, of: unit, in: run, in: text, parent))
      }
    }
  }

  private func forEachRun(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText? = nil,
    _ body: (Base64Run) -> Void
  ) {
    // What is in a run may have runs in it.
    var run = Base64Run()
    swap(&run, &spareRun)
    defer { if run.isSmall { swap(&run, &spareRun) } }
    Base64Run.forEach(in: text, range, with: &run) { run in
      // What the layer above left as it was has been seen there.
      if let parent, !parent.isEncoded(run) { return false }
      return run.count >= Base64Run.shortestLine
        || Base64Filter.mayHoldText(in: text, run, groups: Self.shortest)
        || HexDigits.mayHoldText(in: text, run)
        || PackedBase64.mayBegin(text, at: run.lowerBound)
    } _: { run in
      body(run)
    }
  }

  // MARK: Text

  /// Calls `body` for groups in a row that give text in one of the alignments, with one more on either
  /// side: a text may begin and end within a group.
  private static func forEachStretch(
    of values: [UInt8], _ body: (_ groups: Range<Int>, _ alignment: Int) -> Void
  ) {
    for alignment in 0..<4 {
      let count = (values.count - alignment) / 4
      TextStretches.forEach(of: count, shortest: shortest) {
        isText(values, alignment + 4 * $0)
      } _: {
        body(max(0, $0.lowerBound - 1)..<min(count, $0.upperBound + 1), alignment)
      }
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

  // MARK: Text in units of another size

  /// What several characters of a run may stand for besides bytes of text.
  private enum Unit {
    case wide
    case hexDigits

    var length: Int { self == .wide ? Base64WideText.groupLength : HexDigits.groupLength }
    var encoding: Encoding { self == .wide ? .base64 : .hexDigits }
  }

  /// Calls `body` for the characters of a run that give text in UTF-16, or that are digits of text.
  private static func forEachStretchOfUnits(
    of run: Base64Run, _ body: (Range<Int>, Unit) -> Void
  ) {
    func characters(_ groups: Range<Int>, _ alignment: Int, _ unit: Unit) -> Range<Int> {
      alignment + unit.length * groups.lowerBound..<alignment + unit.length * groups.upperBound
    }
    HexDigits.forEachStretch(of: run.values) { groups, alignment in
      body(characters(groups, alignment, .hexDigits), .hexDigits)
    }
    // Shorter runs are looked at for text in bytes alone.
    guard run.values.count >= Base64Run.shortestLine else { return }
    Base64WideText.forEachStretch(of: run.values) { groups, alignment in
      body(characters(groups, alignment, .wide), .wide)
    }
  }

  private static func decode(
    _ characters: Range<Int>, of unit: Unit, in run: Base64Run, in text: Span<UInt8>,
    _ parent: DecodedText?
  ) -> DecodedText {
    let before = max(0, run.start - margin.before)..<run.start
    var builder = DecodedTextBuilder(start: before.lowerBound)
    builder.append(plain: before, of: text)
    if characters.lowerBound > 0 {
      builder.append([10], from: run.start..<run.start, unit.encoding)
    }
    let start = builder.count
    for index in stride(from: characters.lowerBound, to: characters.upperBound, by: unit.length) {
      let source = run.source(of: index..<index + unit.length)
      switch unit {
      case .wide:
        builder.append(Base64WideText.characters(run.values, index), from: source, .base64)
      case .hexDigits:
        builder.append(
          HexDigits.character(run.values, index).map { [$0] } ?? [], from: source, .hexDigits)
      }
    }
    let rest = characters.upperBound..<run.values.count
    if unit == .wide, (2..<unit.length).contains(rest.count) {
      builder.append(
        Base64WideText.rest(run.values[rest]), from: run.source(of: rest), .base64)
    }
    builder.core = start..<builder.count
    builder.append([10], from: run.endOfPadding..<run.endOfPadding, unit.encoding)
    builder.append(
      plain: run.endOfPadding..<min(text.count, run.endOfPadding + margin.after), of: text)
    return DecodedText(builder, in: parent)
  }

  // MARK: What is packed

  /// Returns what a run holds in gzip or in a zip file, as far as it can be read.
  private func unpacked(_ run: Base64Run, of parent: DecodedText?) -> DecodedText? {
    guard (parent?.depth ?? 0) + 2 <= DecodingLimits.depth,
      let form = PackedBase64.form(of: run.values)
    else { return nil }
    let range = run.start..<run.endOfPadding
    let length = parent?.rootRange(of: range).count ?? range.count
    guard length <= DecodingLimits.after else { return nil }
    var packed = DecodedTextBuilder(start: range.lowerBound)
    packed.append(Base64.bytes(of: run.values), from: range, .base64)
    let output = PackedBase64.contents(packed.bytes, form, &inflater)
    guard !output.isEmpty else { return nil }
    var builder = DecodedTextBuilder(start: 0)
    builder.append(output, from: 0..<packed.count, form)
    return DecodedText(builder, in: DecodedText(packed, in: parent))
  }

  // MARK: Where a change makes a difference

  /// How much of a run is looked at on either side of a change, in bytes.
  private static let zoneMargin = 160

  func zone(around range: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let low = max(0, range.lowerBound - Self.zoneMargin)
    var start = Self.startOfRun(before: range.lowerBound, downTo: low, in: text)
    if start > low, Self.endsLongLine(before: start, in: text) { start = low }
    let high = min(text.count, range.upperBound + Self.zoneMargin)
    var end = range.upperBound
    while end < high, Self.isCharacter(text[end]) { end += 1 }
    if end < high, Self.endsLongLine(before: end + 1, in: text) { end = high }
    return start..<end
  }

  /// Returns where the row of base64 characters before an offset starts.
  private static func startOfRun(
    before offset: Int, downTo low: Int, in text: Span<UInt8>
  ) -> Int {
    var start = offset
    while start > low, isCharacter(text[start - 1]) { start -= 1 }
    return start
  }

  /// Returns whether a line end and white space stand before an offset, and before these a line
  /// that is long enough to go on in the next.
  private static func endsLongLine(before offset: Int, in text: Span<UInt8>) -> Bool {
    let low = max(0, offset - Base64Run.longestIndent - 2)
    var end = offset
    while end > low, isSpace(text[end - 1]) { end -= 1 }
    let first = end - Base64Run.shortestLine
    // Hardly any line of source code gets beyond the first of these.
    guard end < offset, first >= 0, isCharacter(text[first]), isCharacter(text[end - 30]) else {
      return false
    }
    return startOfRun(before: end, downTo: first, in: text) == first
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == 9 || byte == 10 || byte == 13
  }

  private static func isCharacter(_ byte: UInt8) -> Bool {
    // A bit for each byte below 128, padding among them, and not a call into another module: this is
    // asked of every byte beside a change.
    let set: UInt64 = byte < 64 ? 0x23FF_A800_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte < 128 && set &>> UInt64(byte & 63) & 1 == 1
  }
}
