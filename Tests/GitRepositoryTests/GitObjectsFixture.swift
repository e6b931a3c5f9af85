import Basics
import Foundation
import GitObjects
import SystemIO
import TestSupport

/// What the suites of this target share: a repository as a test made it, seen through GitObjects.
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

  /// The id of a revision, as git itself tells it.
  static func id(_ revision: String, in fixture: GitFixture) throws -> ObjectID {
    let digits = try fixture.git("rev-parse", "--verify", revision)
    return try requireID(digits.trimmingCharacters(in: .newlines))
  }

  static func requireID(_ hex: String) throws -> ObjectID {
    guard let id = ObjectID(hex: hex) else { throw NotAnID(text: hex) }
    return id
  }

  struct NotAnID: Error { let text: String }

  /// All that `ReachableObjects` lists.
  static func everything(_ objects: ReachableObjects) -> Set<ObjectID> {
    Set(objects.commits + objects.tags + objects.trees + objects.blobs)
  }

  /// Commits of a walk, parents first.
  static func walk(
    _ repository: Repository, _ scope: HistoryScope = .everything
  ) throws -> [CommitChanges] {
    var commits: [CommitChanges] = []
    try ChangeWalk.run(in: repository, scope: scope) { commits.append($0) }
    return commits
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

extension String {
  /// The bytes as text, for paths and contents in expectations.
  init(_ bytes: [UInt8]) { self.init(decoding: bytes, as: UTF8.self) }
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
