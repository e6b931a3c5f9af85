package import Archives
import Detection
import Documents
package import Findings
package import SystemIO

/// Opens what is packed, and scans what is in it; one per thread.
///
/// Everything is read as a stream, whatever is packed in whatever: nothing is written anywhere, and
/// memory is taken for the innermost text alone. What cannot be read is noted, each with its reason.
package final class ArchiveScanner {
  /// Texts up to this size are scanned as a whole, in bytes.
  private static let wholeLimit = 4 << 20
  /// So many members of an archive are named for one and the same reason.
  private static let mostNamed = 20
  /// So many places are named of one archive and all that is in it.
  private static let mostNotes = 200

  /// What was looked at, and what could not be opened.
  package internal(set) var coverage = Coverage()

  /// Members that are made to hold secrets.
  private var suspects: [SecretFileSuspect] = []
  /// Whether something packed was come upon since the coverage was handed over.
  package private(set) var isUsed = false

  private let run: ScanRun
  let scanner: TextScanner
  private let texts: TextStream
  private var free: [BufferedInput] = []
  private var buffer = ByteBuffer()
  // Of the archive that is being read.
  private(set) var meter: ArchiveMeter
  private(set) var whole = BufferedInput()
  private var notes = 0
  /// Of the zip files that are being read, one inside the other, what belongs to a workbook.
  var workbooks: [OpenWorkbook] = []

  /// Reports to a scanner.
  package init(_ run: ScanRun, _ scanner: TextScanner) {
    self.run = run
    self.scanner = scanner
    texts = TextStream(run.detector)
    meter = ArchiveMeter(run.plan.archives)
  }

  /// Hands over what was looked at.
  package func takeCoverage() -> Coverage {
    defer {
      coverage = Coverage()
      isUsed = false
    }
    return coverage
  }

  /// Hands over the members that are made to hold secrets, as suspicions against their archives.
  package func takeSuspects() -> [SecretFileSuspect] {
    defer { suspects.removeAll() }
    return suspects
  }

  /// Opens a text and scans what is in it.
  ///
  /// - Parameters:
  ///   - stream: All of the text.
  ///   - format: How it is packed, by its first bytes.
  ///   - name: The name of the file, if there is one.
  ///   - provenance: Where it comes from; asked for when something is found.
  package func open(
    _ stream: any ByteStream, _ format: PackedFormat, name: [UInt8],
    from provenance: @escaping () -> Provenance
  ) {
    let place = ArchivePlace(provenance, name: name)
    isUsed = true
    guard run.plan.archives.depth > 0 else {
      // What begins like a mail is mostly none, and can be read as it is if it is one.
      guard format != .document(.mail) else { return }
      coverage.skip(place.provenance(scanner.redact).path, Coverage.notOpened)
      return
    }
    meter = ArchiveMeter(run.plan.archives)
    notes = 0
    whole.begin(stream)
    // However this ends: what the stream reads from is lent.
    defer { whole.end() }
    do throws(ArchiveError) {
      guard try isConfirmed(format, whole) else { return }
      try open(whole, format, at: place, level: 1)
    } catch {
      note(error, at: place)
    }
    if let stop = meter.stop { note(.tooLarge(stop), at: place) }
    if notes > Self.mostNotes {
      coverage.unopened.append(
        Unopened(
          place.provenance(scanner.redact), "\(notes - Self.mostNotes) more places in it"))
    }
  }

  /// Scans a text that is read piece by piece, only once, and what is in it if it is packed.
  ///
  /// - Parameters:
  ///   - name: The name of the file, if there is one.
  ///   - provenance: Where the text comes from.
  ///   - read: Appends at most so many bytes to a buffer and returns their number: 0 at the end.
  /// - Returns: Length of the text in bytes.
  /// - Throws: What `read` throws; what was found before stays with the scanner.
  package func scan<Failure: Error>(
    name: [UInt8], from provenance: Provenance,
    read: (_ limit: Int, _ buffer: inout ByteBuffer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    var failure: Failure?
    var isAtEnd = false
    func readOn(_ limit: Int, _ buffer: inout ByteBuffer) -> Int {
      guard !isAtEnd else { return 0 }
      do throws(Failure) {
        let count = try read(limit, &buffer)
        isAtEnd = count == 0
        return count
      } catch {
        failure = error
        isAtEnd = true
        return 0
      }
    }
    buffer.removeAll()
    while buffer.count < PackedFormat.headLength, readOn(64 << 10, &buffer) > 0 {}
    let format = failure == nil ? buffer.withBytes { PackedFormat(head: $0) } : nil
    let size: Int
    if let format {
      size = withoutActuallyEscaping(readOn) { readOn in
        open(buffer.copied(), format, name: name, from: provenance, readOn)
      }
    } else {
      size = texts.scanOn(with: scanner, buffer: &buffer, from: provenance, read: readOn)
    }
    if let failure { throw failure }
    return size
  }

  private func open(
    _ head: [UInt8], _ format: PackedFormat, name: [UInt8], from provenance: Provenance,
    _ read: @escaping (_ limit: Int, _ buffer: inout ByteBuffer) -> Int
  ) -> Int {
    let raw = run.makeScanner()
    let stream = TeeStream(head, texts, raw, from: provenance, read)
    let known = scanner.occurrences.count
    open(stream, format, name: name) { provenance }
    let size = stream.finish()
    scanner.note(raw.takeOccurrences(), butNotWhatIsSince: known)
    return size
  }

  // MARK: Containers

  private func open(
    _ input: BufferedInput, _ format: PackedFormat, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    switch format {
    case .zip:
      try readMembers(
        ZipReader(input, memoryLimit: memoryLimit(level)), input, at: place, level: level,
        isPacked: true)
    case .tar: try readMembers(TarReader(input), input, at: place, level: level)
    case .cpio: try readMembers(CpioReader(input), input, at: place, level: level)
    case .ar: try readMembers(ArReader(input), input, at: place, level: level)
    case .compressed(let compression):
      let stream = CompressedFile(input, compression, memoryLimit: memoryLimit(level))
      try readCompressed(stream, input, at: place, level: level)
    case .document(let format): try readDocument(input, format, at: place, level: level)
    case .other(let name): throw .unknownForm(name)
    }
  }

  /// How much a decompressor may hold, in bytes: those inside one another together not much more
  /// than the outermost.
  private func memoryLimit(_ level: Int) -> Int { max(1 << 20, (128 << 20) >> (level - 1)) }

  /// Reads the content of a compressed file: a member of it, unless it is an archive itself.
  private func readCompressed(
    _ stream: CompressedFile, _ input: BufferedInput, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    let content = borrow()
    defer { giveBack(content) }
    content.begin(MeteredStream(stream, from: input, of: whole, meter))
    do throws(ArchiveError) {
      _ = try content.fill(PackedFormat.headLength)
    } catch {
      // What could be decompressed before is scanned all the same.
      if content.available == 0 { throw error }
    }
    switch content.withAvailable({ PackedFormat(head: $0) }) {
    case .some(.tar): try open(content, .tar, at: place, level: level)
    case .some(.cpio): try open(content, .cpio, at: place, level: level)
    case .some(.ar): try open(content, .ar, at: place, level: level)
    default:
      let name = stream.name ?? MemberName.unpacked(from: place.name)
      try scan(content, at: place.member(name), level: level + 1)
    }
    try scanRest(input, at: place, level: level)
  }

  /// Scans what stands behind the end, which no program looks at.
  private func scanRest(
    _ input: BufferedInput, at place: ArchivePlace, level: Int
  ) throws(ArchiveError) {
    guard try input.skipZeros() else { return }
    try scan(input, at: place.member(Array("(behind the end)".utf8)), level: level + 1)
  }

  /// Reads all members of an archive.
  private func readMembers(
    _ reader: any MemberReader, _ input: BufferedInput, at place: ArchivePlace, level: Int,
    isPacked: Bool = false
  ) throws(ArchiveError) {
    var failures: [ArchiveError: Int] = [:]
    func fail(_ error: ArchiveError, at member: ArchivePlace) {
      guard meter.stop == nil else { return }
      failures[error, default: 0] += 1
      if failures[error, default: 0] <= Self.mostNamed { note(error, at: member) }
    }
    defer {
      for (error, count) in failures where count > Self.mostNamed {
        note("\(count - Self.mostNamed) more members: \(error)", at: place)
      }
    }
    if isPacked { workbooks.append(OpenWorkbook()) }
    defer { if isPacked, let workbook = workbooks.popLast() { scan(workbook, at: place) } }
    while let member = try reader.next() {
      guard meter.countMember(), !run.plan.isCancelled() else { return }
      let inner = place.member(member.name)
      scanName(member, at: inner)
      if let obstacle = member.obstacle {
        fail(obstacle, at: inner)
        continue
      }
      guard member.kind == .file else { continue }
      if let limit = run.plan.maxFileSize, let size = member.size, size > limit {
        coverage.skip(inner.provenance(scanner.redact).path, Coverage.tooLarge(limit))
        continue
      }
      let content = borrow()
      defer { giveBack(content) }
      content.begin(
        isPacked ? MeteredStream(reader, from: input, of: whole, meter) : reader)
      do throws(ArchiveError) {
        try scan(content, at: inner, level: level + 1)
      } catch {
        fail(error, at: inner)
      }
      if meter.stop != nil { return }
    }
    try scanRest(input, at: place, level: level)
  }

  // MARK: Texts

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

  private func isConfirmed(
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

  private func scanName(_ member: Member, at place: ArchivePlace) {
    scanner.scan(member.name.span) {
      place.provenance(scanner.redact).asName
    }
    if case .link(let target) = member.kind {
      scanner.scan(target.span) { place.provenance(scanner.redact) }
    }
  }

  // MARK: What could not be read

  func note(_ error: ArchiveError, at place: ArchivePlace) {
    note("\(error)", at: place)
  }

  func note(_ reason: String, at place: ArchivePlace) {
    notes += 1
    guard notes <= Self.mostNotes else { return }
    coverage.unopened.append(Unopened(place.provenance(scanner.redact), reason))
  }

  // MARK: Memory

  func borrow() -> BufferedInput { free.popLast() ?? BufferedInput() }

  func giveBack(_ input: BufferedInput) {
    input.end()
    free.append(input)
  }
}
