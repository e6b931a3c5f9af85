import Basics
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
    self.init(
      attribution, refs, headBlobs: head.blobs, headTrees: head.trees,
      attribution.introductions.isEmpty || !refs.all.contains(where: \.isRemoteTracking)
        ? nil : try CommitGraph(in: repository, scope: .everything))
  }

  /// Sums up what is known.
  ///
  /// - Parameters:
  ///   - attribution: The secrets.
  ///   - refs: The refs of the repository.
  ///   - headBlobs: Blobs of HEAD's commit; those that hold no secret do not matter.
  ///   - headTrees: Its trees, likewise.
  ///   - graph: All commits; nil when none introduced a secret.
  init(
    _ attribution: Attribution, _ refs: Refs, headBlobs: Set<ObjectID>, headTrees: Set<ObjectID>,
    _ graph: CommitGraph?
  ) {
    for (blob, secrets) in attribution.holdings where headBlobs.contains(blob) {
      atHead.formUnion(secrets)
    }
    for (tree, secrets) in attribution.namesInTrees where headTrees.contains(tree) {
      atHead.formUnion(secrets)
    }
    let commits = Array(Set(attribution.introductions.values.joined()))
    guard let graph, !commits.isEmpty else { return }
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
