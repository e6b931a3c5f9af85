import Basics
import Foundation
import GitFormat
import GitRepository
import SystemIO
import TestSupport

/// What the suites of this target share: a repository as a test made it, seen through GitRepository.
enum Git {
  /// Git's environment in tests; `folder` goes in front of `PATH` when given.
  static func program(
    pathPrefix folder: String? = nil, extra: [String: String] = [:], hooks: Bool = true
  ) throws -> GitProgram {
    var environment = ProcessEnvironment.current
    for (name, value) in GitFixture.environment { environment[name] = value }
    for (name, value) in extra { environment[name] = value }
    if let folder { environment["PATH"] = "\(folder):\(environment["PATH"] ?? "")" }
    return try GitProgram(environment: environment, honoursHookVariables: hooks)
  }

  static func open(
    _ folder: String, pathPrefix: String? = nil, extra: [String: String] = [:], hooks: Bool = true
  ) throws -> Repository {
    try Repository(
      containing: folder, program: program(pathPrefix: pathPrefix, extra: extra, hooks: hooks))
  }

  /// The id of a revision, as git itself gives it.
  static func id(_ revision: String, in fixture: GitFixture) throws -> ObjectID {
    let digits = try fixture.git("rev-parse", "--verify", revision)
    return try requireID(digits.trimmingCharacters(in: .newlines))
  }

  static func requireID(_ hex: String) throws -> ObjectID {
    guard let id = ObjectID(hex: hex) else { throw NotAnID(text: hex) }
    return id
  }

  struct NotAnID: Error { let text: String }

  /// Every object that git lists for some arguments of `git rev-list --objects`.
  static func listed(_ arguments: [String], in fixture: GitFixture) throws -> Set<ObjectID> {
    let list = ["rev-list", "--objects", "--no-object-names"] + arguments
    return try Set(
      fixture.git(list).split(separator: "\n").map { try requireID(String($0)) })
  }

  /// Reads objects and gives them by id, together with those that could not be read.
  static func read(
    _ repository: Repository, _ ids: [ObjectID], largest: Int = .max
  ) throws -> (
    objects: [ObjectID: (kind: ObjectKind, bytes: [UInt8])],
    unreadable: [ObjectID: BatchReader.Unreadable]
  ) {
    var objects: [ObjectID: (kind: ObjectKind, bytes: [UInt8])] = [:]
    var unreadable: [ObjectID: BatchReader.Unreadable] = [:]
    var reader = try BatchReader(repository, largestObject: largest)
    try reader.read(ids[...]) { id, kind, bytes in
      objects[id] = (kind, Array(copying: bytes))
    } unreadable: { id, why in
      unreadable[id] = why
    }
    try reader.finish()
    return (objects, unreadable)
  }
}

/// A part of a history, and what its commits bring in.
struct HistoryPart {
  let store: any ObjectStore
  let selection: CommitSelection
  /// Parents first.
  let commits: [CommitChanges]
  /// Blobs that commits bring in, ascending.
  let blobs: [ObjectID]
  /// What commits and their trees name, and what is not there.
  let missing: Set<ObjectID>
  let failures: [ObjectError]

  init(
    _ repository: Repository, _ scope: HistoryScope = .everything, throughGit: Bool = false
  ) throws {
    let refs = try Refs(of: repository, throughGit: throughGit)
    let store = try repository.objects(throughGit: throughGit).store
    let loader = CommitLoader(store, shallow: Set(CloneLimits(repository).shallowCommits))
    let bounds = try HistoryBounds.all(of: scope, in: repository, refs)
    var selection = CommitSelection(bounds[0], loader)
    for more in bounds.dropFirst() { selection.formUnion(CommitSelection(more, loader)) }
    self.selection = selection
    var comparison = TreeComparison(store, MissingObjects(of: store))
    for (commit, parents) in zip(selection.commits, selection.parentTrees) {
      if let tree = commit.tree { comparison.add(commit.number, tree: tree, parents: parents) }
    }
    comparison.run(threads: 2, isCancelled: { false }, fallback: { _, _ in nil })
    let reader = store.makeReader()
    var buffer = ByteBuffer()
    var listing = PathListing()
    commits = try selection.commits.map { commit in
      let id = store.id(of: commit.number)
      _ = try reader.read(id, limit: .max, into: &buffer)
      let changes = comparison.changes(of: commit.number, in: &listing)
      return try buffer.withBytes { try CommitChanges(id: id, content: $0, changes: changes) }
    }
    var blobs: [ObjectID] = []
    comparison.newBlobs.forEach { blobs.append(store.id(of: $0)) }
    self.store = store
    self.blobs = blobs.sorted()
    missing = Set(selection.missing + comparison.missingObjects)
    failures = selection.failures + comparison.failures
  }

  /// The parents of a commit that the store has.
  func parents(of commit: ObjectID) -> [ObjectID] {
    selection.commits.first { store.id(of: $0.number) == commit }?.parents.map(store.id) ?? []
  }
}

extension String {
  /// The bytes as text, for paths and contents in expectations.
  init(_ bytes: some Sequence<UInt8>) { self.init(decoding: Array(bytes), as: UTF8.self) }
}

// The macros of Swift Testing cannot take a span as an argument.
extension TrackedPaths {
  func isTracked(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    return isTracked(bytes.span)
  }

  func holdsTracked(_ folder: String) -> Bool {
    let bytes = Array(folder.utf8)
    return holdsTracked(bytes.span)
  }
}
