import Detection
import FileTree
import Findings
import GitObjects
import SystemIO

extension HistoryScan {
  /// Lists the submodules of HEAD as skipped, unless they are scanned as well.
  func nameSubmodules(of repository: Repository, _ outcome: inout ScanOutcome) {
    guard !settings.entersSubmodules || repository.topLevel == nil else { return }
    // A HEAD that cannot be read is told of elsewhere.
    let reason = WalkOutcome.SkipReason.submodule.rawValue
    outcome.skipped += ((try? HeadTree(in: repository))?.submodules ?? []).map {
      ScanReport.Skipped(path: String(decoding: $0, as: UTF8.self), reason: reason)
    }
  }

  /// Scans the submodules that are checked out, and those in them, and adds what they hold.
  ///
  /// - Parameters:
  ///   - path: A folder of the repository.
  ///   - scope: Which part of each history.
  ///   - usesEnvironment: Whether `GIT_DIR` and the like say where the repository is.
  ///   - detector: What to look for.
  ///   - outcome: What the repository itself holds.
  func scanSubmodules(
    of path: String, scope: HistoryScope, usesEnvironment: Bool, _ detector: Detector,
    _ outcome: inout ScanOutcome
  ) {
    var waiting = [(folder: path, name: "", usesEnvironment: usesEnvironment)]
    // A crafted index could lead to one folder in many ways.
    var known: Set<String> = []
    while let next = waiting.popLast(), !settings.isCancelled() {
      guard
        let repository = try? Repository(
          at: next.folder, usesEnvironment: next.usesEnvironment),
        let top = repository.topLevel
      else { continue }  // Its own scan has told why.
      do throws(GitError) {
        for path in try TrackedPaths(in: repository).submodules {
          let path = String(decoding: path, as: UTF8.self)
          let (folder, name) = ("\(top)/\(path)", "\(next.name)\(path)")
          guard (try? FileSystem.realPath(folder)) == folder, WorkTree(root: folder) != nil else {
            outcome.skipped.append(
              ScanReport.Skipped(
                path: name, reason: WalkOutcome.SkipReason.absentSubmodule.rawValue))
            continue
          }
          guard known.insert(folder).inserted else { continue }
          outcome.add(
            scanAlone(folder, scope: scope, usesEnvironment: false, detector), below: name)
          waiting.append((folder, "\(name)/", false))
        }
      } catch {
        outcome.errors.append(
          ScanReport.ScanError(path: next.folder, message: error.description))
      }
    }
    outcome.sort()
  }
}
