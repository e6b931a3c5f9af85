import Detection
import FileTree
import Findings
import SystemIO

/// Scans one file after the other; what a worker of a ``FolderScan`` keeps.
final class FileScanner {
  let scanner: BufferScanner
  private(set) var tally = ScanReport.Tally()
  private(set) var skipped: [ScanReport.Skipped] = []
  private let stream: TextStream
  private let maxFileSize: Int?
  private let progress: ScanProgress
  private var buffer = ByteBuffer()

  init(_ detector: Detector, maxFileSize: Int?, progress: ScanProgress) {
    scanner = BufferScanner(detector)
    self.progress = progress
    stream = TextStream(detector)
    self.maxFileSize = maxFileSize
  }

  /// Scans a file's path and content.
  func scan(_ visit: borrowing FileVisit) {
    visit.withPath { path in
      scanner.scan(path) { BufferScanner.Source(subject: .path, path: redacted(path)) }
    }
    do throws(SystemError) {
      try read(try visit.open(), visit)
    } catch {
      // Opening has noted it in the walk's outcome, and so has `read`.
    }
  }

  private func read(
    _ file: borrowing OpenFile, _ visit: borrowing FileVisit
  ) throws(SystemError) {
    if let maxFileSize, file.size > maxFileSize {
      skipped.append(
        ScanReport.Skipped(
          path: visit.withPath(redacted), reason: "larger than \(maxFileSize) bytes"))
      return
    }
    do throws(SystemError) {
      let size: Int
      if file.kind == .file, file.size <= TextStream.wholeLimit {
        try file.readAll(into: &buffer)
        size = buffer.count
        buffer.withBytes { text in
          scanner.scan(text) { BufferScanner.Source(path: visit.withPath(redacted)) }
        }
      } else {
        let source = BufferScanner.Source(path: visit.withPath(redacted))
        size = try stream.scan(with: scanner, buffer: &buffer, from: source) {
          limit, buffer throws(SystemError) in
          try file.readMore(atMost: limit, into: &buffer)
        }
      }
      tally.files += 1
      tally.bytes += size
      progress.count(bytes: size)
    } catch {
      visit.note(error)
      throw error
    }
  }

  private func redacted(_ path: Span<UInt8>) -> String { scanner.redact(String(decoding: path)) }
}
