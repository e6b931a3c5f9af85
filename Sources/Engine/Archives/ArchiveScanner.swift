package import Archives
import Basics
import Detection
import Documents
package import Findings
package import SystemIO

/// Opens what is packed, and scans what is in it; one per thread.
///
/// Everything is read as a stream, whatever is packed in whatever: nothing is written anywhere, and
/// memory is taken for the innermost text alone. What cannot be read is noted, each with its reason.
package final class ArchiveScanner {
  /// So many members of an archive are named for one and the same reason.
  static let mostNamed = 20
  /// So many places are named of one archive and all that is in it.
  private static let mostNotes = 200

  /// What was looked at, and what could not be opened.
  package internal(set) var coverage = Coverage()

  /// Members that are made to hold secrets.
  var suspects: [SecretFileSuspect] = []
  /// Whether something packed was come upon since the coverage was handed over.
  package private(set) var isUsed = false

  let run: ScanRun
  let scanner: TextScanner
  let texts: TextStream
  private var free: [BufferedInput] = []
  var buffer = ByteBuffer()
  // Of the archive that is being read.
  private(set) var meter: ArchiveMeter
  private(set) var whole = BufferedInput()
  /// The same, where it can be read at any place.
  private(set) var positioned: (any PositionedStream)?
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
    meter = ArchiveMeter(run.plan.archives)
    notes = 0
    whole.begin(stream)
    positioned = stream as? any PositionedStream
    // However this ends: what the stream reads from is lent.
    defer {
      whole.end()
      positioned = nil
    }
    do throws(ArchiveError) {
      guard try isConfirmed(format, whole) else { return }
      guard run.plan.archives.depth > 0 else {
        // What begins like a mail is mostly none, and can be read as it is if it is one.
        switch format {
        case .document(.mail), .document(.diff), .document(.image), .document(.compoundFile): return
        default: break
        }
        coverage.skip(place.provenance(scanner.redact).path, Coverage.notOpened)
        return
      }
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
      size = scanText(name: name, from: provenance, readOn)
    }
    if let failure { throw failure }
    return size
  }

  /// Scans a text whose start the buffer holds, and what may be packed behind that.
  private func scanText(
    name: [UInt8], from provenance: Provenance,
    _ read: (_ limit: Int, _ buffer: inout ByteBuffer) -> Int
  ) -> Int {
    let known = scanner.occurrences.count
    let watch = BehindWatch()
    buffer.withBytes { watch.take($0) }
    let size = texts.scanOn(with: scanner, buffer: &buffer, from: provenance) { limit, buffer in
      let before = buffer.count
      let count = read(limit, &buffer)
      buffer.withBytes { watch.take($0.extracting(before...)) }
      return count
    }
    let raw = known..<scanner.occurrences.count
    switch watch.finish() {
    case .nothing: break
    case .packed(let stream, let start):
      open(stream, .behind(start), name: name) { provenance }
      scanner.forgetRepeats(of: [raw], since: raw.upperBound)
    case .files(let text):
      open(MemoryStream(copying: text.span), .document(.encodedFiles), name: name) { provenance }
      scanner.forgetRepeats(of: [raw], since: raw.upperBound)
    case .tooLarge:
      isUsed = true
      notes = 0
      let place = ArchivePlace({ provenance }, name: name)
      note(Self.tooLargeBehind, at: place)
    }
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

  // MARK: What could not be read

  /// Why what can be read only once was not kept.
  package static let tooLargeBehind = ArchiveError.tooLarge(
    "something packed behind something else, of more than \(Quantity.bytes(BehindWatch.limit)), "
      + "in what can be read only once: unpack it, and scan that")

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
