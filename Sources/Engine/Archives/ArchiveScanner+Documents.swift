import Archives
import Basics
import Detection
import Documents
import Findings
import SystemIO

/// What is known of a workbook while the zip file is read that it is in.
struct OpenWorkbook {
  var workbook = Workbook(limit: ArchiveScanner.documentLimit)
  /// The numbers of what was found in its parts as they are.
  var raw: [Range<Int>] = []
}

/// Documents: their text is scanned beside their bytes, with the places where it stands.
extension ArchiveScanner {
  /// Documents up to this size are read, in bytes, and of larger ones the bytes alone.
  static let documentLimit = 32 << 20

  /// Scans a document that is a member: its bytes, and its text.
  func scanDocument(
    _ input: BufferedInput, _ format: DocumentFormat, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    guard let whole = try scanWhole(input, format, format.name, at: place, level: level) else {
      return
    }
    let known = scanner.occurrences.count
    read(whole.bytes, format, at: place, level: level)
    scanner.forgetRepeats(of: [whole.raw], since: known)
    if let failure = whole.failure { throw failure }
  }

  /// Reads a document whose bytes are scanned by somebody else.
  func readDocument(
    _ input: BufferedInput, _ format: DocumentFormat, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    // A diff may be as long as a history.
    if format == .diff, try input.fill(Self.documentLimit + 1) {
      return try readMembers(
        BinaryPatchReader(input), input, at: place, level: level, isPacked: true)
    }
    if format == .database, input === whole, input.offset == 0, let positioned,
      positioned.size > Self.documentLimit
    {
      return try readDatabase(positioned, at: place, level: level)
    }
    guard try !input.fill(Self.documentLimit + 1) else {
      if mayBeCut(input, format) { throw Self.tooLarge(format.name) }
      return
    }
    read(try input.bytes(input.available), format, at: place, level: level)
  }

  /// Reads a large database where it lies.
  private func readDatabase(
    _ stream: any PositionedStream, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    var failure: ArchiveError?
    _ = DatabaseText.read(
      size: stream.size, limit: Self.documentLimit, isPacked: Self.isPacked
    ) { part in
      do throws(ArchiveError) {
        guard failure == nil else { return nil }
        return try stream.bytes(at: part.lowerBound, count: part.count)
      } catch {
        failure = error
        return nil
      }
    } take: { [self] text in
      scan(text, DocumentFormat.database.name, at: place, level: level)
    }
    if let failure { throw failure }
  }

  /// Whether there are secrets in a document that its bytes do not show: a text that begins as a mail
  /// does may be none.
  private func mayBeCut(_ input: BufferedInput, _ format: DocumentFormat?) -> Bool {
    switch format {
    case .mail: input.withAvailable(MailParts.isEncoded)
    case .image, .compoundFile: false
    case .database, .databaseLog, .pdf, .diff, .encodedFiles, .office, nil: true
    }
  }

  private static func tooLarge(_ name: String) -> ArchiveError {
    .tooLarge(
      "\(name) of more than \(Quantity.bytes(documentLimit)), of which the bytes alone are read")
  }

  /// Scans the bytes of a document.
  ///
  /// - Returns: The bytes, the numbers of what was found in them, and why they end early; nil if it is
  ///   too large, which is noted.
  private func scanWhole(
    _ input: BufferedInput, _ format: DocumentFormat?, _ name: String, at place: ArchivePlace,
    level: Int
  ) throws(ArchiveError) -> (bytes: [UInt8], raw: Range<Int>, failure: ArchiveError?)? {
    let known = scanner.occurrences.count
    var failure: ArchiveError?
    do throws(ArchiveError) {
      if try input.fill(Self.documentLimit + 1) {
        if mayBeCut(input, format) { note(Self.tooLarge(name), at: place) }
        try scanPlain(input, at: place, level: level)
        return nil
      }
    } catch {
      // What could be read before is scanned.
      failure = error
    }
    let bytes = try input.bytes(input.available)
    coverage.scanned.members += 1
    coverage.scanned.bytes += bytes.count
    scanner.scan(bytes.span) { place.provenance(scanner.redact) }
    return (bytes, known..<scanner.occurrences.count, failure)
  }

