import Basics
import Findings
import GitObjects

/// Tells what a repository lacks: cut off, left at a remote, or lost.
struct CloneGaps {
  private let limits: CloneLimits
  private let path: String

  /// Looks into a repository.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - path: Its folder, as the user named it.
  init(_ repository: Repository, path: String) {
    limits = CloneLimits(repository)
    self.path = path
  }

  /// Where history was cut off when the repository was cloned.
  var shallow: [ScanReport.ScanError] {
    let commits = limits.shallowCommits
    guard let first = commits.first else { return [] }
    let place = commits.count == 1 ? "\(first)" : "\(commits.count) commits such as \(first)"
    return [
      ScanReport.ScanError(
        path: path,
        message: "the clone is shallow, the history before \(place) is not here; "
          + "`git fetch --unshallow` fetches it")
    ]
  }

  /// Objects that are named, but not there.
  func missing(_ ids: some Sequence<ObjectID>) -> [ScanReport.ScanError] {
    let message =
      limits.promisors.isEmpty
      ? "the object is missing or damaged"
      : "the partial clone has left the object at \(limits.promisors.joined(separator: ", ")); "
        + "`git fetch --refetch --no-filter --tags` fetches all"
    return Set(ids).map { ScanReport.ScanError(path: "object/\($0)", message: message) }
  }
}
