internal import Basics
package import GitFormat
internal import SystemIO

/// The paths that a repository's index holds.
package struct TrackedPaths: Sendable {
  /// All names, one behind the other.
  private var names: [UInt8] = []
  /// Where each name stands in `names`; sorted by its bytes.
  private var paths: [Range<Int>] = []
  /// Paths of submodules, from the top of the work tree, in the order of the index.
  package private(set) var submodules: [[UInt8]] = []

  /// Reads the index: natively where possible, else through `git ls-files`.
  ///
  /// - Throws: `GitError`; a repository without an index holds no paths.
  package init(in repository: Repository) throws(GitError) {
    guard !FileSystem.isAbsent(repository.indexPath) else {
      self.init(sorting: [])
      return
    }
    if let index = IndexFile.read(
      path: repository.indexPath, format: repository.objectFormat
    ).index {
      self.init(index)
      return
    }
    // What we cannot read, git may: and if it cannot either, it says why.
    let folder = repository.topLevel ?? repository.folder
    let list = ["ls-files", "-z", "--full-name"]
    self.init(sorting: try repository.program.output(list, in: folder))
    let staged = try repository.program.output(list + ["--stage"], in: folder)
    // <mode> SP <id> SP <stage> TAB <path>
    for entry in staged.split(separator: 0) where entry.starts(with: "160000 ".utf8) {
      guard let tab = entry.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      submodules.append(Array(entry[(tab + 1)...]))
    }
  }

  /// Takes the paths of an index.
  package init(_ index: IndexFile) {
    names = index.names
    paths = index.entries.map(\.name)
    submodules = index.entries.filter(\.mode.isSubmodule).map(index.path)
    sort()
  }

  /// Takes NUL-ended paths in any order.
  init(sorting list: [UInt8]) {
    names = list
    var start = 0
    for index in list.indices where list[index] == 0 {
      paths.append(start..<index)
      start = index + 1
    }
    sort()
  }

  /// Whether any path that the index holds, from the top of the work tree, is of a kind.
  package func contains(where isOne: ([UInt8]) -> Bool) -> Bool {
    paths.contains { isOne(Array(names[$0])) }
  }

  /// Whether the index holds a path, given from the top of the work tree.
  package func isTracked(_ path: Span<UInt8>) -> Bool {
    let position = firstPosition(notBefore: path, followedBy: nil)
    return position < paths.count && order(paths[position], path, nil) == 0
  }

  /// Whether the index holds a submodule at a path, given from the top of the work tree.
  package func isSubmodule(_ path: Span<UInt8>) -> Bool {
    submodules.contains { $0.count == path.count && path.starts(with: $0) }
  }

  /// Whether the index holds a path below a folder; the empty path is the top of the work tree.
  package func holdsTracked(_ folder: Span<UInt8>) -> Bool {
    if folder.isEmpty { return !paths.isEmpty }
    let slash = UInt8(ascii: "/")
    let position = firstPosition(notBefore: folder, followedBy: slash)
    guard position < paths.count, paths[position].count > folder.count else { return false }
    let name = paths[position]
    let start = name.lowerBound..<(name.lowerBound + folder.count)
    return order(start, folder, nil) == 0 && names[start.upperBound] == slash
  }

  private mutating func sort() {
    func isBefore(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
      names[left].lexicographicallyPrecedes(names[right])
    }
    // Git writes them sorted; only a damaged index is not.
    let isSorted = zip(paths, paths.dropFirst()).allSatisfy { !isBefore($1, $0) }
    if !isSorted { paths.sort(by: isBefore) }
  }

  private func firstPosition(notBefore path: Span<UInt8>, followedBy last: UInt8?) -> Int {
    paths.partitionPoint { order($0, path, last) < 0 }
  }

  /// Compares a name with a path and a byte behind it: negative, 0 or positive.
  private func order(_ name: Range<Int>, _ path: Span<UInt8>, _ last: UInt8?) -> Int {
    let length = path.count + (last == nil ? 0 : 1)
    for offset in 0..<min(name.count, length) {
      let byte = offset < path.count ? path[offset] : last ?? 0
      let own = names[name.lowerBound + offset]
      if own != byte { return own < byte ? -1 : 1 }
    }
    return name.count - length
  }
}
