import Findings
import GitObjects

/// How far secrets of a repository have got: whether HEAD holds them, and which remotes.
struct StandingSecrets {
  private let atHead: Set<Fingerprint>
  private let pushedTo: [Fingerprint: [String]]

  /// Asks git.
  ///
  /// - Throws: ``GitError``.
  init(_ attribution: Attribution, in repository: GitRepository) throws(GitError) {
    var atHead: Set<Fingerprint> = []
    var pushedTo: [Fingerprint: [String]] = [:]
    let holdings = attribution.holdings
    for blob in try repository.blobsAtHead() {
      if let secrets = holdings[blob] { atHead.formUnion(secrets) }
    }
    let introductions = attribution.introductions
    let reach = try RemoteReach(of: Set(introductions.values.joined()), in: repository)
    for (fingerprint, commits) in introductions {
      pushedTo[fingerprint] = Set(commits.flatMap(reach.remotes)).sorted()
    }
    self.atHead = atHead
    self.pushedTo = pushedTo
  }

  func status(of fingerprint: Fingerprint) -> Finding.Status {
    Finding.Status(
      atHead: atHead.contains(fingerprint), pushedTo: pushedTo[fingerprint] ?? [])
  }
}
