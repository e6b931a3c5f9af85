/// Which objects the trees of a part of a store name, tree by tree as they derive from each other.
///
/// Of a derived tree only the differences are kept, in the order in which the trees were read: so a
/// tree comes after its base. All that leads to some objects is then found without reading a tree
/// again.
package struct TreeLinks: Sendable {
  /// An entry of a tree.
  package struct Link: Sendable, Hashable {
    /// The number of the object that it names, be it missing.
    package var object: UInt32
    /// The number of its mode and name; a tree has each name once.
    package var label: UInt32
  }

  /// Stands for no object, and for no tree.
  package static let nothing = UInt32.max

  /// For each tree: its number, the place of its base, the numbers of links that it adds and of labels
  /// that it leaves out, then all these.
  private var words: [UInt32] = []
  /// How many trees were noted.
  private var count: UInt32 = 0
  /// Modes and names as trees have them.
  private var labels = LabelTable()

  package init() {}

  /// Returns the number of a mode and name, such as `100644 README`.
  mutating func number(ofLabel label: Span<UInt8>) -> UInt32 { labels.number(of: label) }

  /// Every number of a mode and name is below this.
  package var labelCount: UInt32 { labels.count }

  /// Returns the mode and name with a number.
  package func label(_ number: UInt32) -> (mode: FileMode, name: [UInt8]) {
    let text = labels[number]
    let digits = text.prefix { $0 != UInt8(ascii: " ") }
    let mode = digits.reduce(UInt32(0)) { $0 << 3 | UInt32($1 &- UInt8(ascii: "0")) }
    return (FileMode(rawValue: mode), Array(text[(digits.endIndex + 1)...]))
  }

  /// Notes a tree.
  ///
  /// - Parameters:
  ///   - tree: Its number.
  ///   - base: The place of a tree that was noted before; nil for none.
  ///   - added: Its entries, apart from those that the base has as well.
  ///   - removed: Labels of entries of the base that it does not have, or not as they are there.
  /// - Returns: Its place among the trees that were noted.
  mutating func add(_ tree: Int, base: UInt32?, added: [Link], removed: [UInt32]) -> UInt32 {
    words.append(UInt32(tree))
    words.append(base ?? Self.nothing)
    words.append(UInt32(added.count))
    words.append(UInt32(removed.count))
    for link in added {
      words.append(link.object)
      words.append(link.label)
    }
    words += removed
    count += 1
    return count - 1
  }

  /// Finds entries that name a folder as a file or the like.
  ///
  /// - Parameters:
  ///   - kinds: What the objects of the store are.
  ///   - limit: Objects with this number or a higher one are not in the store.
  /// - Returns: The mistakes, one for each entry.
  package func mistakes(by kinds: ObjectKinds, below limit: Int) -> [ObjectKinds.Mistake] {
    let expected = (0..<labels.count).map { number -> ObjectKind? in
      let mode = label(number).mode
      return mode.isSubmodule ? nil : mode.isFolder ? .tree : .blob
    }
    var mistakes: [ObjectKinds.Mistake] = []
    var next = 0
    while next < words.count {
      let start = next + 4
      let end = start + 2 * Int(words[next + 2])
      next = end + Int(words[next + 3])
      for place in stride(from: start, to: end, by: 2) where words[place] < limit {
        guard let kind = expected[Int(words[place + 1])] else { continue }
        let mistake = kinds.mistake(of: Int(words[place]), for: kind)
        if let mistake { mistakes.append(mistake) }
      }
    }
    return mistakes
  }

  /// Trees with those of their links that lead to wanted objects.
  package struct Marks: Sendable {
    /// The trees, in the order in which they were noted; some may be twice.
    package fileprivate(set) var trees: [(number: Int, links: Range<Int>)] = []
    /// The links of all of them.
    package fileprivate(set) var links: [Link] = []
  }

  /// Finds the trees that name wanted objects, which then are wanted themselves.
  ///
  /// - Returns: Those trees, and whether one was not wanted before; then another call may find more.
  package func markTrees(naming wanted: inout NumberSet) -> (marks: Marks, hasNew: Bool) {
    var marks = Marks()
    var hasNew = false
    // Where the links of each tree end among those of all; they begin where the last end.
    var ends: [Int] = [0]
    ends.reserveCapacity(Int(count) + 1)
    var next = 0
    while next < words.count {
      let (tree, base) = (Int(words[next]), words[next + 1])
      let addedStart = next + 4
      let removedStart = addedStart + 2 * Int(words[next + 2])
      next = removedStart + Int(words[next + 3])
      let first = marks.links.count
      if base != Self.nothing {
        for place in ends[Int(base)]..<ends[Int(base) + 1] {
          let link = marks.links[place]
          if !words[removedStart..<next].contains(link.label) { marks.links.append(link) }
        }
      }
      for place in stride(from: addedStart, to: removedStart, by: 2) {
        let object = words[place]
        if wanted.contains(Int(object)) {
          marks.links.append(Link(object: object, label: words[place + 1]))
        }
      }
      ends.append(marks.links.count)
      guard marks.links.count > first else { continue }
      if wanted.insert(tree) { hasNew = true }
      marks.trees.append((tree, first..<marks.links.count))
    }
    return (marks, hasNew)
  }
}
