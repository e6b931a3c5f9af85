package import Basics
package import GitFormat
internal import SystemIO

/// What the next commit would change: the index against HEAD, the whole repository.
package struct StagedChanges: Sendable, Equatable {
  /// The changes, in the order of their paths' bytes.
  ///
  /// `old` begins with what HEAD has; during a merge, what each commit being merged has follows.
  /// A path at which one of those has just the staged content is left to the caller to pass over.
  package var changes: [PathChange]
  /// Commits that the next commit merges, beside HEAD.
  package var mergeParents: [ObjectID]
  /// Whether the index is not as it was written: entries of it may be lost.
  package var isIndexDamaged: Bool

  /// Reads the changes of a repository's index; without a store of its objects git compares, which
  /// gives the same.
  package init(
    in repository: Repository, from store: NativeStore? = nil
  ) throws(GitError) {
    mergeParents = try Self.mergeParents(repository)
    var sides: [[PathChange]] = []
    let (index, isDamaged) = IndexFile.read(
      path: repository.indexPath, format: repository.objectFormat)
    isIndexDamaged = isDamaged
    if let store, let native = Self.compare(repository, index, store, with: mergeParents) {
      sides = native
    } else {
      sides.append(try Self.compareWithHead(repository))
      if sides[0].isEmpty { try repository.checkThatGitAnswers(instead: "git diff-index") }
      for parent in mergeParents {
        sides.append(try Self.compare(repository, with: parent.hex))
      }
    }
    changes = sides.removeFirst()
    for other in sides {
      let byPath = Dictionary(other.map { ($0.path, $0) }) { first, _ in first }
      for index in changes.indices {
        // A path that is equal in parent and index is no change there.
        let change = byPath[changes[index].path]
        changes[index].old.append(change == nil ? changes[index].new : change?.old.first ?? nil)
      }
    }
  }

  /// Compares with HEAD and with each commit being merged, without git; nil when git has to be
  /// asked.
  private static func compare(
    _ repository: Repository, _ index: IndexFile?, _ store: NativeStore,
    with parents: [ObjectID]
  ) -> [[PathChange]]? {
    let head = HeadFile(
      common: repository.commonDirectory, own: repository.gitDirectory,
      format: repository.objectFormat)
    guard let head else { return nil }
    var index = index
    if index == nil, FileSystem.isAbsent(repository.indexPath) { index = IndexFile() }
    guard let index else { return nil }
    do throws(NeedsGit) {
      var comparison = try IndexComparison(index, store)
      var sides: [[PathChange]] = []
      for parent in [head.commit] + parents {
        sides.append(try comparison.changes(since: parent))
      }
      return sides
    } catch {
      return nil
    }
  }

  private static func compareWithHead(
    _ repository: Repository
  ) throws(GitError) -> [PathChange] {
    do throws(GitError) {
      return try compare(repository, with: "HEAD")
    } catch {
      guard case .badRevision = error.reason, try repository.resolve("HEAD") == nil else {
        throw error
      }
      return try compare(repository, with: repository.objectFormat.emptyTree)
    }
  }

  private static func compare(
    _ repository: Repository, with tree: String
  ) throws(GitError) -> [PathChange] {
    var changes: [PathChange] = []
    var command = try repository.start([
      "diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-relative",
      "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", "-O/dev/null", tree, "--",
    ])
    while try command.nextRecord(endedBy: 0) {
      guard var change = command.withRecord({ PathChange(raw: $0) }),
        try command.nextRecord(endedBy: 0)
      else {
        _ = try command.finish()
        throw command.unexpected("a change of another form")
      }
      change.path = command.record
      if change.status != .deleted { changes.append(change) }
    }
    _ = try command.finish()
    return changes
  }

  /// The lines of `MERGE_HEAD`: more than one when several branches are merged at once.
  private static func mergeParents(_ repository: Repository) throws(GitError) -> [ObjectID] {
    let path = repository.gitDirectory + "/MERGE_HEAD"
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileSystem.read(path)
    } catch {
      if error.isNotFound { return [] }
      throw GitError(.system(error), command: "git diff-index")
    }
    var parents: [ObjectID] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let id = ObjectID(hex: Array(line).span) else {
        throw GitError(.unexpectedOutput, command: "git diff-index", message: "bad MERGE_HEAD")
      }
      parents.append(id)
    }
    return parents
  }
}
