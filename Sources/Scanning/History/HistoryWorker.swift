import Basics
import Findings
import GitObjects
import Synchronization

/// The objects of a history, handed out to workers in runs of neighbours.
final class ObjectQueue: Sendable {
  /// Neighbours are often deltas of each other, so a run should not be short.
  private static let runLength = 2_000

  let ids: [ObjectID]
  private let next = Atomic(0)

  init(_ ids: [ObjectID]) { self.ids = ids }

  /// The next run, or nil when all are taken.
  func take() -> ArraySlice<ObjectID>? {
    let start = next.add(Self.runLength, ordering: .relaxed).oldValue
    guard start < ids.count else { return nil }
    return ids[start..<min(ids.count, start + Self.runLength)]
  }
}

/// A thread's part of a history scan.
final class HistoryWorker {
  let objects: ObjectScanner
  private(set) var errors: [ScanReport.ScanError] = []
  private(set) var missing: [ObjectID] = []
  private(set) var skipped: [ScanReport.Skipped] = []
  private let maxFileSize: Int?

  init(_ objects: ObjectScanner, maxFileSize: Int?) {
    self.objects = objects
    self.maxFileSize = maxFileSize
  }

  /// Reads and scans objects until none is left.
  ///
  /// - Parameters:
  ///   - queue: The objects.
  ///   - repository: Where they are.
  ///   - progress: Is told of each.
  ///   - isCancelled: Ends the work early when it says so.
  func run(
    _ queue: ObjectQueue, in repository: Repository, _ progress: ScanProgress,
    isCancelled: () -> Bool
  ) {
    do throws(GitError) {
      guard var run = queue.take() else { return }
      var reader = try BatchReader(repository, largestObject: maxFileSize ?? .max)
      while true {
        try reader.read(run) { id, kind, content in
          guard !isCancelled() else { return }
          objects.scan(id, kind, content)
          progress.count(bytes: content.count)
        } unreadable: { id, why in
          // A terminal sends Ctrl-C to git as well; its death is no damage.
          if !isCancelled() { note(id, why) }
        }
        guard !isCancelled(), let next = queue.take() else { break }
        run = next
      }
      try reader.finish()
    } catch {
      guard !isCancelled() else { return }
      errors.append(ScanReport.ScanError(path: "", message: error.description))
    }
  }

  private func note(_ id: ObjectID, _ why: BatchReader.Unreadable) {
    let path = "object/\(id)"
    switch why {
    case .missing:
      missing.append(id)
    case .corrupt(let reason):
      errors.append(ScanReport.ScanError(path: path, message: "the object is damaged: \(reason)"))
    case .tooLarge:
      skipped.append(
        ScanReport.Skipped(path: path, reason: "larger than \(maxFileSize ?? 0) bytes"))
    }
  }
}
