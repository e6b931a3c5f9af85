import Basics
import Detection
package import Engine
import FileTree
import Findings
package import GitRepository
import SystemIO

/// A repository's history, or a part of it.
///
/// Every object is read once, whatever number of commits holds it; who brought a secret in is asked
/// only for objects that hold one.
package struct HistorySource: Source {
  /// A folder of the repository.
  let path: String
  /// Which part of the history.
  let scope: HistoryScope
  /// Whether `GIT_DIR` and the like say where the repository is, as in a hook.
  package var usesEnvironment = false
  /// Full names of branches and tags that a push makes known.
  package var newNames: [[UInt8]] = []
  /// Whether objects count that nothing reaches.
  package var includesUnreachable = false
  /// Whether the repository may lack objects: then they are left out and listed, and no error.
  package var allowsGaps = false
  /// Whether the submodules that are checked out are scanned as well.
  package var entersSubmodules = false
  /// Where scans of everything keep what they saw; nil for nowhere.
  package var cache: HistoryCache?
  /// Whether git reads the objects: slow, for comparison.
  package var readsThroughGit = false

  package init(_ path: String, _ scope: HistoryScope) {
    self.path = path
    self.scope = scope
  }

  package func read(_ run: ScanRun) -> Reading {
    var reading = readAlone(run)
    if entersSubmodules { reading.submodules = readSubmodules(run, &reading.coverage) }
    return reading
  }

  /// Reads this repository without its submodules.
  private func readAlone(_ run: ScanRun) -> Reading {
    var reading = Reading(PathsFromRoot(repository: nil))
    do throws(GitError) {
      let repository = try Repository(at: path, usesEnvironment: usesEnvironment)
      reading.paths = PathsFromRoot(repository: repository.topLevel)
      reading.coversRoot = scope == .everything
      reading.secretFiles = TrackedFiles(root: repository.topLevel)
      var reader = try HistoryReader(self, repository, run)
      defer { reader.finish(&reading) }
      try reader.read(&reading)
    } catch {
      // A terminal sends Ctrl-C to git as well, which then fails.
      reading.coverage.fail(
        path, run.plan.isCancelled() ? Self.interruption(run.progress) : error.description)
    }
    return reading
  }

  /// What to say of a scan that was cancelled.
  static func interruption(_ progress: ScanProgress) -> String {
    let (done, total) = progress.objects
    let part = total > 0 ? " after \(done) of \(total) objects" : ""
    return "interrupted\(part): what was found comes without its commits"
  }

  /// Reads the submodules that are checked out, and those in them.
  private func readSubmodules(
    _ run: ScanRun, _ coverage: inout Coverage
  ) -> [(folder: String, reading: Reading)] {
    var readings: [(folder: String, reading: Reading)] = []
    var waiting = [(folder: path, name: "", usesEnvironment: usesEnvironment)]
    // A crafted index could lead to one folder in many ways.
    var known: Set<String> = []
    while let next = waiting.popLast(), !run.plan.isCancelled() {
      guard
        let repository = try? Repository(at: next.folder, usesEnvironment: next.usesEnvironment),
        let top = repository.topLevel
      else { continue }  // Its own scan has said why.
      do throws(GitError) {
        for path in try TrackedPaths(in: repository).submodules {
          let path = String(decoding: path, as: UTF8.self)
          let (folder, name) = ("\(top)/\(path)", "\(next.name)\(path)")
          guard (try? FileSystem.realPath(folder)) == folder, WorkTree(root: folder) != nil else {
            coverage.skip(name, WalkOutcome.SkipReason.absentSubmodule.rawValue)
            continue
          }
          guard known.insert(folder).inserted else { continue }
          var inner = HistorySource(folder, scope)
          inner.includesUnreachable = includesUnreachable
          inner.allowsGaps = allowsGaps
          inner.entersSubmodules = true
          inner.readsThroughGit = readsThroughGit
          inner.cache = cache
          readings.append((name, inner.readAlone(run)))
          waiting.append((folder, "\(name)/", false))
        }
      } catch {
        coverage.fail(next.folder, error.description)
      }
    }
    return readings
  }
}
