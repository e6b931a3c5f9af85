internal import SystemIO

extension TreeLinks {
  /// Trees with those of their links that lead to wanted objects.
  package struct Marks: Sendable {
    /// The trees, in the order in which they were noted.
    ///
    /// Some may be twice. Ranges of two are equal, or do not overlap.
    package fileprivate(set) var trees: [(number: Int, links: Range<Int>)] = []
    /// The links of all of them.
    package fileprivate(set) var links: [Link] = []
  }

  /// Finds all trees that lead to some objects.
  ///
  /// - Parameters:
  ///   - wanted: The objects.
  ///   - parts: Trees in parts that derive from nothing in another.
  /// - Returns: The trees of each part.
  package static func marks(leadingTo wanted: NumberSet, in parts: [TreeLinks]) -> [Marks] {
    guard !parts.isEmpty else { return [] }
    // What leads neither to these nor to another tree never matters.
    let trees = Threads.map(parts.count) { part in
      var numbers = wanted
      parts[part].forEachTree { numbers.insert($0) }
      return numbers
    }
    let relevant = trees.reduce(into: wanted) { $0.formUnion($1) }
    let parts = Threads.map(parts.count) { parts[$0].filtered(by: relevant) }
    var wanted = wanted
    // One more round for each level of folders, in the worst case; it reads no object.
    while true {
      let found = parts.map { $0.markTrees(naming: &wanted) }
      guard found.contains(where: \.hasNew) else { return found.map(\.marks) }
    }
  }

  /// Finds the trees that name wanted objects, which then are wanted themselves.
  ///
  /// - Returns: Those trees, and whether one was not wanted before; then another call may find more.
  func markTrees(naming wanted: inout NumberSet) -> (marks: Marks, hasNew: Bool) {
    var marks = Marks()
    var hasNew = false
    // The marked links of each tree among those of all.
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(Int(count))
    var next = 0
    while next < words.count {
      let tree = tree(at: next)
      next = tree.end
      let ofBase = tree.base == Self.nothing ? 0..<0 : ranges[Int(tree.base)]
      let leads = names(wanted, at: tree.added)
      // Most trees are like their base in all that matters: then they share its links.
      let range =
        leads || !ofBase.isEmpty && names(wanted, at: tree.removed)
        ? mark(tree, ofBase, wanted, &marks.links) : ofBase
      ranges.append(range)
      guard !range.isEmpty else { continue }
      let number = Int(tree.number)
      if wanted.insert(number) { hasNew = true }
      marks.trees.append((number, range))
    }
    return (marks, hasNew)
  }

  /// The same trees with those of their links alone that lead to some objects.
  func filtered(by objects: NumberSet) -> TreeLinks {
    var words: [UInt32] = []
    words.reserveCapacity(8 * Int(count))
    /// Appends those of the links whose words stand at some places; returns their number.
    func keep(_ places: Range<Int>) -> UInt32 {
      let before = words.count
      var place = places.lowerBound
      while place < places.upperBound {
        if objects.contains(Int(self.words[place])) {
          words.append(self.words[place])
          words.append(self.words[place + 1])
        }
        place += 2
      }
      return UInt32((words.count - before) / 2)
    }
    var next = 0
    while next < self.words.count {
      let tree = tree(at: next)
      next = tree.end
      let start = words.count
      words.append(tree.number)
      words.append(tree.base)
      words.append(0)
      words.append(0)
      words[start + 2] = keep(tree.added)
      words[start + 3] = keep(tree.removed)
    }
    return TreeLinks(words: words, count: count, labels: labels)
  }

  /// How often a link is among those whose words stand at some places.
  private func count(of link: Link, at places: Range<Int>) -> Int {
    stride(from: places.lowerBound, to: places.upperBound, by: 2)
      .count { words[$0 + 1] == link.label && words[$0] == link.object }
  }

  /// Whether a link whose words stand at some places leads to a wanted object.
  private func names(_ wanted: NumberSet, at places: Range<Int>) -> Bool {
    var place = places.lowerBound
    while place < places.upperBound {
      if wanted.contains(Int(words[place])) { return true }
      place += 2
    }
    return false
  }

  /// Adds the links of a tree that lead to wanted objects: those of its base that it has, and its own.
  ///
  /// - Returns: Their range.
  private func mark(
    _ tree: Tree, _ ofBase: Range<Int>, _ wanted: NumberSet, _ links: inout [Link]
  ) -> Range<Int> {
    let first = links.count
    for place in ofBase {
      let link = links[place]
      // A damaged or crafted tree can have an entry twice: each is left out for itself.
      let removed = count(of: link, at: tree.removed)
      if removed == 0
        || links[ofBase.lowerBound..<place].count(where: { $0 == link }) >= removed
      {
        links.append(link)
      }
    }
    for place in stride(from: tree.added.lowerBound, to: tree.added.upperBound, by: 2)
    where wanted.contains(Int(words[place])) {
      links.append(link(at: place))
    }
    return first..<links.count
  }
}
