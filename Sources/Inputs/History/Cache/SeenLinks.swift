internal import Basics
internal import GitFormat
internal import GitRepository

/// What the trees and commits that a complete scan saw lead to, for ``SeenObjects``.
///
/// Objects are meant by their places there, or, where that is said, by a store's numbers. In a file all
/// numbers are written as LEB128: how many commits there are, of each its number, that of its tree, the
/// date (eight bytes, most significant first), how many parents and their numbers, and then ``TreeLinks``.
struct SeenLinks {
  private(set) var trees = TreeLinks()
  private(set) var commits: [CommitTable.Commit] = []

  // MARK: Numbers

  /// Takes links over under other numbers.
  ///
  /// - Parameters:
  ///   - trees: The links of trees.
  ///   - commits: The commits.
  ///   - numbers: The new number of each object; ``TreeLinks/nothing`` for one that has none.
  ///   - isTaken: Whether a tree or commit is taken, by its new number.
  ///   - canBeKept: Whether the name of an entry may be kept, by the place of its links in the list; no
  ///     tree is taken that has another one.
  init(
    _ trees: [TreeLinks], _ commits: [CommitTable.Commit], numbers: [UInt32],
    where isTaken: (Int) -> Bool,
    canBeKept: (_ name: [UInt8], _ place: Int) -> Bool = { _, _ in true }
  ) {
    var merger = TreeLinkMerger()
    for (place, links) in trees.enumerated() {
      merger.take(links, numbers: numbers, where: isTaken, canBeKept: { canBeKept($0, place) })
    }
    self.trees = merger.links
    func number(_ object: Int) -> Int? {
      guard object < numbers.count, numbers[object] != TreeLinks.nothing else { return nil }
      return Int(numbers[object])
    }
    for commit in commits {
      guard let new = number(commit.number), isTaken(new), let tree = commit.tree.flatMap(number)
      else { continue }
      let parents = commit.parents.compactMap(number)
      guard parents.count == commit.parents.count else { continue }
      self.commits.append(
        CommitTable.Commit(number: new, tree: tree, parents: parents, date: commit.date))
    }
  }

  /// Calls a body with the number of each tree and commit.
  func forEach(_ body: (Int) -> Void) {
    trees.forEachTree(body)
    for commit in commits { body(commit.number) }
  }

  // MARK: Bytes

  /// Appends the bytes for a file.
  func encode(into bytes: inout [UInt8]) {
    let whole = commits.compactMap { commit in commit.tree.map { (commit, $0) } }
    bytes.appendLEB128(UInt64(whole.count))
    for (commit, tree) in whole {
      bytes.appendLEB128(UInt64(commit.number))
      bytes.appendLEB128(UInt64(tree))
      // Dates before 1970 are there as well.
      bytes.appendBigEndian(UInt64(bitPattern: Int64(commit.date)))
      bytes.appendLEB128(UInt64(commit.parents.count))
      for parent in commit.parents { bytes.appendLEB128(UInt64(parent)) }
    }
    trees.encode(into: &bytes)
  }

  /// Reads such bytes; nil when they are none.
  ///
  /// - Parameters:
  ///   - bytes: All that is to be read.
  ///   - limit: Every object has a number below this.
  init?(_ bytes: Span<UInt8>, below limit: Int) {
    var position = 0
    guard let count = bytes.leb128(at: &position) else { return nil }
    for _ in 0..<count {
      guard let number = bytes.leb128(at: &position), number < limit,
        let tree = bytes.leb128(at: &position), tree < limit, bytes.count - position >= 8
      else { return nil }
      let date = Int(Int64(bitPattern: bytes.bigEndian64(at: position)))
      position += 8
      guard let parentCount = bytes.leb128(at: &position) else { return nil }
      var parents: [Int] = []
      for _ in 0..<parentCount {
        guard let parent = bytes.leb128(at: &position), parent < limit else { return nil }
        parents.append(parent)
      }
      commits.append(CommitTable.Commit(number: number, tree: tree, parents: parents, date: date))
    }
    guard let trees = TreeLinks(bytes.extracting(position..<bytes.count), below: limit) else {
      return nil
    }
    self.trees = trees
  }
}
