/// A hook of git's that kunci can be.
package enum HookName: String, CaseIterable, Sendable {
  /// Before a commit is made: what is staged.
  case preCommit = "pre-commit"
  /// Before anything is pushed: what the remote would gain.
  case prePush = "pre-push"
  /// On the server, before a push is accepted: what it brings.
  case preReceive = "pre-receive"

  /// Whether git writes to its standard input what is about to happen.
  var readsInput: Bool { self != .preCommit }
}
