import Foundation
import GitRepository
import KeyFormats
import TestSupport

@testable import Hooks

/// A repository with a hook, and real commits in it.
struct HookedRepository {
  let fixture: GitFixture

  /// Makes a repository; `name` may be anything that a folder can be called.
  init(_ name: String = "work", options: [String] = []) throws {
    fixture = try GitFixture(name, in: TemporaryFolder(), options: options)
  }

  /// Takes a repository that is there already.
  init(fixture: GitFixture) { self.fixture = fixture }

  /// A key that the hook must stop.
  static func key(_ number: UInt64) -> String {
    KeyTemplate.expand("sk-or-v1-{hex:64}", seed: number)
  }

  /// The hook as kunci sees it from a folder of the repository.
  func hook(_ name: HookName = .preCommit, from folder: String = "") throws -> GitHook {
    GitHook(
      name, of: try Repository(at: fixture.path(folder), usesEnvironment: false))
  }

  func install(
    _ name: HookName = .preCommit, from folder: String = "", options: [String] = []
  ) throws {
    try hook(name, from: folder).install(program: KunciProgram.path, options: options)
  }

  /// Runs git, also when it is expected to fail.
  func git(
    _ arguments: [String], in folder: String = "", environment: [String: String?] = [:]
  ) throws -> ProgramRun {
    let variables = GitFixture.environment.mapValues(Optional.some).merging(environment) { $1 }
    return try ProgramRun(
      "/usr/bin/env", ["git"] + arguments, in: fixture.path(folder), environment: variables)
  }

  /// Writes a file, stages it and commits it.
  func commit(_ path: String, _ text: String, in folder: String = "") throws -> ProgramRun {
    try fixture.write(path, text)
    try fixture.git("add", path)
    return try git(["commit", "-q", "-m", "Change \(path)"], in: folder)
  }

  /// Number of commits that HEAD reaches.
  var commits: Int {
    get throws {
      let count = try git(["rev-list", "--count", "HEAD"])
      return Int(count.output.trimmingCharacters(in: .newlines)) ?? 0
    }
  }

  /// Writes a hook of somebody else's that leaves a line in `calls` when it runs.
  func writeHook(
    _ path: String = ".git/hooks/pre-commit", mode: Int = 0o755, exit: Int = 0
  ) throws {
    let calls = fixture.folder.path("calls")
    try fixture.write(path, "#!/bin/sh\necho \"called $#\" >> '\(calls)'\nexit \(exit)\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: fixture.path(path))
  }

  /// How often somebody else's hook has run.
  var calls: Int {
    let text = (try? fixture.folder.bytes("calls")) ?? []
    return text.count { $0 == UInt8(ascii: "\n") }
  }

  /// The content and permission bits of a file.
  func state(of path: String) throws -> [String] {
    let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path(path))
    let content = try Data(contentsOf: URL(filePath: fixture.path(path)))
    return [
      String(decoding: content, as: UTF8.self), "\(attributes[.posixPermissions] ?? "")",
      "\(attributes[.type] ?? "")",
    ]
  }

  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: fixture.path(path))
  }
}
