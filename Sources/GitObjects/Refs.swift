package import Basics
internal import SystemIO

/// The refs of a repository and where they point.
package struct Refs: Sendable, Equatable {
  /// A name and what it stands for.
  package struct Ref: Sendable, Equatable {
    /// Full name, such as `refs/heads/main`; any bytes that git allows.
    package var name: [UInt8]
    /// The object it names: a commit, or an annotated tag, or anything.
    package var target: ObjectID

    /// Whether it tells where a branch of a remote was when last seen.
    package var isRemoteTracking: Bool { name.starts(with: Array("refs/remotes/".utf8)) }
  }

  /// All refs, sorted by name.
  package var all: [Ref]
  /// The commit that HEAD names; nil before the first commit.
  package var head: ObjectID?
  /// Branch that HEAD stands for, such as `refs/heads/main`; nil when it is detached.
  package var headBranch: String?
  /// What git warned of, such as refs that name nothing.
  package var warnings: [String]

  /// Reads all refs.
  package init(in repository: Repository) throws(GitError) {
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
    let branch = try repository.program.run(
      ["symbolic-ref", "--quiet", "HEAD"], in: repository.folder)
    headBranch =
      branch.status.isSuccess ? String(decoding: branch.output.dropLast(), as: UTF8.self) : nil
  }

  /// Takes what was read elsewhere.
  init(all: [Ref], head: ObjectID?, headBranch: String?, warnings: [String]) {
    self.all = all
    self.head = head
    self.headBranch = headBranch
    self.warnings = warnings
  }

  /// Whether there is neither a ref nor a commit.
  package var isEmpty: Bool { all.isEmpty && head == nil }
}
