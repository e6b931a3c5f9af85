import GitRepository

/// Hosts of code that keep more than branches and tags, and what their documentation says to do.
enum CodeHost: CaseIterable {
  case github
  case gitlab
  case bitbucket

  /// What holds of every host.
  static let general =
    "ask the owners of forks to do the same or to delete them, and whoever runs the server to let it"
    + " forget what nothing refers to any more (git gc --prune=now there)."

  private var name: String {
    switch self {
    case .github: "github.com"
    case .gitlab: "gitlab.com"
    case .bitbucket: "bitbucket.org"
    }
  }

  func isHost(of remote: Remote) -> Bool { "\(remote.address)".contains(name) }

  /// Sources: docs.github.com "Removing sensitive data from a repository"; docs.gitlab.com "Reduce
  /// repository size", "Redact text"; support.atlassian.com "Maintain a Git repository".
  var advice: String {
    switch self {
    case .github:
      "GitHub keeps it in pull requests (refs/pull/*), in forks and in caches, by the commit's id."
        + " Delete forks or ask their owners, then ask GitHub Support (https://support.github.com/)"
        + " to dereference the pull requests and to clear the caches; name the repository, and the"
        + " first changed commits, which are in the file filter-repo/first-changed-commits of the copy."
    case .gitlab:
      "GitLab keeps it in merge requests, pipelines and forks. Owners: Settings > Repository >"
        + " Repository maintenance (redact text, or remove blobs) makes it forget; forks are their"
        + " owners' to clean."
    case .bitbucket:
      "Bitbucket keeps it in pull requests, forks and caches: ask its support"
        + " (https://support.atlassian.com/contact/) to collect garbage in the repository."
    }
  }
}
