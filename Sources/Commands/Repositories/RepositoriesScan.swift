import BuiltInRules
import Basics
import Detection
import Engine
import Findings
import GitRepository
import Reports
import RuleSet
import Synchronization
import SystemIO

/// Scans several repositories in one process, and reports them together.
///
/// Small ones are scanned side by side, each on one thread; a large one has all threads for itself.
struct RepositoriesScan: Sendable {
  /// Repositories with so many bytes in packs are scanned one after the other: 64 MB.
  private static let large = 64 << 20

  let list: RepositoryList
  let scope: HistoryScope
  let options: ScanOptions
  /// Where repositories elsewhere are copied to; nil where they are not to be.
  var mirrors: Mirrors?
  /// An earlier report of which complete scans are taken over, where nothing has changed since.
  var earlier = ReportMerge()

  /// Scans all and writes the reports.
  func run() throws(UsageError) -> ExitCode {
    guard !options.streams else {
      throw UsageError("--stream is for one repository", command: .history)
    }
    let output = try options.reports.plan()
    // What is wrong with an option is wrong for every repository.
    let detector = try ScanRequest(.standardInput, options).detector
    let list = list.redacted(Redactor(detector).redact)
    Interruption.watch()
    let run = CollectedScans(
      streams: output.standardOutput == .jsonl, count: list.entries.count,
      showsProgress: ProgressLine.isShown(options))
    run.start(list.entries.map(\.name))
    let sized = list.entries.map { (entry: $0, size: Self.packedSize(of: $0.path ?? "")) }
      .sorted { ($1.size, $0.entry.name) < ($0.size, $1.entry.name) }
    for (entry, _) in sized.filter({ $0.size >= Self.large }) {
      run.take(scan(entry, threads: options.threads, detector))
    }
    let small = sized.filter { $0.size < Self.large }.map(\.entry)
    let waiting = Mutex(0..<small.count)
    Threads.run(max(1, min(options.threads, small.count))) { worker in
      while let index = waiting.withLock({ Self.next(of: &$0, for: worker) }) {
        run.take(scan(small[index], threads: 1, detector))
      }
    }
    return try run.finish(.history, output, options)
  }

  /// Takes the next repository: every other worker begins at the small end.
  ///
  /// A fork stands beside what it was forked from; scanned at the same time, neither would find in a
  /// cache what the other has seen.
  private static func next(of waiting: inout Range<Int>, for worker: Int) -> Int? {
    guard !waiting.isEmpty else { return nil }
    guard worker % 2 == 0 else {
      waiting = waiting.lowerBound..<(waiting.upperBound - 1)
      return waiting.upperBound
    }
    defer { waiting = (waiting.lowerBound + 1)..<waiting.upperBound }
    return waiting.lowerBound
  }

  /// Bytes in the packs of a repository, as a guess at how long it takes.
  private static func packedSize(of path: String) -> Int {
    for folder in ["\(path)/.git/objects/pack", "\(path)/objects/pack"] {
      guard let directory = try? DirectoryHandle(path: folder) else { continue }
      var size = 0
      try? directory.forEachEntry { name, _ in
        let name = String(decoding: name)
        guard name.hasSuffix(".pack") else { return }
        size += (try? FileSystem.status("\(folder)/\(name)"))?.size ?? 0
      }
      return size
    }
    return 0
  }

  /// Scans one; whatever goes wrong is an error of it, and of no other.
  private func scan(
    _ entry: RepositoryList.Entry, threads: Int, _ detector: Detector
  ) -> RepositoryScan {
    do throws(UsageError) {
      guard !Interruption.isRequested else {
        throw UsageError("interrupted before this repository was scanned")
      }
      let path = try self.path(of: entry)
      var options = options
      options.threads = threads
      options.progress = .never
      let request = try ScanRequest(
        .history(repository: path, scope), options, sharing: detector)
      let state = request.state(of: path)
      if let state, let known = earlier.complete(entry.name, in: state) { return known }
      var report = ScanReport(of: request.run(), for: request)
      report.target = entry.name
      return RepositoryScan(name: entry.name, state: state, labelling: report)
    } catch {
      var report = ScanReport(
        version: Version.text, kind: .history, target: entry.name, isComplete: false,
        scanned: ScanReport.Tally())
      report.errors = [ScanReport.ScanError(path: "", message: error.message)]
      report.redactRemarks(Redactor(detector).redact)
      return RepositoryScan(name: entry.name, state: nil, labelling: report)
    }
  }

  /// Where a repository is on this machine.
  private func path(of entry: RepositoryList.Entry) throws(UsageError) -> String {
    if let path = entry.path { return path }
    guard let address = entry.address, let remote = RemoteAddress(address) else {
      throw UsageError("this is no repository")
    }
    guard let mirrors else {
      throw UsageError("only what is on this machine is scanned; to clone it first: --clone FOLDER")
    }
    return try mirrors.update(address, remote)
  }
}
