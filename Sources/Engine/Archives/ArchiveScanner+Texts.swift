import Archives
import Basics
import Detection
import Documents
import Findings
import SystemIO

/// The texts in archives, and the names of members.
extension ArchiveScanner {
  /// Texts up to this size are scanned as a whole, in bytes.
  private static let wholeLimit = 4 << 20

  /// Scans a text that may be packed.
  func scan(
    _ input: BufferedInput, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    _ = try? input.fill(PackedFormat.headLength)
    if let format = input.withAvailable({ PackedFormat(head: $0) }),
      (try? isConfirmed(format, input)) == true
    {
      if level <= run.plan.archives.depth {
        if case .document(let format) = format {
          try scanDocument(input, format, at: place, level: level)
          return
        }
        try open(input, format, at: place, level: level)
        return
      }
      note(
        .tooLarge("more than \(run.plan.archives.depth) archives inside one another"), at: place)
    }
    if !workbooks.isEmpty, let kind = officeKind(input) {
      try scanOffice(input, kind, at: place, level: level)
    } else {
      try scanPlain(input, at: place, level: level)
    }
  }

  /// What part of an office document a text is.
  private func officeKind(_ input: BufferedInput) -> OfficeText.Kind? {
    let first = input.withAvailable(OfficeText.recognize)
    // A comment may stand first, as long as one likes.
    guard first == .undecided else { return input.withAvailable(OfficeText.kind) }
    _ = try? input.fill(OfficeText.longestProlog)
    return input.withAvailable(OfficeText.kind)
  }

  func isConfirmed(
    _ format: PackedFormat, _ input: BufferedInput
  ) throws(ArchiveError) -> Bool {
    guard case .compressed(let compression) = format else { return true }
    return try compression.isConfirmed(by: input)
  }

  /// Scans a text that does not begin like something packed, and what may be packed behind its start.
  func scanPlain(
    _ input: BufferedInput, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    coverage.scanned.members += 1
    let known = scanner.occurrences.count
    var behind = BehindWatch.Outcome.nothing
    var failure: ArchiveError?
    var isLong = false
    do throws(ArchiveError) {
      isLong = try input.fill(Self.wholeLimit)
    } catch {
      failure = error
    }
    if isLong {
      let watch = BehindWatch()
      // What could be read before a failure is scanned.
      coverage.scanned.bytes += texts.scan(
        with: scanner, buffer: &buffer, from: place.provenance(scanner.redact)
      ) { limit, buffer in
        do throws(ArchiveError) {
          let before = buffer.count
          let count = try input.read(atMost: limit, into: &buffer)
          buffer.withBytes { watch.take($0.extracting(before...)) }
          return count
        } catch {
          failure = error
          return 0
        }
      }
      behind = watch.finish()
    } else {
      coverage.scanned.bytes += input.available
      input.withAvailable { text in
        scanner.scan(text) { place.provenance(scanner.redact) }
        let signs = scanner.worker.signs
        suspect(place, text, hasSecrets: scanner.occurrences.count > known)
        behind = BehindWatch.look(at: text, signs: signs)
      }
      input.take(input.available)
    }
    if let failure { throw failure }
    try open(behind, at: place, level: level, rawSince: known)
  }

  /// Opens what is packed behind the start of a text, whose own occurrences begin at a number.
  func open(
    _ behind: BehindWatch.Outcome, at place: ArchivePlace, level: Int, rawSince known: Int
  ) throws(ArchiveError) {
    switch behind {
    case .nothing: return
    case .tooLarge:
      throw Self.tooLargeBehind
    case .files(let text):
      let raw = known..<scanner.occurrences.count
      readEncodedFiles(text, at: place, level: level)
      scanner.forgetRepeats(of: [raw], since: raw.upperBound)
    case .packed(let stream, let start):
      guard level <= run.plan.archives.depth else {
        throw .tooLarge("more than \(run.plan.archives.depth) archives inside one another")
      }
      let raw = known..<scanner.occurrences.count
      let content = borrow()
      defer { giveBack(content) }
      content.begin(stream)
      defer { scanner.forgetRepeats(of: [raw], since: raw.upperBound) }
      try open(content, .behind(start), at: place, level: level)
    }
  }

  /// Looks whether a member is made to hold secrets.
  private func suspect(_ place: ArchivePlace, _ text: Span<UInt8>, hasSecrets: Bool) {
    let name = place.name
    guard run.plan.checksSecretFiles,
      let suspect = SecretFileSuspect(
        path: name.span, content: text, hasSecrets: hasSecrets, scanner)
    else { return }
    suspects.append(
      SecretFileSuspect(
        suspect, at: place.provenance(scanner.redact),
        ofArchive: String(decoding: place.root.name, as: UTF8.self)))
  }

  func scanName(_ member: Member, at place: ArchivePlace) {
    scanner.scan(member.name.span) {
      place.provenance(scanner.redact).asName
    }
    if case .link(let target) = member.kind {
      scanner.scan(target.span) { place.provenance(scanner.redact) }
    }
  }
}
