package import Foundation

/// Files under `Fixtures`, found beside the sources so that they can be rewritten in place.
package enum Fixture {
  /// The package's `Fixtures` folder.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent()  // TestSupport
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()
    .appending(path: "Fixtures", directoryHint: .isDirectory)

  /// Returns the place of a file, named relative to `Fixtures`.
  package static func url(_ path: String) -> URL {
    root.appending(path: path)
  }

  /// Reads a file, named relative to `Fixtures`.
  package static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url(path)))
  }
}
