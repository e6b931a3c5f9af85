import Foundation

/// What `Package.swift` says: `swift package dump-package`.
struct PackageFacts: Decodable, Sendable {
  struct Target: Decodable, Sendable {
    var name: String
    var type: String
    private var path: String?
    private var dependencies: [Dependency]

    /// Relative to the package's folder.
    var folder: String { path ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)") }
    /// Names of the targets that it declares as its dependencies.
    var imports: Set<String> { Set(dependencies.compactMap(\.target)) }
    /// Names of products of other packages.
    var products: [String] { dependencies.compactMap(\.product) }
  }

  /// A dependency of a target; each kind is a list that begins with a name.
  struct Dependency: Decodable, Sendable {
    private var byName: [String?]?
    private var targetName: [String?]?
    private var productName: [String?]?

    private enum CodingKeys: String, CodingKey {
      case byName
      case targetName = "target"
      case productName = "product"
    }

    var target: String? { (byName ?? targetName)?.first ?? nil }
    var product: String? { productName?.first ?? nil }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      func name(_ key: CodingKeys) throws -> [String?]? {
        guard container.contains(key) else { return nil }
        var list = try container.nestedUnkeyedContainer(forKey: key)
        return [try list.decode(String.self)]
      }
      byName = try name(.byName)
      targetName = try name(.targetName)
      productName = try name(.productName)
    }
  }

  /// A package that this one depends on, of whatever kind.
  struct OtherPackage: Decodable, Sendable {}

  var dependencies: [OtherPackage]
  /// In the order of the file.
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
    let answer = scratch.appending(path: "package.json")
    try Data().write(to: answer)

    let swift = Process()
    swift.executableURL = URL(filePath: "/usr/bin/env")
    swift.arguments = [
      "swift", "package", "--package-path", SourceTree.root.path,
      "--scratch-path", scratch.appending(path: "build").path, "--disable-sandbox", "dump-package",
    ]
    let output = try FileHandle(forWritingTo: answer)
    swift.standardOutput = output
    try swift.run()
    swift.waitUntilExit()
    try output.close()
    guard swift.terminationStatus == 0 else {
      throw Failure(description: "swift package dump-package ended with \(swift.terminationStatus)")
    }
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: answer))
  }
}
