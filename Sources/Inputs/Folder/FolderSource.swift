import Detection
package import Engine
import FileTree
import Findings
import Synchronization
import SystemIO

/// Files and folders.
package struct FolderSource: Source {
  /// As the user named them.
  private let starts: [String]
  /// Whether what git ignores is left out.
  package var usesIgnoreFiles = true
  /// Whether the submodules that are checked out are scanned as well.
  package var entersSubmodules = false
  /// Whether what was named stands for what git tracks there: of a symbolic link that is what the
  /// link says, and a repository is a submodule.
  package var startsAreTracked = false
  /// How much of each start is read that is a folder, what is beyond being an error; nil for all.
  package var bound: FolderBound?

  package init(_ starts: [String]) { self.starts = starts }

  package func read(_ run: ScanRun) -> Reading {
    let paths = PathsFromRoot(of: starts)
    var reading = Reading(paths)
    reading.coversRoot = paths.coversRoot
    let scanners = PerWorker(run.plan.threads) { FileScanner(run, fromRoot: paths) }
    let workTrees = WorkTrees(root: paths.root)
    let excluded = run.plan.excluded
    let isExcluded = { @Sendable (path: String, isFolder: Bool) in
      // The root itself has no name that a glob could mean.
      let parts = (paths.path(of: path) ?? path).split(separator: "/")
        .filter { $0 != "." && $0 != ".." }
      return !parts.isEmpty
        && excluded.glob(of: parts.joined(separator: "/"), isFolder: isFolder) != nil
    }
    for start in starts {
      guard !isExcluded(start, FileSystem.isFolder(start)) else {
        reading.coverage.skip(start, ExcludedPaths.reason)
        continue
      }
      if startsAreTracked, readTracked(start, scanners, &reading) { continue }
      if Self.isBareRepository(start) {
        reading.coverage.notices.append(
          ScanReport.Notice(
            path: start,
            message: "this is where git keeps a repository, in a form that is not read here; "
              + "for what is in it: kunci history"))
      }
      var options = workTrees.options(for: start)
      options.usesIgnoreFiles = usesIgnoreFiles
      options.entersSubmodules = entersSubmodules
      if !excluded.isEmpty { options.leavesOut = isExcluded }
      let count = bound.map(FolderBound.Count.init)
      if let count {
        options.leavesOut = { isExcluded($0, $1) || count.leavesOut($0, isFolder: $1) }
      }
      let walked = TreeWalk(start: start, options: options).walk(workers: scanners.count) { visit in
        scanners.with(visit.worker) { $0.scan(visit) }
      }
      if let bound, let count, count.isOver { reading.coverage.fail(start, bound.reason) }
      reading.coverage.scanned.ignored += walked.ignored
      for skipped in walked.skipped {
        reading.coverage.skip(skipped.path, skipped.reason.rawValue)
      }
      for error in walked.errors {
        var error = ScanReport.ScanError(error)
        if walked.errors.contains(where: { $0.isSpecialFile && $0.path == start }) {
          error.message += "; what comes through a pipe: kunci stdin"
        }
        reading.coverage.errors.append(error)
      }
    }
    var bigFiles: [BigFile] = []
    scanners.forEach { scanner in
      let taken = scanner.scanner.takeOccurrences()
      // What one thread has found alone is not copied.
      reading.occurrences = reading.occurrences.isEmpty ? taken : reading.occurrences + taken
      bigFiles += scanner.bigFiles
    }
    let members = open(bigFiles, with: scanners)
    for big in bigFiles { scan(big, run, with: scanners, to: &reading, members[big.path] ?? []) }
    scanners.forEach {
      reading.coverage.add($0.takeCoverage())
      workTrees.suspects += $0.suspects
    }
    reading.coverage.errors += workTrees.errors
    reading.secretFiles = workTrees
    return reading
  }

  /// Reads what git does not track as a file or folder.
  ///
  /// - Returns: Whether it was such.
  private func readTracked(
    _ start: String, _ scanners: PerWorker<FileScanner>, _ reading: inout Reading
  ) -> Bool {
    switch (try? FileSystem.linkStatus(start))?.kind {
    case .symbolicLink?:
      do throws(SystemError) {
        let target = try FileSystem.linkTarget(start)
        scanners.with(0) { $0.scan(target, ofLink: start) }
      } catch {
        reading.coverage.errors.append(ScanReport.ScanError(error))
      }
      return true
    case .folder? where !entersSubmodules && start != "." && FileSystem.exists("\(start)/.git"):
      reading.coverage.skip(start, WalkOutcome.SkipReason.submodule.rawValue)
      return true
    default: return false
    }
  }

  /// Whether a folder is a bare repository, or the `.git` of another; see gitrepository-layout(5).
  private static func isBareRepository(_ path: String) -> Bool {
    FileSystem.exists("\(path)/HEAD") && FileSystem.isFolder("\(path)/objects")
      && FileSystem.isFolder("\(path)/refs")
  }

  /// Opens those of some large files that are packed, each on one thread.
  ///
  /// - Returns: What is in them, by their paths.
  private func open(
    _ files: [BigFile], with scanners: PerWorker<FileScanner>
  ) -> [String: [Occurrence]] {
    let next = Atomic(0)
    let found = Mutex<[String: [Occurrence]]>([:])
    guard !files.isEmpty else { return [:] }
    Threads.run(min(scanners.count, files.count)) { worker in
      scanners.with(worker) { scanner in
        while true {
          let index = next.add(1, ordering: .relaxed).oldValue
          guard index < files.count else { return }
          scanner.open(files[index])
          let occurrences = scanner.scanner.takeOccurrences()
          found.withLock { $0[files[index].path, default: []] += occurrences }
        }
      }
    }
    return found.withLock { $0 }
  }

  private func scan(
    _ big: BigFile, _ run: ScanRun, with scanners: PerWorker<FileScanner>,
    to reading: inout Reading, _ members: [Occurrence]
  ) {
    let (occurrences, error) = RegionScan(run.detector, threads: scanners.count).scan(
      size: big.file.size, with: scanners, from: .file(path: big.path)
    ) { offset, limit, buffer throws(SystemError) in
      try big.file.read(at: offset, atMost: limit, into: &buffer)
    }
    let inMembers = Set(members.map(\.fingerprint))
    reading.occurrences += members
    reading.occurrences += occurrences.filter { !inMembers.contains($0.fingerprint) }
    if let error {
      reading.coverage.errors.append(ScanReport.ScanError(error.at(path: big.path)))
    } else {
      scanners.with(0) { $0.count(big.file.size) }
    }
  }
}
