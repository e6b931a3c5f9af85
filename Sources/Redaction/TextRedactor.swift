import Archives
import Basics
package import Detection
import Findings
import RuleSet

/// Takes the secrets out of a text of any length, piece by piece.
///
/// What is passed on lags behind what was given by twice the detector's reach, and by no more. All that
/// comes out has been scanned again: to take one secret out can uncover another, also one that stands
/// before it. So what is redacted is held back until all that decides about it is. A mail whose parts
/// may be encoded is passed on at its end.
package final class TextRedactor {
  /// What a text cannot be redacted for.
  package enum Failure: Error, Equatable {
    /// It holds bytes that no text has.
    case binary
    /// It is packed, or a document, whatever its bytes are: a phrase that says what.
    case packed(String)
    /// An attachment of a mail is packed and holds secrets, or cannot be opened: its line, and a phrase.
    case attachment(line: Int, String)
    /// It is a mail of more than can be taken apart.
    case tooLarge
  }

  /// A mail up to this size is redacted, in bytes.
  package static var mailLimit: Int { MailRedaction.limit }

  /// What was taken out so far, in order.
  package private(set) var secrets: [RedactedSecret] = []
  /// Whether every scan of what came out found nothing more at last.
  package private(set) var isSettled = true

  private let worker: DetectionWorker
  private let reach: (before: Int, after: Int)
  private let style: ReplacementText
  private let counts: (SecretMatch) -> Bool
  /// The text from ``base`` on, as it was given: what lies before ``coreStart`` decides about matches.
  private var raw: [UInt8] = []
  private var base = 0
  /// Offset of the first byte that has not been redacted.
  private var coreStart = 0
  /// The end of what was passed on.
  private var context: [UInt8] = []
  /// What follows it, redacted: a secret may show in it once more of the text is.
  private var held: [UInt8] = []
  /// Offset behind the last byte that was replaced.
  private var lastEdit = Int.min / 2
  /// Where in JSON ``held`` begins, and what has not been redacted.
  private var heldTracker = JSONTracker()
  private var tracker = JSONTracker()
  /// The line of the first byte that has not been redacted.
  private var line = 1
  private var unit: CodeUnit?
  private var form: Form
  private var patches: PatchWatch
  /// Offset up to which it is known that no byte is zero.
  private var checked = 0
  /// Whether an encoded text that was replaced went on where the pieces so far end.
  private var isInEncodedText = false
  /// Secrets that are replaced wherever they stand, also where no rule would look.
  private var known: [[UInt8]: SecretMatch] = [:]
  /// For each two bytes, whether one of them begins with these.
  private var knownStarts: [Bool] = []

  /// How often what comes out is scanned; each time there is less.
  static let mostPasses = 8
  /// A shorter secret may be a word that means something else elsewhere.
  private static let shortestKnown = 16
  private static let mostKnown = 64

  /// Prepares for one text.
  ///
  /// - Parameters:
  ///   - worker: Applies the rules; several texts may share one, one after the other.
  ///   - style: What stands in the place of a secret.
  ///   - counts: Says which matches are replaced; the others are left.
  package convenience init(
    _ worker: DetectionWorker, _ style: ReplacementText,
    counts: @escaping (SecretMatch) -> Bool = { _ in true }
  ) {
    self.init(worker, style, form: .unknown, counts: counts)
  }

  init(
    _ worker: DetectionWorker, _ style: ReplacementText, form: Form,
    counts: @escaping (SecretMatch) -> Bool
  ) {
    self.form = form
    self.worker = worker
    patches = PatchWatch(MailRedaction(worker: worker, style: style, counts: counts))
    reach = worker.detector.reach
    self.style = style
    self.counts = counts
  }

  /// Takes a piece of the text.
  ///
  /// - Parameters:
  ///   - piece: The piece.
  ///   - isLast: Whether the text ends with it.
  /// - Returns: What can be passed on now.
  /// - Throws: ``Failure`` for what is no text; what was passed on before is well redacted.
  package func redact(
    _ piece: Span<UInt8>, isLast: Bool
  ) throws(Failure) -> [UInt8] {
    raw.append(0..<piece.count, of: piece)
    guard isLast || raw.count >= CodeUnit.signatureLength else { return [] }
    let signature = Array(raw.prefix(CodeUnit.signatureLength))
    let unit = unit ?? CodeUnit(atStartOf: signature.span)
    self.unit = unit
    if unit.width == 1, holdsZero(from: checked - base) { throw .binary }
    checked = base + raw.count
    if case .unknown = form {
      guard isLast || raw.count >= PackedFormat.headLength else { return [] }
      form = try Self.form(of: raw)
    }
    if case .mail(var searched) = form {
      if try Self.isWhole(raw, searched: &searched) {
        form = .mail(searched: searched)
        guard isLast else { return [] }
        let text: [UInt8]
        (text, secrets, isSettled) = try redactMail(raw, worker, style, counts: counts)
        return text
      }
      form = .text
    }
    skipRestOfEncodedText()
    let end = base + raw.count
    var coreEnd = isLast ? end : Detector.aligned(max(0, end - reach.after))
    if let patch = try startOfPatch(isLast: isLast) {
      coreEnd = min(coreEnd, Detector.aligned(patch))
    }
    guard coreEnd > coreStart else { return isLast ? held : [] }
    return pass(on: coreStart - base..<coreEnd - base, isLast: isLast)
  }

  /// Where a binary file in a diff begins whose end is still to come.
  private func startOfPatch(isLast: Bool) throws(Failure) -> Int? {
    do {
      return try patches.look(at: raw, base: base, isLast: isLast)
    } catch .attachment(let line, let phrase) {
      let before = raw[..<(coreStart - base)].count { $0 == 10 }
      throw .attachment(line: self.line + line - 1 - before, phrase)
    }
  }

  private func holdsZero(from start: Int) -> Bool {
    let bytes = raw
    return bytes.span.holdsZero(in: start..<bytes.count)
  }

  /// Redacts a part of ``raw``, or a little more.
  ///
  /// - Returns: What can be passed on now.
  private func pass(on part: Range<Int>, isLast: Bool) -> [UInt8] {
    let isFar = coreStart - lastEdit > reach.before
    var (edits, end) = plan(raw, part, attempt: 1, from: tracker)
    end = max(end, part.upperBound)
    var core = Array(raw[part.lowerBound..<end])
    var added = apply(edits, to: &core, at: part.lowerBound, line: line)
    var isChanged = !edits.isEmpty
    let start = held.count
    held += core
    if isChanged || !isFar {
      var passes = 1
      let firstLine = line - held[..<start].count { $0 == 10 }
      while true {
        let text = context + held + raw[end...]
        let inner = context.count..<context.count + held.count
        let (more, innerEnd) = plan(text, inner, attempt: passes + 1, from: heldTracker)
        guard !more.isEmpty else { break }
        passes += 1
        guard passes <= Self.mostPasses else {
          isSettled = false
          break
        }
        // A match may go on behind what was to be passed on.
        let excess = max(0, innerEnd - inner.upperBound)
        end += excess
        held += text[inner.upperBound..<inner.upperBound + excess]
        added += apply(more, to: &held, at: context.count, line: firstLine)
        isChanged = true
        if innerEnd >= inner.upperBound { edits = more }
      }
      note(added)
    }
    // Behind the last part there is nothing to remember for.
    guard !isLast else { return held }
    let endsEncoded = edits.last?.match?.decodedFrom.isEmpty == false
    isInEncodedText = endsEncoded && end == raw.count
    return commit(upTo: base + end, isChanged: isChanged)
  }

  private func note(_ added: [RedactedSecret]) {
    let added = added.sorted { $0.line < $1.line }
    let isInOrder = (secrets.last?.line ?? 0) <= (added.first?.line ?? .max)
    secrets += added
    if !isInOrder { secrets.sort { $0.line < $1.line } }
  }

  /// Remembers that the text is redacted up to an offset.
  ///
  /// - Returns: What is no longer held.
  private func commit(upTo end: Int, isChanged: Bool) -> [UInt8] {
    for byte in raw[coreStart - base..<end - base] where byte == 10 { line += 1 }
    if isChanged { lastEdit = end }
    coreStart = end
    let kept = Detector.aligned(max(base, coreStart - reach.before))
    raw.removeFirst(kept - base)
    base = kept
    let passed = Array(held.prefix(Detector.aligned(max(0, held.count - reach.after))))
    held.removeFirst(passed.count)
    context = Array((context + passed).suffix(reach.before))
    for byte in passed { heldTracker.take(byte) }
    tracker = heldTracker
    for byte in held { tracker.take(byte) }
    return passed
  }

  /// Decides what to replace in a part of a text.
  ///
  /// - Returns: Edits in order, and where the last one ends.
  private func plan(
    _ text: [UInt8], _ part: Range<Int>, attempt: Int, from tracker: JSONTracker
  ) -> (edits: [Edit], end: Int) {
    let bytes = text.span
    var spans: [SecretSpan] = []
    var encoded = EncodedSpan.Finder()
    for match in worker.secrets(in: bytes)
    where match.range.lowerBound < part.upperBound && counts(match) {
      let range = encoded.range(of: match, in: bytes)
      // What begins before has been replaced already, or is the rest of what was.
      guard range.upperBound > part.lowerBound,
        attempt > 1 || match.range.lowerBound >= part.lowerBound
      else { continue }
      spans.append(
        SecretSpan(
          range: max(range.lowerBound, part.lowerBound)..<range.upperBound, match: match))
      remember(match)
    }
    spans += copies(in: bytes, part, besides: spans)
    guard !spans.isEmpty else { return ([], part.lowerBound) }
    var structure = StructuredEdits(style, attempt: attempt, from: tracker, at: part.lowerBound)
    var edits: [Edit] = []
    for (span, others) in SecretSpan.merged(spans) {
      edits += structure.edits(for: span, in: bytes)
      for other in others {
        let end = edits.last?.range.upperBound ?? span.range.upperBound
        edits.append(Edit(range: end..<end, replacement: [], match: other))
      }
    }
    return (edits, edits.last?.range.upperBound ?? part.lowerBound)
  }

  /// Replaces, and says what was.
  ///
  /// - Parameters:
  ///   - edits: In order.
  ///   - core: The part of the text.
  ///   - start: The offset that the part has for the edits.
  ///   - line: The line that it begins in.
  /// - Returns: The secrets that are gone.
  private func apply(
    _ edits: [Edit], to core: inout [UInt8], at start: Int, line: Int
  ) -> [RedactedSecret] {
    var result: [UInt8] = []
    var redacted: [RedactedSecret] = []
    var position = 0
    var line = line
    for edit in edits {
      let range = edit.range.lowerBound - start..<edit.range.upperBound - start
      for byte in core[position..<range.lowerBound] where byte == 10 { line += 1 }
      result += core[position..<range.lowerBound]
      if let match = edit.match { redacted.append(RedactedSecret(match, line: line)) }
      for byte in core[range] where byte == 10 { line += 1 }
      result += edit.replacement
      position = range.upperBound
    }
    result += core[position...]
    core = result
    return redacted
  }

  private func skipRestOfEncodedText() {
    while isInEncodedText, coreStart - base < raw.count {
      let byte = raw[coreStart - base]
      isInEncodedText = Base64.isCharacter(byte) || byte == UInt8(ascii: "=")
      if isInEncodedText { coreStart += 1 }
    }
  }

  // MARK: Copies

  private func remember(_ match: SecretMatch) {
    // A key with a form of its own is found wherever it stands; and what may be none is left elsewhere.
    let rule = match.rule
    guard match.confidence == .high,
      !rule.context.isEmpty || rule.assignedTo != nil || rule.valueKind != nil,
      match.secret.count >= Self.shortestKnown, known.count < Self.mostKnown
    else { return }
    known[match.secret] = match
    if knownStarts.isEmpty { knownStarts = Array(repeating: false, count: 1 << 16) }
    knownStarts[Self.start(match.secret[0], match.secret[1])] = true
  }

  private static func start(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 8 | Int(second)
  }

  /// Known secrets that stand in a part of a text, as they are.
  private func copies(
    in text: Span<UInt8>, _ part: Range<Int>, besides found: [SecretSpan]
  ) -> [SecretSpan] {
    var spans: [SecretSpan] = []
    guard !known.isEmpty else { return spans }
    let last = min(part.upperBound, text.count - Self.shortestKnown + 1)
    for offset in part.lowerBound..<max(part.lowerBound, last)
    where knownStarts[Self.start(text[offset], text[offset + 1])] {
      for (secret, match) in known where text.starts(with: secret, at: offset) {
        let range = offset..<offset + secret.count
        guard !found.contains(where: { $0.range.overlaps(range) }) else { continue }
        var copy = match
        copy.decodedFrom = []
        spans.append(SecretSpan(range: range, match: copy))
      }
    }
    return spans
  }
}
