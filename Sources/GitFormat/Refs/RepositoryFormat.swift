package import Basics
internal import SystemIO

/// What a repository's own configuration says of its format; see git's documentation
/// "repository-version".
package struct RepositoryFormat: Sendable, Equatable {
  /// The hash that names objects.
  package let objectFormat: ObjectFormat
  /// Whether refs stand in files of the format that git calls `files`.
  package let usesFilesForRefs: Bool
  /// Whether it says that there is no work tree.
  package let isBare: Bool
  /// Whether it says that the work tree is elsewhere.
  package let namesWorkTree: Bool

  /// Extensions that change nothing of what is read here.
  private static let harmless: Set<String> = [
    "noop", "noop-v1", "partialclone", "preciousobjects", "worktreeconfig", "relativeworktrees",
    "compatobjectformat",
  ]

  /// Reads the configuration that all work trees share, and this work tree's own.
  ///
  /// - Throws: ``NeedsGit``, also for a version or an extension that is not known.
  package init(common: String, own: String) throws(NeedsGit) {
    var variables = try ConfigFile(path: "\(common)/config").variables
    if let setting = variables.last(where: { $0.name == "extensions.worktreeconfig" }),
      try ConfigFile.flag(setting)
    {
      variables += try ConfigFile(path: "\(own)/config.worktree").variables
    }
    var version: String?
    var format: ObjectFormat?
    var (isBare, namesWorkTree, usesFiles) = (false, false, true)
    for variable in variables {
      switch variable.name {
      case "core.repositoryformatversion": version = variable.value
      case "core.worktree": namesWorkTree = true
      case "core.bare": isBare = try ConfigFile.flag(variable)
      case "extensions.objectformat":
        format = variable.value.flatMap(ObjectFormat.init)
        if format == nil { throw NeedsGit() }
      case "extensions.refstorage": usesFiles = variable.value == "files"
      case let name where name.hasPrefix("extensions."):
        guard Self.harmless.contains(String(name.dropFirst("extensions.".count))) else {
          throw NeedsGit()
        }
      default: break
      }
    }
    // Before version 1 extensions do not count, and a repository cannot have another hash.
    guard version == "0" && format == nil || version == "1" else { throw NeedsGit() }
    objectFormat = format ?? .sha1
    usesFilesForRefs = usesFiles && FileSystem.isAbsent("\(common)/reftable")
    self.isBare = isBare
    self.namesWorkTree = namesWorkTree
  }

  /// Whether refs stand in files; false also when that cannot be told.
  static func usesFilesForRefs(_ common: String, own: String) -> Bool {
    (try? RepositoryFormat(common: common, own: own))?.usesFilesForRefs ?? false
  }
}
