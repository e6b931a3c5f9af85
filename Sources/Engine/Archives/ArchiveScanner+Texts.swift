import Archives
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
    if !workbooks.isEmpty, let kind = input.withAvailable(OfficeText.kind) {
      try scanOffice(input, kind, at: place)
    } else {
      try scanPlain(input, at: place)
    }
  }

  func isConfirmed(
    _ format: PackedFormat, _ input: BufferedInput
  ) throws(ArchiveError) -> Bool {
    guard case .compressed(let compression) = format else { return true }
    return try compression.isConfirmed(by: input)
  }

  func scanPlain(_ input: BufferedInput, at place: ArchivePlace) throws(ArchiveError) {
    coverage.scanned.members += 1
    var failure: ArchiveError?
    var isLong = false
    do throws(ArchiveError) {
      isLong = try input.fill(Self.wholeLimit)
    } catch {
      failure = error
    }
    if isLong {
      // What could be read before a failure is scanned.
      coverage.scanned.bytes += texts.scan(
        with: scanner, buffer: &buffer, from: place.provenance(scanner.redact)
      ) { limit, buffer in
        do throws(ArchiveError) {
          return try input.read(atMost: limit, into: &buffer)
        } catch {
          failure = error
          return 0
        }
      }
    } else {
      coverage.scanned.bytes += input.available
      input.withAvailable { text in
        let known = scanner.occurrences.count
        scanner.scan(text) { place.provenance(scanner.redact) }
        suspect(place, text, hasSecrets: scanner.occurrences.count > known)
      }
      input.take(input.available)
    }
    if let failure { throw failure }
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
