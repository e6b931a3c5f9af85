package import Detection
package import Findings
import RuleSet

/// Finds the occurrences of secrets in texts; one per thread.
package final class TextScanner {
  package let worker: DetectionWorker
  package private(set) var occurrences: [Occurrence] = []

  private let progress: ScanProgress?
  private let honoursComments: Bool
  private let ruleSet: RuleSet
  private let redactor: Redactor
  /// Secrets that the progress knows, so that it is not asked for each copy.
  private var noted: Set<[UInt8]> = []

  /// Prepares scanning; comments beside a secret count if they are honoured, and the progress, if
  /// there is one, learns of secrets as soon as they are seen.
  package init(_ detector: Detector, honoursComments: Bool = true, progress: ScanProgress? = nil) {
    worker = DetectionWorker(detector)
    ruleSet = detector.ruleSet
    redactor = Redactor(detector)
    self.honoursComments = honoursComments
    self.progress = progress
  }

  /// Scans a text that is in memory as a whole; its source is asked for only when something is
  /// found.
  package func scan(
    _ text: Span<UInt8>, decodes: Bool = true, from source: () -> Provenance
  ) {
    var counter: LineCounter?
    report(
      worker.secrets(in: text, decodes: decodes), in: text, base: 0, core: 0..<text.count,
      counter: &counter, from: source)
  }

  /// Scans a part of a text.
  ///
  /// - Parameters:
  ///   - part: The part, with the detector's reach on both sides of the core.
  ///   - base: Offset of the part in the text.
  ///   - core: Matches that begin in this part of the text are reported.
  ///   - counter: Counts lines up to the core; nil to begin at the text's start.
  ///   - source: Where the text comes from.
  package func scan(
    _ part: Span<UInt8>, base: Int, core: Range<Int>, counter: inout LineCounter?,
    from source: () -> Provenance
  ) {
    report(
      worker.secrets(in: part), in: part, base: base, core: core, counter: &counter, from: source)
  }

  /// Notes the matches that a text is known to hold, in order and without overlaps; its source is
  /// asked for only when there is one.
  package func report(
    _ matches: [SecretMatch], in text: Span<UInt8>, from source: () -> Provenance
  ) {
    var counter: LineCounter?
    report(matches, in: text, base: 0, core: 0..<text.count, counter: &counter, from: source)
  }

  private func report(
    _ matches: [SecretMatch], in part: Span<UInt8>, base: Int, core: Range<Int>,
    counter: inout LineCounter?, from source: () -> Provenance
  ) {
    guard let first = matches.first, let last = matches.last else { return }
    let hidden = redactor.hiddenMatches(
      around: SnippetBuilder.range(from: first, to: last, in: part), in: part)
    let source = source()
    var position = counter ?? LineCounter(CodeUnit(atStartOf: part))
    var comments = commentSearch(source.kind)
    for (index, match) in matches.enumerated()
    where core.contains(base + match.range.lowerBound) {
      position.advance(to: base + match.range.lowerBound, in: part, base: base)
      var end = position
      end.advance(to: base + match.range.upperBound, in: part, base: base)
      let region = Region(
        position.position, end.position, byteOffset: base + match.range.lowerBound,
        byteLength: match.range.count)
      let location = Location(
        source, region,
        SnippetBuilder.snippet(for: match, among: matches, hiding: hidden, in: part),
        decodedFrom: match.decodedFrom)
      let comment = comments?.marker(forMatch: index, of: matches, in: part)
      occurrences.append(Occurrence(match: match, location: location, comment: comment))
      if let progress, comment == nil, noted.insert(match.secret).inserted { progress.note(match) }
    }
    counter = position
  }

  /// Looks for comments where there can be any: names have no room for them.
  private func commentSearch(_ kind: Provenance.Kind) -> CommentSearch? {
    guard honoursComments else { return nil }
    switch kind {
    case .path, .author, .refName: return nil
    case .content, .commitMessage, .tagMessage: break
    }
    return CommentSearch { [ruleSet] name in
      (ruleSet.names + [SecretFile.ruleID]).contains { $0 == name || $0.hasPrefix(name + "-") }
    }
  }

  /// Returns the marker of a comment in the first line of a file that accepts the file as a whole.
  func commentOnFile(_ text: Span<UInt8>) -> String? {
    commentSearch(.content)?.markerOnFile(text, names: [SecretFile.ruleID])
  }

  /// Forgets those of some occurrences that were found again from a number on, at places that say more:
  /// what an archive holds uncompressed is seen in its bytes, too.
  package func forgetRepeats(of raw: [Range<Int>], since known: Int) {
    guard known < occurrences.count, raw.contains(where: { !$0.isEmpty }) else { return }
    let others = Set(occurrences[known...].map(\.fingerprint))
    let indices = Set(raw.joined())
    occurrences = occurrences.enumerated().filter {
      !indices.contains($0.offset) || !others.contains($0.element.fingerprint)
    }.map(\.element)
  }

  /// Takes what another scanner saw in the bytes of an archive, but for what was found in its members,
  /// which is here from a number on.
  func note(_ raw: [Occurrence], butNotWhatIsSince known: Int) {
    let others = Set(occurrences[known...].map(\.fingerprint))
    occurrences += raw.filter { !others.contains($0.fingerprint) }
  }

  /// Notes that an equal text has an occurrence as well.
  package func note(_ occurrence: Occurrence, in source: Provenance) {
    var occurrence = occurrence
    occurrence.location.provenance = source
    occurrences.append(occurrence)
  }

  /// Hands over what was found so far.
  package func takeOccurrences() -> [Occurrence] {
    defer { occurrences.removeAll() }
    return occurrences
  }

  /// Returns a short text with every secret in it redacted, such as a path or a commit's first line.
  package func redact(_ text: String) -> String { redactor.redact(text) }
}

extension LineCounter {
  /// Where the counter stands.
  fileprivate var position: Region.Position {
    Region.Position(line: line, column: column, byteColumn: byteColumn)
  }
}
