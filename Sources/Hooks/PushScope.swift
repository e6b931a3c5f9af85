import Basics
import GitFormat
package import GitRepository

/// What a push brings to those who receive it.
package struct PushScope: Sendable, Equatable {
  /// The part of the history; nil when nothing is brought, as by deletions.
  package let history: HistoryScope?
  /// Full names of the refs that are made.
  package let newNames: [[UInt8]]
  /// The remote of which a fetch would show what it has, and nothing does, so that all counts as new.
  package private(set) var unfetchedRemote: String?

  /// Works out what a remote gains, seen from whoever pushes.
  ///
  /// The remote has what its refs name before the push, as far as that is known here, and what was
  /// fetched from there; see ``Remotes``. Where nothing shows what is there, all counts as new: that
  /// takes longer, and misses nothing.
  ///
  /// - Parameters:
  ///   - updates: The refs.
  ///   - remote: Name of the remote, or its address when it has no name.
  ///   - address: Where the push goes to.
  ///   - repository: Where the push comes from.
  /// - Throws: `GitError`.
  package init(
    pushing updates: [RefUpdate], to remote: String, at address: String,
    from repository: Repository
  ) throws(GitError) {
    newNames = Self.newNames(updates)
    let new = updates.compactMap(\.new)
    guard !new.isEmpty else {
      history = nil
      return
    }
    let remotes = try Remotes(of: repository)
    let place = RepositoryAddress(address)
    let known = try Self.known(remotes, remote, at: place, updates, repository)
    history = .gained(new, over: known.map(\.target) + updates.compactMap(\.old))
    if known.isEmpty, updates.contains(where: { $0.new != nil && $0.old == nil }),
      remotes.all.contains(where: { $0.name == remote && $0.address == place })
    {
      unfetchedRemote = remote
    }
  }

  /// What the receiver is known to have, but for the branches that are pushed: of these, git itself
  /// says where they are.
  ///
  /// A receiver that lacks the main branch is another one, or was emptied. It may lack another
  /// branch that was deleted there.
  private static func known(
    _ remotes: Remotes, _ remote: String, at address: RepositoryAddress, _ updates: [RefUpdate],
    _ repository: Repository
  ) throws(GitError) -> [Ref] {
    let folder = Array("refs/remotes/\(remote)/".utf8)
    var known = try remotes.known(at: address, named: remote)
    // What the symbolic `origin/HEAD` names is listed by itself.
    known.removeAll { $0.name == folder + Array("HEAD".utf8) }
    let heads = Array("refs/heads/".utf8)
    for update in updates where !known.isEmpty {
      guard update.name.starts(with: heads) else {
        known.removeAll { $0.name == update.name }
        continue
      }
      let name = folder + update.name.dropFirst(heads.count)
      guard known.contains(where: { $0.name == name }) else { continue }
      if update.old == nil, try isMain(name, ofRemoteWith: folder, repository) { return [] }
      known.removeAll { $0.name == name }
    }
    return known
  }

  /// Whether a remote-tracking branch is the remote's main one: what `origin/HEAD` names, or by name
  /// where there is no such ref.
  private static func isMain(
    _ name: [UInt8], ofRemoteWith folder: [UInt8], _ repository: Repository
  ) throws(GitError) -> Bool {
    let head = String(decoding: folder, as: UTF8.self) + "HEAD"
    let command = ["for-each-ref", "--format=%(symref)", head]
    let target = try repository.output(command).prefix { $0 != UInt8(ascii: "\n") }
    guard target.isEmpty else { return name.elementsEqual(target) }
    return ["main", "master"].contains(
      String(decoding: name.dropFirst(folder.count), as: UTF8.self))
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