  private func read(
    _ bytes: [UInt8], _ format: DocumentFormat, at place: ArchivePlace, level: Int
  ) {
    let room = Self.documentLimit
    switch format {
    case .database:
      guard let text = DatabaseText.read(bytes, limit: room, isPacked: Self.isPacked) else {
        return
      }
      scan(text, format.name, at: place, level: level)
    case .databaseLog:
      guard let text = DatabaseLog.read(bytes, limit: room, isPacked: Self.isPacked) else { return }
      scan(text, format.name, at: place, level: level)
    case .image: scan(PNGText.read(bytes, limit: room), format.name, at: place)
    case .compoundFile: if CompoundFile.isEncrypted(bytes.span) { note(.encrypted, at: place) }
    case .office(.openDocument):
      scan(OfficeText.openDocument(bytes, limit: room), format.name, at: place)
    case .office: scan(OfficeText.paragraphs(bytes, limit: room), format.name, at: place)
    case .pdf:
      let outcome = PDFText.read(bytes, limit: room, isPacked: Self.isPacked)
      // What is encrypted cannot be decoded; nobody needs to be told both.
      if outcome.isEncrypted {
        note(.encrypted, at: place)
      } else if outcome.damagedStreams > 0 {
        let count = Quantity.of(outcome.damagedStreams, "stream")
        note(.damaged("\(count) of a PDF cannot be decoded"), at: place)
      }
      scan(outcome.text, format.name, at: place, level: level, breaksLines: true)
    case .mail:
      readPatches(in: bytes, at: place, level: level)
      let (parts, isCut) = MailParts.read(bytes, limit: room)
      if isCut { note(Self.cut(format.name), at: place) }
      for part in parts {
        // A text that is not encoded is read in the mail itself.
        guard !part.body.isAsItIs || PackedFormat(whole: part.bytes.span) != nil else { continue }
        let inner = place.member(Array("\(part.place)".utf8))
        guard scanPart(part.bytes, at: inner, level: level) else { return }
        // What begins like a diff has been read as one.
        if DocumentFormat(recognizing: part.bytes.span) == nil {
          readPatches(in: part.bytes, at: inner, level: level + 1)
        }
      }
    case .diff:
      readPatches(in: bytes, at: place, level: level)
      readEncodedFiles(bytes, at: place, level: level)
    case .encodedFiles: readEncodedFiles(bytes, at: place, level: level)
    }
    guard PackedFormat.endsInZip(bytes.span) else { return }
    do throws(ArchiveError) {
      try open(
        BehindWatch.look(at: bytes.span), at: place, level: level,
        rawSince: scanner.occurrences.count)
    } catch {
      note(error, at: place)
    }
  }

  private static func isPacked(_ bytes: Span<UInt8>) -> Bool { PackedFormat(whole: bytes) != nil }

  /// Scans the text of a document, and what is packed in it.
  private func scan(
    _ text: DocumentText, _ name: String, at place: ArchivePlace, level: Int,
    breaksLines: Bool = false
  ) {
    scan(text, name, at: place, breaksLines: breaksLines)
    for (inner, bytes) in text.attachments {
      guard scanPart(bytes, at: place.member(Array("\(inner)".utf8)), level: level) else { return }
    }
  }

  /// Scans a part of a document that was decoded.
  ///
  /// - Returns: Whether there is room for more.
  private func scanPart(_ bytes: [UInt8], at place: ArchivePlace, level: Int) -> Bool {
    guard meter.countMember() else { return false }
    meter.count(bytes.count, ofWhole: whole.offset)
    let content = borrow()
    defer { giveBack(content) }
    content.begin(MemoryStream(copying: bytes.span))
    do throws(ArchiveError) {
      try scan(content, at: place, level: level + 1)
    } catch {
      note(error, at: place)
    }
    return meter.stop == nil
  }

  /// Reads the files that uuencode has put into a text; of one that is cut off, what there is.
  func readEncodedFiles(_ text: [UInt8], at place: ArchivePlace, level: Int) {
    guard level <= run.plan.archives.depth else { return }
    for file in UUEncoding.files(in: text) {
      guard scanPart(file.bytes, at: place.member(file.name), level: level) else { return }
    }
  }

