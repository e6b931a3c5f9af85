import Foundation
import KeyFormats
import TestSupport

/// A folder that kunci is run in as a program.
struct ScannedFolder {
  let folder: TemporaryFolder

  /// Makes a folder `clean` with a harmless file, and `leaky` with a key in it.
  init() throws {
    folder = try TemporaryFolder()
    try folder.write("clean/readme", "nothing\n")
    try folder.write("leaky/a.env", "KEY=\(Self.key(1))\n")
  }

  static func key(_ number: UInt64) -> String {
    KeyTemplate.expand("sk-or-v1-{hex:64}", seed: number)
  }

  func kunci(
    _ arguments: [String], environment: [String: String?] = [:], input: String = ""
  ) throws -> ProgramRun {
    try KunciProgram.run(
      arguments, in: folder.path, environment: environment, input: Data(input.utf8))
  }

  func kunci(_ arguments: String...) throws -> ProgramRun { try kunci(arguments) }

  /// A repository in the folder with one clean commit.
  @discardableResult
  func repository(_ name: String = "repository", options: [String] = []) throws -> GitFixture {
    let repository = try GitFixture(name, in: folder, options: options)
    if options.isEmpty {
      try repository.write("readme", "nothing\n")
      try repository.commit("Base")
    }
    return repository
  }

  func json(_ path: String) throws -> [String: Any] {
    try Self.json(folder.bytes(path))
  }

  static func json(_ bytes: [UInt8]) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(bytes))
    return object as? [String: Any] ?? [:]
  }
}
