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
    /// The number of its mode and name; a tree should have each name once.
    package var label: UInt32
  }

  /// Stands for no object, and for no tree.
  package static let nothing = UInt32.max

  /// For each tree: its number, the place of its base, the numbers of links that it adds and of those
  /// that it leaves out, then all these.
  private(set) var words: [UInt32] = []
  /// How many trees were noted.
  private(set) var count: UInt32 = 0
  /// Modes and names as trees have them.
  private(set) var labels = LabelTable()

  package init() {}

  /// Takes what ``encode(into:)`` wrote.
  init(words: [UInt32], count: UInt32, labels: LabelTable) {
    (self.words, self.count, self.labels) = (words, count, labels)
  }

  /// Returns the number of a mode and name, such as `100644 README`.
  mutating func number(ofLabel label: Span<UInt8>) -> UInt32 { labels.number(of: label) }

  /// A tree among the words.
  struct Tree {
    /// Its number.
    var number: UInt32
    /// The place of its base among the trees; ``TreeLinks/nothing`` for none.
    var base: UInt32
    /// Where the links stand that it adds, two words each.
    var added: Range<Int>
    /// Where the links of its base stand that it leaves out, likewise.
    var removed: Range<Int>

    /// Where the next tree begins.
    var end: Int { removed.upperBound }
  }

  /// The tree that begins at a word.
  func tree(at start: Int) -> Tree {
    let added = start + 4
    let removed = added + 2 * Int(words[start + 2])
    return Tree(
      number: words[start], base: words[start + 1], added: added..<removed,
      removed: removed..<removed + 2 * Int(words[start + 3]))
  }

  /// The link whose first word is at a place.
  func link(at place: Int) -> Link { Link(object: words[place], label: words[place + 1]) }

  /// The links whose words stand at some places.
  func links(at places: Range<Int>) -> [Link] {
    stride(from: places.lowerBound, to: places.upperBound, by: 2).map(link(at:))
  }

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
  ///   - removed: Entries of the base that it does not have, or not as they are there.
  /// - Returns: Its place among the trees that were noted.
  mutating func add(_ tree: Int, base: UInt32?, added: [Link], removed: [Link]) -> UInt32 {
    words.append(UInt32(tree))
    words.append(base ?? Self.nothing)
    words.append(UInt32(added.count))
    words.append(UInt32(removed.count))
    for links in [added, removed] {
      for link in links {
        words.append(link.object)
        words.append(link.label)
      }
    }
    count += 1
    return count - 1
  }

  /// Calls a body with the number of each tree.
  package func forEachTree(_ body: (Int) -> Void) {
    var next = 0
    while next < words.count {
      let tree = tree(at: next)
      next = tree.end
      body(Int(tree.number))
    }
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
      let tree = tree(at: next)
      next = tree.end
      for place in stride(from: tree.added.lowerBound, to: tree.added.upperBound, by: 2)
      where words[place] < limit {
        guard let kind = expected[Int(words[place + 1])] else { continue }
        let mistake = kinds.mistake(of: Int(words[place]), for: kind)
        if let mistake { mistakes.append(mistake) }
      }
    }
    return mistakes
  }
}
