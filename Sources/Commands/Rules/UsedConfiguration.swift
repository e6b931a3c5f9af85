import Findings
import RuleSet
import SystemIO

/// The configuration file of a command, found and read.
struct UsedConfiguration {
  let path: String
  let origin: Configuration.Origin
  let configuration: Configuration
  /// The bytes of all files of it.
  private(set) var bytes: [UInt8] = []

  /// Names of configuration files at a repository's root; the first that is there counts.
  static let names = [".kunci.toml", ".gitleaks.toml"]
  /// Most files that `[extend] path` may lead through.
  private static let depthLimit = 4

  /// Finds and reads a configuration; nil when there is none.
  ///
  /// - Parameters:
  ///   - source: Where it comes from.
  ///   - place: A path in what is scanned; nil where none can be.
  /// - Throws: ``UsageError`` when a file is there but cannot be used.
  init?(_ source: RuleOptions.ConfigurationSource, at place: String?) throws(UsageError) {
    switch source {
    case .file(let path):
      (self.path, origin) = (path, .option)
    case .repository:
      guard let place,
        let path = try RepositoryFile.find(Self.names, from: place, option: "--config")
      else { return nil }
      (self.path, origin) = (path, .repository)
    case .none:
      return nil
    }
    var bytes: [UInt8] = []
    configuration = try Self.read(path, origin) { bytes += $0 }
    self.bytes = bytes
  }

  /// Reads a file and those that it extends.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - origin: Whose word it is; a repository's own file must not lead out of its folder.
  ///   - depth: Number of files that led here.
  ///   - note: Takes the bytes of each file.
  /// - Returns: All of them as one.
  /// - Throws: ``UsageError`` with all that is wrong with one of them.
  static func read(
    _ path: String, _ origin: Configuration.Origin, depth: Int = 0,
    _ note: ([UInt8]) -> Void = { _ in }
  ) throws(UsageError) -> Configuration {
    let bytes = try UserFile.read(path, isNamed: origin == .option)
    note(bytes)
    let configuration = try UsageError.rethrowing { try Configuration(bytes, named: path) }
    guard let base = configuration.base else { return configuration }
    let place = "\(path):\(base.position.line):\(base.position.column): error: "
    guard depth < depthLimit else {
      throw UsageError(place + "`path` leads through more than \(depthLimit) files")
    }
    let parts = base.text.split(separator: "/")
    guard origin == .option || !(base.text.hasPrefix("/") || parts.contains("..")) else {
      throw UsageError(place + "`path` of a repository's own file must not lead out of its folder")
    }
    let folder = FileSystem.parent(of: path) ?? "."
    let target = base.text.hasPrefix("/") ? base.text : "\(folder)/\(base.text)"
    if origin == .repository, let real = try? FileSystem.realPath(target),
      let root = try? FileSystem.realPath(folder), !real.hasPrefix("\(root)/")
    {
      throw UsageError(
        place + "`path` of a repository's own file must not be a link out of its folder")
    }
    return configuration.extending(try read(target, origin, depth: depth + 1, note))
  }
}
