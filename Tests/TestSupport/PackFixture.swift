import Foundation

/// A repository with random history, stored in one of the ways that git has.
package struct PackFixture {
  /// How the objects are stored.
  package enum Storage: CaseIterable, Sendable {
    /// One pack with long chains of deltas.
    case deltas
    /// One pack in which deltas name their base by id.
    case deltasByID
    /// One pack without deltas.
    case whole
    /// Several packs, some objects in two of them, and an index over all.
    case severalPacks
    /// Two packs, of which the newer came as one whose deltas are against objects of the older; git
    /// has completed it with copies of these.
    case thin
    /// A file for each object.
    case loose
    /// Objects borrowed from another repository, in packs and loose.
    case alternates
    /// Packs and loose objects that SHA-256 names.
    case sha256
  }

  /// The repository.
  package let git: GitFixture
  private let storage: Storage

  /// Makes the repository.
  package init(_ storage: Storage, seed: UInt64 = 1, commits: Int = 40) throws {
    self.storage = storage
    var random = TestRandom(seed: seed)
    var history = RandomHistory()
    let folder = try TemporaryFolder()
    let options = storage == .sha256 ? ["--object-format=sha256"] : []
    git = try GitFixture("repository", in: folder, options: options)
    func add(loose: Bool) throws {
      let stream = history.stream(commits: commits, &random)
      let limit = loose ? "1000000" : "0"
      try git.git(
        ["-c", "fastimport.unpackLimit=\(limit)", "fast-import", "--quiet"], input: Data(stream))
    }
    try add(loose: true)
    switch storage {
    case .deltas:
      try git.git("repack", "-adfq", "--depth=250", "--window=250")
    case .deltasByID:
      try git.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq")
    case .whole:
      try git.git("repack", "-adfq", "--depth=0")
    case .severalPacks:
      try git.git("repack", "-adfq")
      try add(loose: true)
      try git.git("repack", "-dq")
      try git.git("repack", "-aq")
      try add(loose: false)
      try git.git("multi-pack-index", "write")
    case .thin:
      let cut = "b1~\(commits / 2)"
      let pack = ["pack-objects", "-q", "--revs"]
      try git.git(pack + [".git/objects/pack/pack"], input: Data("\(cut)\n".utf8))
      let thin = try git.gitBytes(
        pack + ["--thin", "--stdout"], input: Data("b1\n^\(cut)\n".utf8))
      try git.git(["index-pack", "--fix-thin", "--stdin"], input: thin)
      try git.git("prune-packed", "-q")
    case .loose:
      break
    case .alternates:
      try git.git("repack", "-adfq")
      try add(loose: true)
      try git.git("clone", "-q", "--shared", "--bare", ".", "../clone")
    case .sha256:
      try git.git("repack", "-adfq")
      try add(loose: true)
    }
  }

  /// Path of the repository that is read: with alternates, the clone.
  package var readPath: String {
    storage == .alternates ? git.folder.path("clone") : git.path
  }

  /// Path of the folder with the objects of that repository.
  package var objectFolder: String {
    storage == .alternates ? "\(readPath)/objects" : git.path(".git/objects")
  }

  /// The paths of all files of packs that end so.
  package func packFiles(_ suffix: String) throws -> [String] {
    let folder = git.path(".git/objects/pack")
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\($0)" }
  }
}

/// A stream for `git fast-import` with commits that edit, move and copy lines of a few files.
private struct RandomHistory {
  private var files: [[String]] = []
  private var branch = 0

  mutating func stream(commits: Int, _ random: inout TestRandom) -> [UInt8] {
    var stream: [UInt8] = []
    branch += 1
    for commit in 0..<commits {
      let message = "commit \(commit) of \(branch)\n"
      stream += Array("commit refs/heads/b\(branch)\n".utf8)
      stream += Array("committer C <c@example.com> \(1_700_000_000 + commit) +0000\n".utf8)
      stream += Array("data \(message.utf8.count)\n\(message)".utf8)
      for file in 0..<6 {
        while files.count <= file { files.append(line(30, &random)) }
        guard commit == 0 || random.chance(40) else { continue }
        edit(&files[file], &random)
        let name = file < 3 ? "file \(file)" : "folder \(file % 2)/file \(file)"
        let text = Array(files[file].joined().utf8)
        stream += Array("M 100644 inline \(name)\ndata \(text.count)\n".utf8)
        stream += text + Array("\n".utf8)
      }
      if random.chance(10) { stream += Array("M 100644 inline empty\ndata 0\n\n".utf8) }
      stream += Array("\n".utf8)
    }
    stream += Array("tag t\(branch)\nfrom refs/heads/b\(branch)\n".utf8)
    stream += Array("tagger C <c@example.com> 1700000000 +0000\ndata 2\nt\n\n".utf8)
    return stream
  }

  private func line(_ count: Int, _ random: inout TestRandom) -> [String] {
    (0..<count).map { _ in
      String(random.next(), radix: 36) + String(random.next(), radix: 7) + "\n"
    }
  }

  private func edit(_ lines: inout [String], _ random: inout TestRandom) {
    for _ in 0...random.below(3) {
      let place = random.below(lines.count)
      switch random.below(4) {
      case 0: lines.insert(contentsOf: line(1 + random.below(3), &random), at: place)
      case 1 where lines.count > 5: lines.remove(at: place)
      case 2: lines.swapAt(place, random.below(lines.count))
      default: lines.insert(contentsOf: lines.prefix(random.below(6)), at: place)
      }
    }
  }
}
