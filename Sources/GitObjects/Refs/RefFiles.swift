package import Basics
internal import SystemIO

/// The refs and reflogs of a repository, read from its files.
///
/// Git is the oracle: `refs` equals `Refs(in:)`. Where the files are not in the format that git
/// calls `files`, or hold what only git should judge, there is no value: ask git then.
package struct RefFiles: Sendable {
  /// Refs as this work tree sees them.
  package let refs: Refs
  /// What the other work trees have of their own: each `HEAD`, and refs such as `refs/bisect`.
  package let otherWorkTrees: [Refs.Ref]
  /// Every object that a reflog of any work tree names as old or new, ascending; the stash's
  /// among them.
  package let logged: [ObjectID]

  /// Reads the files; nil when git has to be asked.
  package init?(in repository: Repository) {
    let common = repository.commonDirectory
    let own = repository.gitDirectory
    guard RepositoryFormat.usesFilesForRefs(common) else { return nil }
    do throws(RefFolder.Unusual) {
      var reader = RefFolder(format: repository.objectFormat)
      try reader.readLoose(common, own: own)
      try reader.readPacked(common)
      let (refs, warnings) = reader.resolved()
      let head = try reader.read("\(own)/HEAD")
      var branch: String?
      if case .symbolic(let name) = head { branch = String(decoding: name, as: UTF8.self) }
      self.refs = Refs(
        all: refs, head: head.flatMap { reader.target(of: $0) }, headBranch: branch,
        warnings: warnings)

      var logs = Reflogs(format: repository.objectFormat)
      try logs.read("\(common)/logs")
      if own != common { try logs.read("\(own)/logs") }
      var others: [Refs.Ref] = []
      for tree in try RefFolder.entries("\(common)/worktrees").folders {
        let folder = "\(common)/worktrees/\(tree)"
        try logs.read("\(folder)/logs")
        if folder == own { continue }
        others += try reader.refs(ofWorkTree: folder, name: "worktrees/\(tree)")
      }
      if own != common { others += try reader.refs(ofWorkTree: common, name: "main-worktree") }
      otherWorkTrees = others
      logged = logs.ids.sorted()
    } catch {
      return nil
    }
  }
}
