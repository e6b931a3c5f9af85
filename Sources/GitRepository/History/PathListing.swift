package import Basics

/// Lists the paths of what differs between trees.
///
/// Equal folders are one object, at however many paths they stand: nine levels of ten equal folders
/// make 10⁹ paths out of ten trees. So repeats are listed up to a limit, and then each folder once,
/// so that everything has some path. The rest is counted.
package struct PathListing {
  /// What differs in a folder, by number.
  struct Folder {
    /// The path of each is its name in the folder.
    var changes: [PathChange] = []
    var folders: [(name: [UInt8], number: Int)] = []
  }

  /// Most bytes of paths that are listed at once, beside the first of them.
  private static let byteLimit = 64 << 20

  private let weight: (ObjectID) -> Int
  /// How much may be listed of folders that were listed already.
  private var repeats: Int
  /// Number of paths below each folder that was looked at.
  private var counts: [Int: Int] = [:]
  /// Number of paths that were left out.
  package private(set) var omitted = 0

  /// Prepares listing.
  ///
  /// - Parameters:
  ///   - repeats: How much may be listed of folders that were listed already, by weight.
  ///   - weight: What a path to an object costs; what costs nothing is not listed.
  package init(repeats: Int = .max, weight: @escaping (ObjectID) -> Int = { _ in 1 }) {
    self.repeats = repeats
    self.weight = weight
  }

  /// Forgets folders, when the same numbers are to mean others.
  mutating func forgetFolders() { counts = [:] }

  /// Lists what differs below a folder, in the order of the bytes of the paths.
  mutating func changes(below root: Int, _ folder: (Int) -> Folder) -> [PathChange] {
    count(root, folder)
    guard let total = counts[root], total > 0 else { return [] }
    var changes: [PathChange] = []
    var path: [UInt8] = []
    var bytes = 0
    var entered: Set = [root]
    var open = [Level(folder(root), counts, weight, name: 0)]
    while var level = open.popLast() {
      guard let entry = level.entries.popLast() else {
        path.removeLast(level.name)
        continue
      }
      open.append(level)
      switch entry.kind {
      case .change(var change):
        guard bytes < Self.byteLimit else { continue }
        change.path = path + change.path
        bytes += change.path.count
        changes.append(change)
        if level.isRepeated { spend(cost(of: change)) }
      case .folder(let number):
        let isRepeated = level.isRepeated || entered.contains(number)
        guard bytes < Self.byteLimit, repeats > 0 || !entered.contains(number) else { continue }
        entered.insert(number)
        if isRepeated { spend(1) }
        path += entry.key
        open.append(
          Level(folder(number), counts, weight, name: entry.key.count, isRepeated: isRepeated))
      }
    }
    omitted = omitted.addingWithoutOverflow(total - changes.count)
    return changes
  }

  private mutating func spend(_ cost: Int) { repeats -= min(repeats, cost) }

  private func cost(of change: PathChange) -> Int { change.new.map(weight) ?? 0 }

  /// Counts the paths below a folder; one that holds itself, which only damage can bring about, has
  /// none there.
  private mutating func count(_ root: Int, _ folder: (Int) -> Folder) {
    guard counts[root] == nil else { return }
    var open: [(number: Int, folders: [Int], count: Int)] = []
    var next: Int? = root
    while true {
      if let number = next {
        let folder = folder(number)
        counts[number] = 0
        open.append(
          (number, folder.folders.map(\.number), folder.changes.count { cost(of: $0) > 0 }))
        next = nil
      }
      guard let last = open.indices.last else { return }
      guard let inner = open[last].folders.last else {
        counts[open[last].number] = open[last].count
        open.removeLast()
        continue
      }
      if let known = counts[inner] {
        open[last].count = open[last].count.addingWithoutOverflow(known)
        open[last].folders.removeLast()
      } else {
        next = inner
      }
    }
  }

  /// A folder on the way, with what is still to be listed of it, the last first.
  private struct Level {
    var entries: [(key: [UInt8], kind: Kind)] = []
    /// Length of its name in the path, with the slash.
    let name: Int
    /// Whether it, or one that it is in, was listed before.
    let isRepeated: Bool

    enum Kind {
      case change(PathChange)
      case folder(Int)
    }

    init(
      _ folder: Folder, _ counts: [Int: Int], _ weight: (ObjectID) -> Int, name: Int,
      isRepeated: Bool = false
    ) {
      self.name = name
      self.isRepeated = isRepeated
      for change in folder.changes where change.new.map(weight) ?? 0 > 0 {
        entries.append((change.path, .change(change)))
      }
      for (name, number) in folder.folders where counts[number] ?? 0 > 0 {
        entries.append((name + [UInt8(ascii: "/")], .folder(number)))
      }
      // As git orders a tree, so that whole paths are in order, too.
      entries.sort { $1.key.lexicographicallyPrecedes($0.key) }
    }
  }
}

extension Int {
  /// The sum of two numbers that are not negative, or the largest number.
  fileprivate func addingWithoutOverflow(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}
