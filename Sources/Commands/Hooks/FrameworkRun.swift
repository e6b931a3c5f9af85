import Basics
import GitRepository
import Hooks
import SystemIO

/// `kunci hook run pre-commit-framework [FILE…]`: the one entry for every stage of pre-commit.
///
/// The framework says by variables what is about to happen; see "pre-push" in its documentation. It
/// hands files over on a commit, and with `--all-files` or `--files`.
struct FrameworkRun {
  let files: [String]
  /// How to scan.
  let options: ScanOptions

  func run() throws(UsageError) -> ExitCode {
    if let word = files.first(where: { $0.hasPrefix("--") }), FileSystem.isAbsent(word) {
      throw UsageError(
        "there is no file \(word); options stand in `entry`, before its `--`, and not in `args`",
        command: .hook)
    }
    let remote = Environment.value(of: "PRE_COMMIT_REMOTE_NAME")
    let from = Environment.value(of: "PRE_COMMIT_FROM_REF")
    let to = Environment.value(of: "PRE_COMMIT_TO_REF")
    if let from, let to {
      return try scan(from: from, to: to, remote: remote ?? "")
    }
    if let remote {
      // A push that brings a first commit names no range.
      let branch = Environment.value(of: "PRE_COMMIT_LOCAL_BRANCH") ?? "HEAD"
      return try scan(from: nil, to: branch, remote: remote)
    }
    guard !files.isEmpty else { return try HookRun.beforeCommit(options) }
    // Whatever a commit does not touch was asked for in another way.
    guard isCommit else {
      return try HookRun.scan(.files(files, areTracked: true), options, stops: .commit) { _ in
        "kunci: secrets are in files that were handed over.\n"
      }
    }
    return try HookRun.beforeCommit(only: Set(files), options)
  }

  private func scan(from: String?, to: String, remote: String) throws(UsageError) -> ExitCode {
    let push = ScanInput.Push(isReceived: false) { repository in
      let address = Environment.value(of: "PRE_COMMIT_REMOTE_URL") ?? ""
      // What the framework begins at is the receiver's word only for a branch that is there; else
      // it goes by remote-tracking branches, whatever they are worth.
      let old = try from.map { try Self.object($0, in: repository) }
      let place = RepositoryAddress(address)
      let isKnown = try Remotes(of: repository).isKnown(old, at: place, named: remote)
      let branch = Environment.value(of: "PRE_COMMIT_REMOTE_BRANCH") ?? ""
      let update = RefUpdate(
        name: Array(branch.utf8), new: try Self.object(to, in: repository),
        old: isKnown ? old : nil)
      return try PushScope(pushing: [update], to: remote, at: address, from: repository)
    }
    return try HookRun.scan(.push(push), options, stops: .push, HookAdvice.beforePush)
  }

  private static func object(
    _ revision: String, in repository: Repository
  ) throws(GitError) -> ObjectID {
    guard let id = try repository.resolve(revision) else {
      throw GitError(.badRevision(revision), command: "git rev-parse")
    }
    return id
  }

  /// Whether the files can be what a commit changes; in a merge the framework names more than that.
  private var isCommit: Bool {
    guard let repository = try? Repository(at: ".", usesEnvironment: true),
      let staged = try? StagedChanges(
        in: repository, from: repository.fewObjects)
    else { return true }
    guard FileSystem.isAbsent("\(repository.gitDirectory)/MERGE_HEAD") else { return true }
    let paths = Set(staged.changes.map { String(decoding: $0.path, as: UTF8.self) })
    return paths.isSuperset(of: files)
  }
}
