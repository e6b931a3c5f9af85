package import Foundation

/// A new, empty folder that goes with everything in it when nobody holds it any more.
package final class TemporaryFolder: Sendable {
  /// The folder's absolute path, without symbolic links and without a slash at the end.
  package let path: String

  /// Makes the folder.
  package init() throws {
    TestEnvironment.cleaned
    let folder = FileManager.default.temporaryDirectory
      .resolvingSymlinksInPath()
      .appending(path: "kunci-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path(percentEncoded: false)
  }

  deinit {
    // `rm` copes with trees that are too deep for one path, and with folders without permissions.
    _ = try? Shell.run("chmod -R u+rwX \"$0\" 2>/dev/null; rm -rf \"$0\"", arguments: [path])
  }

  /// The absolute path of something in the folder.
  package func path(_ relative: String) -> String { "\(path)/\(relative)" }

  /// The place of something in the folder.
  package func url(_ relative: String) -> URL { URL(filePath: path(relative)) }

  /// Writes a file, making the folders above it.
  package func write(_ relative: String, _ text: String) throws {
    try write(relative, Array(text.utf8))
  }

  /// Writes a file, making the folders above it.
  package func write(_ relative: String, _ bytes: [UInt8]) throws {
    let place = url(relative)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: place)
  }

  /// Writes a program that can be run.
  ///
  /// Another process writes the file: a child that some other test starts meanwhile would hold this
  /// one's open descriptor for a moment, and a file that is open for writing cannot be run.
  package func writeProgram(_ relative: String, _ text: String) throws {
    try write(relative + ".text", text)
    try Shell.run(
      "cat \"$0.text\" > \"$0\" && chmod +x \"$0\" && rm \"$0.text\"", arguments: [path(relative)])
  }

  /// Makes a folder and those above it.
  package func makeFolder(_ relative: String) throws {
    try FileManager.default.createDirectory(
      at: url(relative), withIntermediateDirectories: true)
  }

  /// Makes a symbolic link.
  ///
  /// - Parameters:
  ///   - relative: Where the link stands.
  ///   - target: What it says.
  /// - Throws: When the link cannot be made.
  package func link(_ relative: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(relative), withDestinationPath: target)
  }

  /// Removes a file, or a folder with all in it.
  package func remove(_ relative: String) throws {
    try FileManager.default.removeItem(atPath: path(relative))
  }

  /// Reads a file.
  package func bytes(_ relative: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url(relative)))
  }
}
