import Findings
import GitObjects

/// How far secrets of a repository have got: whether HEAD holds them, and which remotes.
struct StandingSecrets {
  private var atHead: Set<Fingerprint> = []
  private var pushedTo: [Fingerprint: [String]] = [:]

  /// Asks git.
  ///
  /// - Throws: ``GitError``.
  init(
    _ attribution: Attribution, _ refs: Refs, in repository: Repository
  ) throws(GitError) {
    let head = try HeadTree(in: repository)
    for (blob, secrets) in attribution.holdings where head.blobs.contains(blob) {
      atHead.formUnion(secrets)
    }
    for (tree, secrets) in attribution.namesInTrees where head.trees.contains(tree) {
      atHead.formUnion(secrets)
    }
    let commits = Array(Set(attribution.introductions.values.joined()))
    guard !commits.isEmpty else { return }
    let graph = try CommitGraph(in: repository, scope: .everything)
    let remotes = graph.remoteBranches(reaching: commits, refs: refs)
    for (fingerprint, commits) in attribution.introductions {
      pushedTo[fingerprint] = Set(commits.flatMap { remotes[$0] ?? [] }).sorted()
    }
  }

  func status(of fingerprint: Fingerprint) -> Finding.Status {
    Finding.Status(
      atHead: atHead.contains(fingerprint), pushedTo: pushedTo[fingerprint] ?? [])
  }
}
