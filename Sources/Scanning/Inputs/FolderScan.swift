package import Detection
package import FileTree
package import Findings
import Synchronization
import SystemIO

/// Scans files and folders.
package struct FolderScan {
  private let settings: ScanSettings
  private let options: TreeWalk.Options

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - settings: What the user asked for.
  ///   - options: What the walk leaves out; paths are reported as the user would type them.
  package init(_ settings: ScanSettings, options: TreeWalk.Options) {
    self.settings = settings
    var options = options
    options.usesIgnoreFiles = settings.usesIgnoreFiles
    options.pathStyle = .withStart
    self.options = options
  }

  /// Walks and scans.
  ///
  /// - Parameters:
  ///   - paths: Files and folders, as the user named them.
  ///   - detector: What to look for.
  /// - Returns: What was found; whatever could not be read is an error of the outcome.
  package func run(_ paths: [String], _ detector: Detector) -> ScanOutcome {
    let slots = (0..<max(1, settings.threads)).map { _ in WorkerSlot(detector) }
    var outcome = ScanOutcome()
    for path in paths {
      let maxFileSize = settings.maxFileSize
      let walked = TreeWalk(start: path, options: options).walk(workers: slots.count) { visit in
        slots[visit.worker].scan(visit, maxFileSize: maxFileSize)
      }
      outcome.add(walked)
    }
    var sightings: [Sighting] = []
    for slot in slots { slot.drain(into: &sightings, &outcome) }
    outcome.take(sightings, minConfidence: settings.minConfidence)
    outcome.sort()
    return outcome
  }
}

/// What one worker keeps from file to file.
private final class WorkerSlot: Sendable {
  private struct State: ~Copyable {
    let scanner: BufferScanner
    let stream: TextStream
    var buffer = ByteBuffer()
    var tally = ScanReport.Tally()
    var skipped: [ScanReport.Skipped] = []
  }

  /// Never contended: a worker makes one visit at a time.
  private let state: Mutex<State>

  init(_ detector: Detector) {
    state = Mutex(State(scanner: BufferScanner(detector), stream: TextStream(detector)))
  }

  func scan(_ visit: borrowing FileVisit, maxFileSize: Int?) {
    state.withLock { state in
      visit.withPath { path in
        _ = state.scanner.scan(
          path,
          from: BufferScanner.Source(
            subject: .path, path: state.scanner.redact(String(decoding: path))))
      }
      do throws(SystemError) {
        try state.read(visit, maxFileSize: maxFileSize)
      } catch {
        // The walk has noted it, or `read` has.
      }
    }
  }

  func drain(into sightings: inout [Sighting], _ outcome: inout ScanOutcome) {
    state.withLock { state in
      sightings += state.scanner.sightings
      outcome.scanned.files += state.tally.files
      outcome.scanned.bytes += state.tally.bytes
      outcome.skipped += state.skipped
    }
  }
}

extension WorkerSlot.State {
  fileprivate mutating func read(
    _ visit: borrowing FileVisit, maxFileSize: Int?
  ) throws(SystemError) {
    let file = try visit.open()
    if let maxFileSize, file.size > maxFileSize {
      skipped.append(
        ScanReport.Skipped(
          path: scanner.redact(visit.path), reason: "larger than \(maxFileSize) bytes"))
      return
    }
    do throws(SystemError) {
      if file.kind == .file, file.size <= TextStream.wholeLimit {
        try file.readAll(into: &buffer)
        tally.bytes += buffer.count
        let scanner = scanner
        let path = { scanner.redact(visit.path) }
        buffer.withBytes { _ = scanner.scan($0, from: BufferScanner.Source(path: path())) }
      } else {
        tally.bytes += try stream.scan(
          with: scanner, buffer: &buffer,
          from: BufferScanner.Source(path: scanner.redact(visit.path))
        ) { limit, buffer throws(SystemError) in
          try file.readMore(atMost: limit, into: &buffer)
        }
      }
      tally.files += 1
    } catch {
      visit.note(error)
      throw error
    }
  }
}

extension ScanOutcome {
  fileprivate mutating func add(_ walked: WalkOutcome) {
    scanned.ignored += walked.ignored
    skipped += walked.skipped.map {
      ScanReport.Skipped(path: $0.path, reason: $0.reason.rawValue)
    }
    errors += walked.errors.map(ScanReport.ScanError.init)
  }
}