  /// Reads the binary files in the diffs that a text has.
  private func readPatches(in bytes: [UInt8], at place: ArchivePlace, level: Int) {
    guard MailParts.mayHaveBinaryPatch(bytes) else { return }
    let input = borrow()
    defer { giveBack(input) }
    input.begin(MemoryStream(copying: bytes.span))
    do throws(ArchiveError) {
      try readMembers(
        BinaryPatchReader(input), input, at: place, level: level, isPacked: true)
    } catch {
      note(error, at: place)
    }
  }

  // MARK: Office documents

  /// Scans a part of an office document: its bytes, and its text.
  func scanOffice(
    _ input: BufferedInput, _ kind: OfficeText.Kind, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    let name = "a part of a document"
    guard let (whole, raw, failure) = try scanWhole(input, nil, name, at: place, level: level)
    else { return }
    let known = scanner.occurrences.count
    let bytes = OfficeText.utf8(whole) ?? whole
    switch kind {
    case .paragraphs:
      scan(OfficeText.paragraphs(bytes, limit: Self.documentLimit), name, at: place)
    case .openDocument:
      scan(OfficeText.openDocument(bytes, limit: Self.documentLimit), name, at: place)
    case .sharedStrings, .worksheet, .workbook, .relationships:
      let part = String(decoding: place.name, as: UTF8.self)
      workbooks[workbooks.count - 1].workbook.add(bytes, kind, name: part)
      workbooks[workbooks.count - 1].raw.append(raw)
    }
    scanner.forgetRepeats(of: [raw], since: known)
    if let failure { throw failure }
  }

  /// Scans the cells of a workbook, all of whose parts are there.
  func scan(_ open: OpenWorkbook, at place: ArchivePlace) {
    guard open.workbook.hasText else { return }
    if open.workbook.isCut { note(Self.cut("a workbook"), at: place) }
    let known = scanner.occurrences.count
    scan(open.workbook.text(limit: Self.documentLimit), "a workbook", at: place)
    scanner.forgetRepeats(of: open.raw, since: known)
  }

  // MARK: Text

  private static func cut(_ name: String) -> ArchiveError {
    .tooLarge("\(name) with more than \(Quantity.bytes(documentLimit)) of text")
  }

  /// Scans a text that was put together; lines and columns count in the part that holds a secret.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - name: What it is the text of.
  ///   - place: Where that stands.
  ///   - breaksLines: Whether a word is broken where a line has no more room, as on a page.
  private func scan(
    _ text: DocumentText, _ name: String, at place: ArchivePlace, breaksLines: Bool = false
  ) {
    if text.isCut { note(Self.cut(name), at: place) }
    guard !text.bytes.isEmpty else { return }
    meter.count(text.bytes.count, ofWhole: whole.offset)
    coverage.scanned.bytes += text.bytes.count
    let bytes = text.bytes.span
    var known = scanner.worker.secrets(in: bytes)
    if breaksLines {
      let broken = BrokenLines(bytes).secrets(scanner.worker, besides: known).filter { match in
        // What belongs to two parts is none.
        text.part(at: match.range.lowerBound).map { $0.range.contains(match.range.upperBound - 1) }
          ?? false
      }
      known = (known + broken).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
    var matches = known[...]
    while let first = matches.first {
      guard let (inner, range) = text.part(at: first.range.lowerBound) else {
        matches.removeFirst()
        continue
      }
      var group: [SecretMatch] = []
      var end = range.upperBound
      while let next = matches.first, next.range.lowerBound < range.upperBound {
        matches.removeFirst()
        // A secret of several paragraphs stands where it begins.
        end = max(end, next.range.upperBound)
        var moved = next
        moved.range =
          next.range.lowerBound - range.lowerBound..<next.range.upperBound - range.lowerBound
        group.append(moved)
      }
      scanner.report(group, in: bytes.extracting(range.lowerBound..<end)) {
        place.member(Array("\(inner)".utf8)).provenance(scanner.redact)
      }
    }
  }
}
