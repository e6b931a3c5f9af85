package import Basics
package import GitFormat
internal import SystemIO

/// The refs of a repository and where they point, with all else that a history begins with.
package struct Refs: Sendable, Equatable {
  /// All refs, sorted by name.
  package private(set) var all: [Ref]
  /// The commit that HEAD names; nil before the first commit.
  package private(set) var head: ObjectID?
  /// What the other work trees name: each `HEAD`, and refs such as `refs/bisect`; no stash.
  package private(set) var otherTips: [ObjectID]
  /// Those of them that could be pushed: what a bisection marks is never.
  private var otherHeads: [ObjectID]
  /// Every object that a reflog names, the stash's among them; some may be gone.
  package private(set) var logged: [ObjectID]
  /// What git warns of, such as refs that name nothing.
  package private(set) var warnings: [String]

  /// Reads all refs: from the files where that goes, else, or if it is asked for, through git,
  /// which is slow and serves comparison.
  package init(of repository: Repository, throughGit: Bool = false) throws(GitError) {
    let files =
      throughGit
      ? nil
      : try? RefFiles(
        common: repository.commonDirectory, own: repository.gitDirectory,
        format: repository.objectFormat)
    guard let files else {
      try self.init(askingGitIn: repository)
      return
    }
    self.init(files)
  }

  private init(_ files: RefFiles) {
    all = files.all
    head = files.head
    otherTips = files.ofOtherWorkTrees.map(\.target)
    otherHeads = files.ofOtherWorkTrees.filter { $0.name.suffix(5).elementsEqual("/HEAD".utf8) }
      .map(\.target)
    logged = files.logged
    warnings = files.warnings
  }

  private init(askingGitIn repository: Repository) throws(GitError) {
    all = []
    var command = try repository.start(
      ["for-each-ref", "--sort=refname", "--format=%(objectname) %(refname)"])
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      let line = command.record
      let cut = line.firstIndex(of: UInt8(ascii: " ")) ?? line.count
      let digits = Array(line[..<cut])
      guard cut < line.count, let target = ObjectID(hex: digits.span) else {
        _ = try command.finish()
        throw command.unexpected("a ref without an object id")
      }
      all.append(Ref(name: Array(line[(cut + 1)...]), target: target))
    }
    warnings = try command.finish()
    head = try repository.resolve("HEAD")
    otherTips = try Self.tips(["--exclude=refs/stash", "--all"], in: repository)
    otherHeads = otherTips
    // Without any ref, git takes a repository without reflogs for a mistake in the arguments.
    logged = try Self.tips(["--all", "--reflog"], in: repository)
  }

  private static func tips(
    _ options: [String], in repository: Repository
  ) throws(GitError) -> [ObjectID] {
    var tips: [ObjectID] = []
    var command = try repository.start(["rev-list", "--no-walk=unsorted"] + options)
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      if let id = command.withRecord({ ObjectID(hex: $0) }) { tips.append(id) }
    }
    _ = try command.finish()
    return tips
  }

  /// Whether nothing names any object: there is neither a ref nor a commit.
  package var isEmpty: Bool { tips.isEmpty }

  /// Everything that a whole history begins with, with duplicates.
  package var tips: [ObjectID] {
    all.map(\.target) + otherTips + [head].compactMap(\.self) + logged
  }

  /// What could be pushed: the stash and the reflogs never are.
  package var publishableTips: [ObjectID] {
    let stash = Array("refs/stash".utf8)
    return all.filter { $0.name != stash }.map(\.target) + otherHeads + [head].compactMap(\.self)
  }
}
