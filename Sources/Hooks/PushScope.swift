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
  /// remote-tracking branches name, unless these tell of another one.
  ///
  /// - Parameters:
  ///   - updates: The refs.
  ///   - remote: Name of the remote, or its address when it has no name.
  ///   - address: Where the push goes to; nil when that is not known.
  ///   - repository: Where the push comes from.
  /// - Throws: `GitError`.
  package init(
    pushing updates: [RefUpdate], to remote: String, at address: String? = nil,
    from repository: Repository
  ) throws(GitError) {
    newNames = Self.newNames(updates)
    let new = updates.compactMap(\.new)
    guard !new.isEmpty else {
      history = nil
      return
    }
    let tracked = try Self.tracked(remote, at: address, updates, repository)
    history = .gained(new, over: tracked.map(\.target) + updates.compactMap(\.old))
  }

  /// The remote-tracking branches that say what the receiver has.
  ///
  /// None does when the push goes to another address than what is fetched comes from, or when the
  /// receiver lacks the main branch, as after `git remote set-url`. It may lack another one that was
  /// deleted there. Of a branch that is pushed, git itself says where it is.
  private static func tracked(
    _ remote: String, at address: String?, _ updates: [RefUpdate], _ repository: Repository
  ) throws(GitError) -> [Ref] {
    let folder = Array("refs/remotes/\(remote)/".utf8)
    // What the symbolic `origin/HEAD` names is listed by itself.
    let head = folder + Array("HEAD".utf8)
    var tracked = try Refs(of: repository).all.filter {
      $0.name.starts(with: folder) && $0.name != head
    }
    guard !tracked.isEmpty else { return [] }
    if let address {
      let fetched = try repository.output(["ls-remote", "--get-url", "--", remote])
      let line = String(decoding: fetched.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      guard place(line) == place(address) else { return [] }
    }
    let heads = Array("refs/heads/".utf8)
    for update in updates where update.name.starts(with: heads) {
      let name = folder + update.name.dropFirst(heads.count)
      guard let index = tracked.firstIndex(where: { $0.name == name }) else { continue }
      if update.old == nil, try isMain(name, ofRemoteWith: folder, repository) { return [] }
      tracked.remove(at: index)
    }
    // A remote may be named `origin/fork`.
    guard tracked.contains(where: { $0.name.dropFirst(folder.count).contains(UInt8(ascii: "/")) })
    else { return tracked }
    let others = try repository.output(["remote"]).split(separator: UInt8(ascii: "\n")).map {
      Array("refs/remotes/".utf8) + $0 + [UInt8(ascii: "/")]
    }.filter { $0.count > folder.count && $0.starts(with: folder) }
    return tracked.filter { ref in !others.contains { ref.name.starts(with: $0) } }
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

  /// Host and path of an address, which are the same in `https://host/path.git` and
  /// `git@host:path`; see git-clone(1), "GIT URLS".
  private static func place(_ address: String) -> String {
    var place = address
    if let colon = place.firstIndex(of: ":"), !place[..<colon].contains("/") {
      let rest = place[colon...]
      place =
        rest.hasPrefix("://")
        ? String(rest.dropFirst(3)) : "\(place[..<colon])/\(rest.dropFirst())"
    }
    if let user = place.prefix(while: { $0 != "/" }).lastIndex(of: "@") {
      place = String(place[place.index(after: user)...])
    }
    while place.hasSuffix("/") { place.removeLast() }
    return place.hasSuffix(".git") ? String(place.dropLast(4)) : place
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
