import Foundation

/// What SwiftPM says about the package: `swift package describe --type json`.
struct PackageFacts: Decodable, Sendable {
  struct Target: Decodable, Sendable {
    var name: String
    var type: String
    /// Relative to the package's folder.
    var path: String
    /// Relative to `path`.
    var sources: [String]
    var targetDependencies: Set<String>?
    var productDependencies: [String]?
  }

  struct Dependency: Decodable, Sendable {
    var identity: String
  }

  var dependencies: [Dependency]
  var targets: [Target]

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Asks SwiftPM.
  ///
  /// The scratch folder is one of its own: the package's is locked by the very `swift test` that
  /// waits for this answer.
  static func read() throws -> Self {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "kunci-house-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let answer = scratch.appending(path: "describe.json")
    try Data().write(to: answer)

    let swift = Process()
    swift.executableURL = URL(filePath: "/usr/bin/env")
    swift.arguments = [
      "swift", "package", "--package-path", SourceTree.root.path,
      "--scratch-path", scratch.appending(path: "build").path, "--disable-sandbox",
      "describe", "--type", "json",
    ]
    let output = try FileHandle(forWritingTo: answer)
    swift.standardOutput = output
    try swift.run()
    swift.waitUntilExit()
    try output.close()
    guard swift.terminationStatus == 0 else {
      throw Failure(description: "swift package describe ended with \(swift.terminationStatus)")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Self.self, from: Data(contentsOf: answer))
  }
}
