import Archives
import Basics
import Detection
import Documents
import Engine
import Findings

/// Takes secrets out of the parts of a mail that are encoded for their transfer.
///
/// What is not encoded is left: that can be redacted as the text that it is.
struct MailRedaction {
  /// A mail up to this size is taken apart, in bytes; as in a scan.
  static let limit = 32 << 20
  /// So many mails and archives inside one another are gone into, as in a scan.
  private static let mostDepth = ArchiveLimits().depth

  let worker: DetectionWorker
  let style: ReplacementText
  let counts: (SecretMatch) -> Bool

  /// A part of a mail to be replaced.
  struct MailEdit {
    var range: Range<Int>
    var replacement: [UInt8]
    /// The secrets that are gone with it, and where each began.
    var secrets: [(match: SecretMatch, offset: Int)]
  }

  /// Decides what to replace in a mail or a mailbox.
  ///
  /// - Parameters:
  ///   - mail: All of it.
  ///   - attempt: From 1; what was inserted before was found again.
  ///   - depth: Number of mails that it stands in, itself included.
  ///   - seen: What has to go besides, wherever it stands in a part.
  /// - Returns: Edits in order.
  /// - Throws: ``TextRedactor/Failure`` for what can be redacted only by who takes it out.
  func edits(
    in mail: [UInt8], attempt: Int, depth: Int = 1, besides seen: [SecretMatch] = []
  ) throws(TextRedactor.Failure) -> [MailEdit] {
    let (parts, isCut) = MailParts.read(mail, limit: Self.limit)
    guard !isCut, depth <= Self.mostDepth || parts.isEmpty else { throw .tooLarge }
    var edits: [MailEdit] = []
    for part in parts {
      let inner: [MailEdit]
      do {
        inner = try self.edits(inPart: part.bytes, attempt: attempt, depth: depth, besides: seen)
      } catch .attachment(_, let phrase) {
        // The line counts in the outermost mail.
        throw .attachment(line: Self.line(at: part.body.range.lowerBound, in: mail), phrase)
      }
      // What is not encoded is redacted as the text that it is.
      guard !inner.isEmpty, !part.body.isAsItIs else { continue }
      guard part.body.canChange else {
        throw .attachment(
          line: Self.line(at: part.body.range.lowerBound, in: mail), Self.uuencoded)
      }
      let offsets = part.body.offsets(in: mail)
      var changes = part.body.changes(
        inner.map { ($0.range, $0.replacement) }, to: part.bytes, at: offsets, in: mail)
      let secrets = inner.map { $0.secrets.map { ($0.match, offsets[$0.offset]) } }
      if changes.count == inner.count {
        edits += zip(changes, secrets).map {
          MailEdit(range: $0.range, replacement: $0.bytes, secrets: $1)
        }
      } else if let change = changes.popLast() {
        edits.append(
          MailEdit(
            range: change.range, replacement: change.bytes, secrets: secrets.flatMap { $0 }))
      }
    }
    return edits
  }

  /// What a binary file in a diff is called.
  static let patch = "a patch of a binary file"
  /// What a file in uuencode is called.
  static let uuencoded = "a file in uuencode"

  private static func line(at offset: Int, in mail: [UInt8]) -> Int {
    mail[..<offset].count { $0 == 10 } + 1
  }

