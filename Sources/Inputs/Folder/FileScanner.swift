import Archives
import Basics
import Detection
import Engine
import FileTree
import Findings
import RuleSet
import SystemIO

/// Scans one file after the other; what a worker of a ``FolderSource`` keeps.
final class FileScanner {
  let scanner: TextScanner
  private(set) var coverage = Coverage()
  /// Files that are left to be scanned by all threads together after the walk.
  private(set) var bigFiles: [BigFile] = []
  /// Files that are made to hold secrets.
  private(set) var suspects: [SecretFileSuspect] = []
  private let run: ScanRun
  private let stream: TextStream
  private let allowedPaths: TextTest?
  private let fromRoot: PathsFromRoot
  private var buffer = ByteBuffer()
  private let archives: ArchiveScanner

  init(_ run: ScanRun, fromRoot: PathsFromRoot) {
    self.run = run
    self.fromRoot = fromRoot
    scanner = run.makeScanner()
    stream = TextStream(run.detector)
    archives = ArchiveScanner(run, scanner)
    allowedPaths = TextTest(run.plan.allowlists.filter(\.leavesOutFiles).flatMap(\.paths))
  }

  /// Scans a file's path and content.
  func scan(_ visit: borrowing FileVisit) {
    guard visit.withPath(scanName) else { return }
    do throws(SystemError) {
      let file = try visit.open()
      if let limit = run.plan.maxFileSize, file.size > limit {
        coverage.skip(visit.withPath(redacted), Coverage.tooLarge(limit))
      } else if run.plan.threads > 1, file.kind == .file, file.size >= BigFile.least,
        bigFiles.count < BigFile.mostPerWorker
      {
        bigFiles.append(BigFile(file, path: visit.withPath(redacted)))
      } else if file.kind == .file, file.size > TextStream.wholeLimit {
        read(BigFile(file, path: visit.withPath(redacted)), visit)
      } else {
        read(file, visit)
      }
    } catch {
      // Opening has noted it in the walk's outcome.
    }
  }

  /// Scans a symbolic link's path and, in place of a content, what it says.
  func scan(_ target: [UInt8], ofLink path: String) {
    let name = Array(path.utf8)
    guard scanName(name.span) else { return }
    scanner.scan(target.span) { .file(path: redacted(name.span)) }
    count(target.count)
  }

  /// Scans a path, unless an allowlist leaves the file out.
  ///
  /// - Returns: Whether the content is to be scanned.
  private func scanName(_ path: Span<UInt8>) -> Bool {
    if let allowedPaths {
      let name = fromRoot.configuredPath(of: String(decoding: path))
      guard !allowedPaths.holds(in: Array(name.utf8).span) else {
        coverage.allowlistedFiles += 1
        return false
      }
    }
    scanner.scan(path) { .fileName(path: redacted(path)) }
    return true
  }

  private func read(_ file: borrowing OpenFile, _ visit: borrowing FileVisit) {
    do throws(SystemError) {
      let size: Int
      if file.kind == .file, file.size <= TextStream.wholeLimit {
        try file.readAll(into: &buffer)
        size = buffer.count
        let known = scanner.occurrences.count
        let signs = buffer.withBytes { scanWhole($0, visit) }
        if let format = buffer.withBytes({ PackedFormat(whole: $0, signs: signs) }) {
          open(format, visit.withPath { Array(copying: $0) }, rawSince: known)
        }
      } else {
        size = try stream.scan(
          with: scanner, buffer: &buffer, from: .file(path: visit.withPath(redacted))
        ) { limit, buffer throws(SystemError) in
          try file.readMore(atMost: limit, into: &buffer)
        }
      }
      count(size)
    } catch {
      visit.note(error)
    }
  }

  /// Scans a text.
  ///
  /// - Returns: What shows how it may be packed.
  private func scanWhole(_ text: Span<UInt8>, _ visit: borrowing FileVisit) -> TextSigns {
    let known = scanner.occurrences.count
    scanner.scan(text) { .file(path: visit.withPath(redacted)) }
    let signs = scanner.worker.signs
    if LFSPointer.matches(text) { coverage.skip(visit.withPath(redacted), LFSPointer.reason) }
    guard run.plan.checksSecretFiles else { return signs }
    let suspect = visit.withPath {
      SecretFileSuspect(
        path: $0, content: text, hasSecrets: scanner.occurrences.count > known, scanner)
    }
    if let suspect { suspects.append(suspect) }
    return signs
  }

  // MARK: Archives

  /// Opens the file that the buffer holds, whose occurrences begin at a number.
  private func open(_ format: PackedFormat, _ path: [UInt8], rawSince known: Int) {
    let raw = known..<scanner.occurrences.count
    var content = ByteBuffer()
    swap(&content, &buffer)
    archives.open(MemoryStream(content), format, name: path) { [scanner] in
      .file(path: scanner.redact(String(decoding: path.span)))
    }
    scanner.forgetRepeats(of: [raw], since: raw.upperBound)
  }

  private func read(_ file: BigFile, _ visit: borrowing FileVisit) {
    let known = scanner.occurrences.count
    do throws(SystemError) {
      let size = try stream.scan(with: scanner, buffer: &buffer, from: .file(path: file.path)) {
        limit, buffer throws(SystemError) in
        try file.file.readMore(atMost: limit, into: &buffer)
      }
      count(size)
    } catch {
      visit.note(error)
    }
    let raw = known..<scanner.occurrences.count
    open(file)
    scanner.forgetRepeats(of: [raw], since: raw.upperBound)
  }

  /// Opens a large file, if it is packed.
  func open(_ file: BigFile) {
    guard let format = file.format else { return }
    archives.open(FileStream(file), format, name: Array(file.path.utf8)) {
      .file(path: file.path)
    }
  }

  /// Hands over what was looked at.
  func takeCoverage() -> Coverage {
    coverage.add(archives.takeCoverage())
    suspects += archives.takeSuspects()
    defer { coverage = Coverage() }
    return coverage
  }

  /// Notes that a file has been scanned.
  func count(_ size: Int) {
    coverage.scanned.files += 1
    coverage.scanned.bytes += size
    run.progress.count(bytes: size)
  }

  /// Lends what scanning takes.
  func withMemory(_ body: (TextScanner, inout ByteBuffer) -> Void) { body(scanner, &buffer) }

  private func redacted(_ path: Span<UInt8>) -> String { scanner.redact(String(decoding: path)) }
}
