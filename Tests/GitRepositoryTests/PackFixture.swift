import Basics
import Foundation
import GitObjects
import SystemIO
import TestSupport

/// A repository with random history, stored in one of the ways that git has.
struct PackFixture {
  /// How the objects are stored.
  enum Storage: CaseIterable {
    /// One pack with long chains of deltas.
    case deltas
    /// One pack in which deltas name their base by id.
    case deltasByID
    /// One pack without deltas.
    case whole
    /// Several packs, some objects in two of them, and an index over all.
    case severalPacks
    /// A file for each object.
    case loose
    /// Objects borrowed from another repository, in packs and loose.
    case alternates
    /// Packs and loose objects that SHA-256 names.
    case sha256
  }

  let git: GitFixture

  /// Makes the repository.
  init(_ storage: Storage, seed: UInt64 = 1, commits: Int = 40) throws {
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

  /// The repository that is read: with alternates, the clone.
  func open(_ storage: Storage) throws -> Repository {
    try Git.open(storage == .alternates ? git.folder.path("clone") : git.path)
  }

  /// Lends the store of a new repository, which is there for as long.
  static func withStore(_ storage: Storage, _ body: (ObjectStore) throws -> Void) throws {
    let fixture = try PackFixture(storage)
    try withExtendedLifetime(fixture) {
      try body(ObjectStore(try fixture.open(storage)))
    }
  }

  /// The paths of all files of packs that end so.
  func packFiles(_ suffix: String) throws -> [String] {
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

/// Keeps all that a walk shows, and makes each derived object anew of its pieces.
struct CollectingVisitor: PackVisitor {
  struct Object: Equatable {
    let kind: ObjectKind
    let bytes: [UInt8]
  }

  var wanted = Set(ObjectKind.allCases)
  var objects: [ObjectID: Object] = [:]
  var numbers: [ObjectID: Int] = [:]
  var firstCopies: [ObjectID] = []
  var copies = 0
  var derived = 0
  var huge = 0
  /// Objects whose pieces do not make them.
  var wrongPieces: [ObjectID] = []
  var errors: [ObjectError] = []
  /// Size of the pieces in which huge blobs are read.
  var pieceSize = 1000

  func wants(_ kind: ObjectKind) -> Bool { wanted.contains(kind) }

  mutating func visit(_ object: PackedObject, _ content: Span<UInt8>) -> [UInt8] {
    let bytes = Array(copying: content)
    keep(object, bytes)
    return bytes
  }

  mutating func visit(
    _ object: PackedObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>,
    from base: [UInt8]
  ) -> [UInt8] {
    let bytes = Array(copying: content)
    keep(object, bytes)
    derived += 1
    var end = 0
    for index in delta.indices {
      let piece = delta[index]
      if piece.start != end || piece.count <= 0 || piece.end > bytes.count {
        wrongPieces.append(object.id)
        return bytes
      }
      if let from = piece.copiedFrom,
        from + piece.count > base.count
          || base[from..<(from + piece.count)] != bytes[piece.start..<piece.end]
      {
        wrongPieces.append(object.id)
      }
      end = piece.end
    }
    if end != bytes.count { wrongPieces.append(object.id) }
    return bytes
  }

  mutating func visitHuge(
    _ object: PackedObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {
    var buffer = ByteBuffer()
    huge += 1
    do throws(ObjectError) {
      while try read(&buffer, pieceSize) == pieceSize {}
      keep(object, buffer.copied())
    } catch {
      // The walk tells `fail` too.
    }
  }

  mutating func fail(_ object: PackedObject?, _ error: ObjectError) { errors.append(error) }

  private mutating func keep(_ object: PackedObject, _ bytes: [UInt8]) {
    if object.size != bytes.count { wrongPieces.append(object.id) }
    if object.isCopy { copies += 1 } else { firstCopies.append(object.id) }
    numbers[object.id] = object.number
    objects[object.id] = Object(kind: object.kind, bytes: bytes)
  }

  /// Walks a store with several workers and puts what they saw together.
  static func walk(
    _ store: ObjectStore, threads: Int = 3,
    _ adjust: (inout PackWalk, inout CollectingVisitor) -> Void = { _, _ in }
  ) -> CollectingVisitor {
    var walk = PackWalk(store)
    var all = CollectingVisitor()
    adjust(&walk, &all)
    let visitors = PerWorker(threads) { all }
    walk.run(visitors)
    visitors.forEach { each in
      all.objects.merge(each.objects) { $1 }
      all.numbers.merge(each.numbers) { $1 }
      all.firstCopies += each.firstCopies
      all.copies += each.copies
      all.derived += each.derived
      all.huge += each.huge
      all.wrongPieces += each.wrongPieces
      all.errors += each.errors
    }
    return all
  }
}

extension Git {
  /// Every object that git itself finds in a repository, read by git.
  static func storedObjects(
    _ repository: Repository
  ) throws -> [ObjectID: CollectingVisitor.Object] {
    let listed = try repository.output(
      ["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"])
    let ids = try String(listed).split(separator: "\n").map { try requireID(String($0)) }
    return try read(repository, ids).objects.mapValues {
      CollectingVisitor.Object(kind: $0.kind, bytes: $0.bytes)
    }
  }
}
