import Foundation
import TestSupport

/// The package's own folder.
enum SourceTree {
  static let root = Fixture.root.deletingLastPathComponent()

  /// A Swift file of the package.
  struct File: Sendable, CustomStringConvertible {
    /// Relative to the package's folder.
    var path: String
    var text: String

    var description: String { path }
    /// How many lines it has.
    var lineCount: Int { text.count(where: \.isNewline) }
  }

  /// The Swift files below a folder, sorted by path.
  static func swiftFiles(below folder: String) throws -> [File] {
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: root.appending(path: folder).path)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { try file("\(folder)/\($0)") }
  }

  /// Reads a file, named relative to the package's folder.
  static func file(_ path: String) throws -> File {
    File(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
  }
}