  /// Decides what to replace in a decoded part.
  private func edits(
    inPart part: [UInt8], attempt: Int, depth: Int, besides seen: [SecretMatch]
  ) throws(TextRedactor.Failure) -> [MailEdit] {
    var edits: [MailEdit] = []
    if let format = PackedFormat(whole: part.span) {
      if format == .document(.mail) {
        edits = try self.edits(in: part, attempt: attempt, depth: depth + 1, besides: seen)
      } else if mayHoldSecrets(part, format, in: depth) {
        throw .attachment(line: 1, format.phrase)
      }
    }
    if BinaryPatchReader.start(in: part.span) != nil,
      mayHoldSecrets(part, .document(.diff), in: depth)
    {
      throw .attachment(line: 1, Self.patch)
    }
    let bytes = part.span
    var spans: [SecretSpan] = []
    var encoded = EncodedSpan.Finder()
    for match in worker.secrets(in: bytes) where counts(match) {
      let range = encoded.range(of: match, in: bytes)
      // What overlaps is found again the next time, if it is still there.
      guard !edits.contains(where: { $0.range.overlaps(range) }) else { continue }
      spans.append(SecretSpan(range: range, match: match))
    }
    for match in seen {
      for place in Self.places(of: match.secret, in: part) {
        let range = place..<place + match.secret.count
        guard !edits.contains(where: { $0.range.overlaps(range) }) else { continue }
        var match = match
        match.decodedFrom = []
        spans.append(SecretSpan(range: range, match: match))
      }
    }
    var structure = StructuredEdits(style, attempt: attempt, from: JSONTracker(), at: 0)
    for (span, others) in SecretSpan.merged(spans) {
      for edit in structure.edits(for: span, in: bytes) {
        let matches = edit.match.map { [$0] + others } ?? []
        edits.append(
          MailEdit(
            range: edit.range, replacement: edit.replacement,
            secrets: matches.map { ($0, edit.range.lowerBound) }))
      }
    }
    return edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func places(of secret: [UInt8], in part: [UInt8]) -> [Int] {
    var places: [Int] = []
    var next = 0
    let bytes = part.span
    while let first = secret.first, let place = bytes.firstIndex(of: first, from: next) {
      let isThere = bytes.starts(with: secret, at: place)
      if isThere { places.append(place) }
      next = isThere ? place + secret.count : place + 1
    }
    return places
  }

  /// The secrets that a mail shows where its base64 is read as such, and that stand in a part.
  ///
  /// Of what a part says, such a reading has letters and digits alone: what was inserted in the place of
  /// a secret can look like one, without the sign for what is left out.
  func secrets(seenInBase64Of mail: [UInt8]) -> [SecretMatch] {
    let seen = worker.secrets(in: mail.span).filter {
      counts($0) && $0.decodedFrom.contains(.base64)
    }
    guard !seen.isEmpty else { return [] }
    let parts = decodedParts(of: mail, depth: 1)
    return seen.filter { match in
      parts.contains { !Self.places(of: match.secret, in: $0).isEmpty }
    }
  }

  private func decodedParts(of mail: [UInt8], depth: Int) -> [[UInt8]] {
    guard depth <= Self.mostDepth else { return [] }
    return MailParts.read(mail, limit: Self.limit).parts.flatMap { part in
      let isMail = PackedFormat(head: part.bytes.span)?.isMail == true
      return [part.bytes] + (isMail ? decodedParts(of: part.bytes, depth: depth + 1) : [])
    }
  }

  /// Whether there are secrets in something packed that stands in so many mails, or it cannot be opened
  /// in full; without a format, in a file that may be anything.
  func mayHoldSecrets(_ bytes: [UInt8], _ format: PackedFormat?, in mails: Int = 0) -> Bool {
    var plan = ScanPlan(ruleSet: worker.detector.ruleSet)
    plan.suppression.honoursComments = false
    plan.archives.depth -= mails
    let run = ScanRun(plan, worker.detector)
    let scanner = run.makeScanner()
    let archives = ArchiveScanner(run, scanner)
    let place = Provenance.stream(name: "attachment")
    if let format {
      archives.open(MemoryStream(copying: bytes.span), format, name: []) { place }
    } else {
      let stream = MemoryStream(copying: bytes.span)
      _ = archives.scan(name: [], from: place) { limit, buffer in
        stream.read(atMost: limit, into: &buffer)
      }
    }
    let coverage = archives.takeCoverage()
    return !scanner.takeOccurrences().isEmpty || !coverage.unopened.isEmpty
      || !coverage.skipped.isEmpty
  }
}
