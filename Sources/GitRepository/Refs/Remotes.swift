package import Basics
package import GitFormat
internal import SystemIO

/// The remotes of a repository, and what is known here of what they have.
///
/// A remote-tracking branch says where a branch was when it was fetched or pushed, but not from
/// where: after `git remote set-url` it tells of another repository. Git writes an address down in
/// two places: as `clone: from <address>` in the first line of a reflog, see git-clone(1), and in
/// `FETCH_HEAD` for all that the last fetch saw, see git-fetch(1). Nobody is asked over the network.
package struct Remotes: Sendable {
  /// Those that are configured.
  package private(set) var all: [Remote] = []
  private let repository: Repository

  /// Reads the configuration.
  ///
  /// - Throws: ``GitError``.
  package init(of repository: Repository) throws(GitError) {
    self.repository = repository
    // <name> TAB <address> SP `(fetch)` or `(push)`, and for a partial clone more.
    for line in try repository.output(["remote", "-v"]).split(separator: UInt8(ascii: "\n")) {
      let line = String(decoding: line, as: UTF8.self)
      guard let tab = line.firstIndex(of: "\t") else { continue }
      let rest = line[line.index(after: tab)...]
      if let end = rest.ranges(of: " (fetch)").last {
        let address = RepositoryAddress(String(rest[..<end.lowerBound]))
        all.append(Remote(name: String(line[..<tab]), address: address))
      } else if let end = rest.ranges(of: " (push)").last, !all.isEmpty {
        all[all.count - 1].pushAddresses.append(RepositoryAddress(String(rest[..<end.lowerBound])))
      }
    }
  }

  /// What the repository at an address is known to have, when git pushes there.
  ///
  /// That is what the last fetch saw at this address; and if the repository was cloned from there,
  /// the remote-tracking branches as far as a clone, fetch or push wrote them.
  ///
  /// - Parameters:
  ///   - address: Where the push goes to.
  ///   - name: Name of the remote, or its address when it has no name.
  /// - Returns: Names as those of remote-tracking branches, of which one can occur twice, and what
  ///   they name.
  /// - Throws: ``GitError``.
  package func known(at address: RepositoryAddress, named name: String) throws(GitError) -> [Ref] {
    let fetched = fetched(from: address, named: name)
    guard let remote = all.first(where: { $0.name == name }), remote.address == address,
      try isCloned(remote)
    else { return fetched }
    let log = TrackingLog(common: repository.commonDirectory, format: repository.objectFormat)
    return try fetched
      + Refs(of: repository).all.filter { owner(of: $0)?.name == name }.compactMap {
        log.written($0)
      }
  }

  /// Whether what the repository at an address is known to have is named by an object's id; see
  /// ``known(at:named:)``.
  package func isKnown(
    _ id: ObjectID?, at address: RepositoryAddress, named name: String
  ) throws(GitError) -> Bool {
    try known(at: address, named: name).contains { $0.target == id }
  }

  /// What remotes have that could be pushed to.
  ///
  /// All remote-tracking branches count, but for those of remotes that are pushed to another
  /// address than they are fetched from, or were cloned from another one and not fetched since.
  ///
  /// - Parameter refs: The repository's refs.
  /// - Returns: What they have, and the remotes with their doubts.
  /// - Throws: ``GitError``.
  func measure(_ refs: Refs) throws(GitError) -> (tips: [ObjectID], remotes: [Remote]) {
    var tips: [ObjectID] = []
    var remotes = all
    var distrusted: Set<String> = []
    for index in remotes.indices {
      let remote = remotes[index]
      if let other = remote.pushAddresses.first(where: { $0 != remote.address }) {
        remotes[index].doubt = "it is pushed to \(other)"
      } else if let origin = cloneAddress(in: "refs/remotes/\(remote.name)/HEAD"),
        try !isSame(origin, remote.address)
      {
        let fetched = fetched(from: remote.address, named: remote.name)
        tips += fetched.map(\.target)
        if fetched.isEmpty {
          remotes[index].doubt =
            "it was cloned from \(RepositoryAddress(origin)); `git fetch \(remote.name)` shows what is there"
        }
      } else {
        continue
      }
      distrusted.insert(remote.name)
    }
    tips += refs.all.filter {
      $0.isRemoteTracking && !(owner(of: $0).map { distrusted.contains($0.name) } ?? false)
    }.map(\.target)
    return (tips, remotes)
  }

  /// The remote that a branch is of: one may be named `origin`, and another `origin/fork`.
  private func owner(of ref: Ref) -> Remote? {
    all.filter { ref.name.starts(with: $0.folder) }.max { $0.folder.count < $1.folder.count }
  }

  // MARK: Addresses

  /// Whether the repository was cloned from where a remote is now.
  private func isCloned(_ remote: Remote) throws(GitError) -> Bool {
    // `git remote rename` leaves only HEAD's own reflog.
    for log in ["refs/remotes/\(remote.name)/HEAD", "HEAD"] {
      if let origin = cloneAddress(in: log) { return try isSame(origin, remote.address) }
    }
    return false
  }

  /// The address that a reflog begins with.
  private func cloneAddress(in log: String) -> String? {
    let content = (try? FileSystem.read("\(repository.commonDirectory)/logs/\(log)")) ?? []
    let line = String(decoding: content.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return line.firstRange(of: "\tclone: from ").map { String(line[$0.upperBound...]) }
  }

  /// Whether an address as a user gave it, which `insteadOf` may be for, leads to a place.
  private func isSame(_ given: String, _ address: RepositoryAddress) throws(GitError) -> Bool {
    if RepositoryAddress(given) == address { return true }
    let answer = try repository.output(["ls-remote", "--get-url", "--", given])
    let line = answer.prefix { $0 != UInt8(ascii: "\n") }
    return RepositoryAddress(String(decoding: line, as: UTF8.self)) == address
  }

  // MARK: Fetches

  /// Branches and tags that the last fetch saw at an address, as refs of a remote.
  private func fetched(from address: RepositoryAddress, named name: String) -> [Ref] {
    // Each work tree has its own.
    let folders = Set([repository.gitDirectory, repository.commonDirectory])
    let lines = folders.sorted().flatMap { folder in
      ((try? FileSystem.read("\(folder)/FETCH_HEAD")) ?? []).split(separator: UInt8(ascii: "\n"))
    }
    return lines.compactMap { line -> Ref? in
      // <id> TAB [`not-for-merge`] TAB `branch '<name>' of <address>`
      let fields = line.split(
        separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, let id = ObjectID(hex: Array(fields[0]).span) else { return nil }
      let what = String(decoding: fields[2], as: UTF8.self)
      guard let end = what.firstRange(of: "' of "),
        RepositoryAddress(String(what[end.upperBound...])) == address
      else { return nil }
      for (kind, folder) in [("branch '", "refs/remotes/\(name)/"), ("tag '", "refs/tags/")]
      where what.hasPrefix(kind) {
        let ref = what[..<end.lowerBound].dropFirst(kind.count)
        return Ref(name: Array("\(folder)\(ref)".utf8), target: id)
      }
      return nil
    }
  }
}
