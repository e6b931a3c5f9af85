import Archives
import Documents
import Engine
import Findings
import SystemIO

/// A diff on a stream: the lines that it adds, each at its place in its file.
///
/// The new side of each hunk is scanned, so that what stands around an added line counts as context;
/// of what is found there, only that counts which touches an added line. What stands outside of hunks,
/// such as a commit's message, is scanned as it is.
struct DiffSource {
  private let name: String
  private let scanner: TextScanner
  private let stream: TextStream
  private let lines: DiffLines
  private let archives: ArchiveScanner
  private let limits: ArchiveLimits
  private var coverage = Coverage()
  private var occurrences: [Occurrence] = []
  /// A line that has been read and belongs to the next text.
  private var pending: DiffLines.Line?
  /// The number of the last line of the stream.
  private var lineNumber = 0
  private var files: Set<String> = []

  /// - Parameters:
  ///   - name: The stream's name.
  ///   - start: What has been read of it.
  ///   - dress: What stands around its lines.
  ///   - run: What to look for.
  ///   - readMore: Reads on.
  init(
    named name: String, after start: [UInt8], in dress: DiffDress, _ run: ScanRun,
    _ readMore: @escaping StreamSource.Read
  ) {
    self.name = name
    scanner = run.makeScanner()
    archives = ArchiveScanner(run, scanner)
    limits = run.plan.archives
    stream = TextStream(run.detector)
    lines = DiffLines(after: start, in: dress, readMore)
  }

  /// Reads all of it into a reading.
  mutating func read(into reading: inout Reading) {
    do throws(SystemError) {
      while true {
        if pending == nil { try peek() }
        guard pending != nil else { break }
        if case .hunk(let start)? = pending {
          pending = nil
          try scanHunk(from: start)
        } else {
          try scanOther()
        }
        for (path, content) in lines.takeContents() { open(content, path) }
      }
      for (path, content) in lines.takeContents() { open(content, path) }
    } catch {
      coverage.errors.append(ScanReport.ScanError(error))
    }
    for file in lines.unread {
      coverage.unopened.append(
        Unopened(.file(path: scanner.redact(file)), "a diff does not show what binary files hold"))
    }
    coverage.scanned.bytes = lines.count
    coverage.scanned.files = max(1, files.count)
    coverage.add(archives.takeCoverage())
    if lines.path != nil || !lines.files.isEmpty {
      coverage.notices.append(
        ScanReport.Notice(
          path: name,
          message: "this is a diff, of which only added lines count; --as-is scans all of it"))
    }
    reading.occurrences += occurrences
    reading.coverage.add(coverage)
  }

  /// Reads the next line; there is none at the end.
  private mutating func peek() throws(SystemError) {
    pending = try lines.next()
    if pending != nil { lineNumber += 1 }
  }

  /// Scans the new side of a hunk.
  private mutating func scanHunk(from start: Int) throws(SystemError) {
    let path = scanner.redact(lines.path ?? name)
    files.insert(path)
    var line = start - 1
    // Runs of added lines.
    var added: [ClosedRange<Int>] = []
    let encoded = EncodedFilesWatch()
    var isEncodedAdded = false
    try scan(.file(path: path)) { next, text in
      switch next {
      case .new(let content, let isAdded):
        line += 1
        let bytes = Array(content) + [UInt8(ascii: "\n")]
        text.append(bytes.span)
        encoded.take(bytes.span)
        guard isAdded else { return true }
        if encoded.isKeeping { isEncodedAdded = true }
        if let last = added.last, last.upperBound == line - 1 {
          added[added.count - 1] = last.lowerBound...line
        } else {
          added.append(line...line)
        }
        return true
      case .removed: return true
      case .hunk, .other: return false
      }
    } keep: { occurrence in
      occurrence.location.region.move(lines: start - 1)
      let region = occurrence.location.region
      return added.contains { $0.overlaps(region.line...max(region.line, region.endLine)) }
    }
    if isEncodedAdded { open(encoded.finish(), path) }
  }

  /// Scans the files that uuencode has put into a hunk.
  private mutating func open(_ encoded: BehindWatch.Outcome, _ path: String) {
    switch encoded {
    case .nothing, .packed: return
    case .files(let text):
      archives.open(
        MemoryStream(copying: text.span), .document(.encodedFiles),
        name: Array(path.utf8), from: { .file(path: path) })
      occurrences += scanner.takeOccurrences()
    case .tooLarge:
      coverage.unopened.append(
        Unopened(.file(path: path), "\(ArchiveScanner.tooLargeBehind)"))
    }
  }

  /// Scans a binary file, and what is in it if it is packed.
  private mutating func open(_ content: BinaryHunk.Content, _ path: String) {
    let place = scanner.redact(path)
    files.insert(place)
    let stream = UnpackedStream(
      BufferedInput(MemoryStream(copying: content.compressed.span)), Compression.zlib.makeDecoder())
    var failure: ArchiveError?
    var size = 0
    _ = archives.scan(name: Array(path.utf8), from: .file(path: place)) { limit, buffer in
      do throws(ArchiveError) {
        let count = try stream.read(atMost: min(limit, 1 << 20), into: &buffer)
        size += count
        guard size <= content.size, count > 0 || size == content.size else {
          throw .damaged("size is another than its header says")
        }
        guard size <= limits.ratioFloor || size / limits.ratio <= content.compressed.count else {
          throw .tooLarge("expands to more than \(limits.ratio) times its size")
        }
        return count
      } catch {
        failure = error
        return 0
      }
    }
    occurrences += scanner.takeOccurrences()
    if let failure {
      coverage.unopened.append(Unopened(.file(path: place), "\(failure)"))
    }
  }

  /// Scans what is no part of a hunk, at its lines of the stream.
  private mutating func scanOther() throws(SystemError) {
    let first = lineNumber
    let name = name
    try scan(.stream(name: name)) { next, text in
      guard case .other(let content) = next else { return false }
      text.append(Array(content).span)
      text.append(UInt8(ascii: "\n"))
      return true
    } keep: { occurrence in
      occurrence.location.region.move(lines: first - 1)
      return true
    }
  }

  /// Scans a text made of the lines that `take` accepts, the pending one first.
  private mutating func scan(
    _ provenance: Provenance,
    take: (DiffLines.Line, inout ByteBuffer) -> Bool, keep: (inout Occurrence) -> Bool
  ) throws(SystemError) {
    var isOver = false
    var (pending, lineNumber) = (pending, lineNumber)
    let lines = lines
    var buffer = ByteBuffer()
    _ = try stream.scan(with: scanner, buffer: &buffer, from: provenance) {
      limit, text throws(SystemError) in
      let before = text.count
      while text.count - before < limit, !isOver {
        if pending == nil {
          pending = try lines.next()
          if pending != nil { lineNumber += 1 }
        }
        guard let next = pending, take(next, &text) else {
          isOver = true
          break
        }
        pending = nil
      }
      return text.count - before
    }
    (self.pending, self.lineNumber) = (pending, lineNumber)
    for var occurrence in scanner.takeOccurrences() where keep(&occurrence) {
      occurrences.append(occurrence)
    }
  }
}

extension Region {
  /// Counts lines from another one.
  fileprivate mutating func move(lines: Int) {
    start.line += lines
    end.line += lines
  }
}
