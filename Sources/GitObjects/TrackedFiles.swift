/// The paths that an index holds.
package struct TrackedFiles: Sendable {
  /// Sorted bytewise, as git keeps them.
  private let paths: [[UInt8]]

  /// Asks git for the index of a repository.
  ///
  /// - Throws: ``GitError``.
  package init(of repository: GitRepository) throws(GitError) {
    paths = try repository.run("ls-files", ["-z", "--cached", "--full-name"])
      .split(separator: 0).map(Array.init)
      .sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Whether the index holds this very path, relative to the work tree's root.
  package func contains(_ path: [UInt8]) -> Bool {
    let index = lowerBound(of: path)
    return index < paths.count && paths[index] == path
  }

  /// Whether the index holds a path in this folder, relative to the work tree's root.
  package func containsAny(in folder: [UInt8]) -> Bool {
    let prefix = folder + [UInt8(ascii: "/")]
    let index = lowerBound(of: prefix)
    return index < paths.count && paths[index].starts(with: prefix)
  }

  /// Index of the first path that is not less.
  private func lowerBound(of path: [UInt8]) -> Int {
    var low = 0
    var high = paths.count
    while low < high {
      let middle = (low + high) / 2
      if paths[middle].lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
