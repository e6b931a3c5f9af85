import Basics
import Detection
import FileTree
import Findings
import RuleSet
import SystemIO

/// Scans one file after the other; what a worker of a ``FolderScan`` keeps.
final class FileScanner {
  let scanner: BufferScanner
  private(set) var tally = ScanReport.Tally()
  private(set) var skipped: [ScanReport.Skipped] = []
  /// Number of files that were not read because an allowlist names their path.
  private(set) var allowlistedFiles = 0
  /// Files that are left to be scanned by all threads together after the walk.
  private(set) var bigFiles: [BigFile] = []
  /// Files that are made to hold secrets.
  private(set) var suspects: [SecretFileSuspect] = []
  private let stream: TextStream
  private let checksSecretFiles: Bool
  private let maxFileSize: Int?
  private let leavesBigFiles: Bool
  private let allowedPaths: TextTest?
  private let fromRoot: PathsFromRoot
  private let progress: ScanProgress
  private var buffer = ByteBuffer()

  init(
    _ detector: Detector, honoursComments: Bool = true, maxFileSize: Int? = nil,
    leavesBigFiles: Bool = false, checksSecretFiles: Bool = false, allowlists: [Allowlist] = [],
    fromRoot: PathsFromRoot = PathsFromRoot(repository: nil),
    progress: ScanProgress = ScanProgress()
  ) {
    scanner = BufferScanner(detector, honoursComments: honoursComments)
    self.progress = progress
    stream = TextStream(detector)
    self.maxFileSize = maxFileSize
    self.leavesBigFiles = leavesBigFiles
    self.checksSecretFiles = checksSecretFiles
    self.fromRoot = fromRoot
    allowedPaths = TextTest(allowlists.filter(\.leavesOutFiles).flatMap(\.paths))
  }

  /// Scans a file's path and content.
  func scan(_ visit: borrowing FileVisit) {
    if let allowedPaths,
      visit.withPath({
        let path = fromRoot.configuredPath(of: String(decoding: $0))
        return allowedPaths.holds(in: Array(path.utf8).span)
      })
    {
      allowlistedFiles += 1
      return
    }
    visit.withPath { path in
      scanner.scan(path) { BufferScanner.Source(subject: .path, path: redacted(path)) }
    }
    do throws(SystemError) {
      let file = try visit.open()
      if let maxFileSize, file.size > maxFileSize {
        skipped.append(
          ScanReport.Skipped(
            path: visit.withPath(redacted), reason: "larger than \(maxFileSize) bytes"))
      } else if leavesBigFiles, file.kind == .file, file.size >= BigFile.least,
        bigFiles.count < BigFile.mostPerWorker
      {
        bigFiles.append(BigFile(file, path: visit.withPath(redacted)))
      } else {
        try read(file, visit)
      }
    } catch {
      // Opening has noted it in the walk's outcome, and so has `read`.
    }
  }

  private func read(
    _ file: borrowing OpenFile, _ visit: borrowing FileVisit
  ) throws(SystemError) {
    do throws(SystemError) {
      let size: Int
      if file.kind == .file, file.size <= TextStream.wholeLimit {
        try file.readAll(into: &buffer)
        size = buffer.count
        buffer.withBytes { text in
          let known = scanner.sightings.count
          scanner.scan(text) { BufferScanner.Source(path: visit.withPath(redacted)) }
          if LFSPointer.matches(text) {
            skipped.append(
              ScanReport.Skipped(path: visit.withPath(redacted), reason: LFSPointer.reason))
          }
          guard checksSecretFiles else { return }
          let suspect = visit.withPath {
            SecretFileSuspect(
              path: $0, content: text, hasSecrets: scanner.sightings.count > known, scanner)
          }
          if let suspect { suspects.append(suspect) }
        }
      } else {
        let source = BufferScanner.Source(path: visit.withPath(redacted))
        size = try stream.scan(with: scanner, buffer: &buffer, from: source) {
          limit, buffer throws(SystemError) in
          try file.readMore(atMost: limit, into: &buffer)
        }
      }
      count(size)
    } catch {
      visit.note(error)
      throw error
    }
  }

  /// Notes that a file has been scanned.
  func count(_ size: Int) {
    tally.files += 1
    tally.bytes += size
    progress.count(bytes: size)
  }

  /// Lends what scanning takes.
  func withMemory(_ body: (BufferScanner, inout ByteBuffer) -> Void) { body(scanner, &buffer) }

  private func redacted(_ path: Span<UInt8>) -> String { scanner.redact(String(decoding: path)) }
}
