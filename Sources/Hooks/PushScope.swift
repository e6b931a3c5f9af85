import Basics
import GitFormat
package import GitRepository

/// What a push brings to those who receive it.
package struct PushScope: Sendable, Equatable {
  /// The part of the history; nil when nothing is brought, as by deletions.
  package let history: HistoryScope?
  /// Full names of the refs that are made.
  package let newNames: [[UInt8]]

  /// Works out what a remote gains, seen from whoever pushes.
  ///
  /// The remote has what its refs name before the push, as far as that is known here, and what its
  /// remote-tracking branches name.
  ///
  /// - Parameters:
  ///   - updates: The refs.
  ///   - remote: Name of the remote, or its address when it has no name.
  ///   - repository: Where the push comes from.
  /// - Throws: `GitError`.
  package init(
    pushing updates: [RefUpdate], to remote: String, from repository: Repository
  ) throws(GitError) {
    newNames = Self.newNames(updates)
    let new = updates.compactMap(\.new)
    guard !new.isEmpty else {
      history = nil
      return
    }
    let folder = Array("refs/remotes/\(remote)/".utf8)
    let tracked = try Refs(of: repository).all.filter { $0.name.starts(with: folder) }
    history = .gained(new, over: tracked.map(\.target) + updates.compactMap(\.old))
  }

  /// Works out what a repository gains by a push that it has not accepted yet.
  ///
  /// - Parameters:
  ///   - updates: The refs.
  ///   - repository: Where the push goes to.
  /// - Throws: `GitError`.
  package init(receiving updates: [RefUpdate], in repository: Repository) throws(GitError) {
    newNames = Self.newNames(updates)
    let new = updates.compactMap(\.new)
    history = new.isEmpty ? nil : .gained(new, over: try Refs(of: repository).all.map(\.target))
  }

  private static func newNames(_ updates: [RefUpdate]) -> [[UInt8]] {
    updates.filter { $0.new != nil && $0.old == nil }.map(\.name)
  }
}
