package import Basics
internal import SystemIO

/// A ref: a name and what it stands for.
package struct Ref: Sendable, Equatable {
  /// Full name, such as `refs/heads/main`; any bytes that git allows.
  package var name: [UInt8]
  /// The object it names: a commit, or an annotated tag, or anything.
  package var target: ObjectID

  package init(name: [UInt8], target: ObjectID) {
    self.name = name
    self.target = target
  }

  /// Whether it says where a branch of a remote was when last seen.
  package var isRemoteTracking: Bool { name.starts(with: Array("refs/remotes/".utf8)) }
}

/// The refs and reflogs of a repository, read from its files in the format that git calls `files`.
package struct RefFiles: Sendable {
  /// Refs as this work tree sees them, sorted by name.
  package let all: [Ref]
  /// The commit that HEAD names; nil before the first commit.
  package let head: ObjectID?
  /// What the other work trees have of their own: each `HEAD`, and refs such as `refs/bisect`.
  package let ofOtherWorkTrees: [Ref]
  /// Every object that a reflog of any work tree names as old or new, ascending; the stash's
  /// among them.
  package let logged: [ObjectID]
  /// What git would warn of, such as refs that name nothing.
  package let warnings: [String]

  /// Reads the files in the folder that all work trees share and in this work tree's own.
  ///
  /// - Throws: ``NeedsGit``.
  package init(
    common: String, own: String, format: ObjectFormat
  ) throws(NeedsGit) {
    guard RepositoryFormat.usesFilesForRefs(common, own: own) else { throw NeedsGit() }
    var reader = RefFolder(format: format)
    try reader.readLoose(common, own: own)
    try reader.readPacked(common)
    (all, warnings) = reader.resolved()
    head = try reader.read("\(own)/HEAD").flatMap { reader.target(of: $0) }

    var logs = Reflogs(format: format)
    try logs.read("\(common)/logs")
    if own != common { try logs.read("\(own)/logs") }
    var others: [Ref] = []
    for tree in try RefFolder.entries("\(common)/worktrees").folders {
      let folder = "\(common)/worktrees/\(tree)"
      try logs.read("\(folder)/logs")
      if folder == own { continue }
      others += try reader.refs(ofWorkTree: folder, name: "worktrees/\(tree)")
    }
    if own != common { others += try reader.refs(ofWorkTree: common, name: "main-worktree") }
    ofOtherWorkTrees = others
    logged = logs.ids.sorted()
  }
}
