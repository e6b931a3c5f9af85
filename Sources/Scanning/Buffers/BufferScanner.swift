import Detection
import Findings
import RuleSet

/// Turns buffers into sightings; one per thread.
final class BufferScanner {
  /// Where a text comes from.
  struct Source: Sendable {
    var subject = Location.Subject.content
    var path: String
    var blob: String?
  }

  let worker: DetectionWorker
  private(set) var sightings: [Sighting] = []

  private let progress: ScanProgress?
  private let honoursComments: Bool
  private let ruleSet: RuleSet
  /// Secrets that were told to the progress, so that it is not asked for each copy.
  private var noted: Set<[UInt8]> = []

  /// Prepares scanning.
  ///
  /// - Parameters:
  ///   - detector: What to look for.
  ///   - honoursComments: Whether comments beside a secret count.
  ///   - progress: Is told of secrets.
  init(_ detector: Detector, honoursComments: Bool = true, progress: ScanProgress? = nil) {
    worker = DetectionWorker(detector)
    ruleSet = detector.ruleSet
    self.honoursComments = honoursComments
    self.progress = progress
  }

  /// Scans a text that is in memory as a whole.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - decodes: Whether encoded texts are looked for, too.
  ///   - source: Where it comes from; asked for only when something is found.
  func scan(_ text: Span<UInt8>, decodes: Bool = true, from source: () -> Source) {
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
  func scan(
    _ part: Span<UInt8>, base: Int, core: Range<Int>, counter: inout LineCounter?,
    from source: () -> Source
  ) {
    report(
      worker.secrets(in: part), in: part, base: base, core: core, counter: &counter, from: source)
  }

  /// Notes the matches that a part of a text is known to hold; see ``scan(_:base:core:counter:from:)``.
  func report(
    _ matches: [SecretMatch], in part: Span<UInt8>, base: Int, core: Range<Int>,
    counter: inout LineCounter?, from source: () -> Source
  ) {
    guard !matches.isEmpty else { return }
    let source = source()
    var position = counter ?? LineCounter(CodeUnit(atStartOf: part))
    var comments = commentSearch(source.subject)
    for (index, match) in matches.enumerated()
    where core.contains(base + match.range.lowerBound) {
      position.advance(to: base + match.range.lowerBound, in: part, base: base)
      var end = position
      end.advance(to: base + match.range.upperBound, in: part, base: base)
      let location = Location(
        subject: source.subject, path: source.path, line: position.line,
        column: position.column, endLine: end.line, endColumn: end.column,
        byteColumn: position.byteColumn, endByteColumn: end.byteColumn,
        byteOffset: base + match.range.lowerBound, byteLength: match.range.count,
        snippet: SnippetBuilder.snippet(for: match, among: matches, in: part),
        decodedFrom: match.decodedFrom, blob: source.blob)
      let comment = comments?.marker(forMatch: index, of: matches, in: part)
      sightings.append(Sighting(match: match, location: location, comment: comment))
      if let progress, comment == nil, noted.insert(match.secret).inserted { progress.note(match) }
    }
    counter = position
  }

  /// Looks for comments where there can be any: names have no room for them.
  private func commentSearch(_ subject: Location.Subject) -> CommentSearch? {
    guard honoursComments else { return nil }
    switch subject {
    case .path, .author, .refName: return nil
    case .content, .commitMessage, .tagMessage: break
    }
    return CommentSearch { [ruleSet] name in
      (ruleSet.ids + [SecretFile.ruleID]).contains { $0 == name || $0.hasPrefix(name + "-") }
    }
  }

  /// The marker of a comment in the first line of a file that accepts the file as a whole.
  func comment(onFile file: SecretFile, _ text: Span<UInt8>) -> String? {
    guard var search = commentSearch(.content) else { return nil }
    let match = SecretMatch(file, path: "", confidence: .medium, evidence: [])
    return search.marker(forMatch: 0, of: [match], in: text)
  }

  /// Hands over what was found so far.
  func takeSightings() -> [Sighting] {
    defer { sightings.removeAll() }
    return sightings
  }

  /// A short text with every secret in it redacted, such as a path or a commit's first line.
  func redact(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let matches = worker.secrets(in: bytes.span)
    guard !matches.isEmpty else { return text }
    var redacted = ""
    var position = 0
    for match in matches where match.range.lowerBound >= position {
      redacted += String(decoding: bytes[position..<match.range.lowerBound], as: UTF8.self)
      redacted += match.redacted
      position = match.range.upperBound
    }
    return redacted + String(decoding: bytes[position...], as: UTF8.self)
  }
}
