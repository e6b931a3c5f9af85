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

  /// Stands for no object, and for no base.
  package static let nothing = UInt32.max

  /// For each tree: its number, its base's, the numbers of links that it adds and of labels that it
  /// leaves out, then all these.
  private var words: [UInt32] = []
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
  ///   - base: The number of a tree that was noted before; nil for none.
  ///   - added: Its entries, apart from those that the base has as well.
  ///   - removed: Labels of entries of the base that it does not have, or not as they are there.
  mutating func add(_ tree: Int, base: Int?, added: [Link], removed: [UInt32]) {
    words.append(UInt32(tree))
    words.append(base.map { UInt32($0) } ?? Self.nothing)
    words.append(UInt32(added.count))
    words.append(UInt32(removed.count))
    for link in added {
      words.append(link.object)
      words.append(link.label)
    }
    words += removed
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

  /// Finds the trees that name wanted objects, which then are wanted themselves, and calls a body
  /// with each and its links to these.
  ///
  /// - Returns: Whether there was a tree that was not wanted before; then another call may find more.
  package func markTrees(
    naming wanted: inout NumberSet, _ body: (_ tree: Int, _ links: [Link]) -> Void
  ) -> Bool {
    var found: [UInt32: [Link]] = [:]
    var hasNew = false
    var next = 0
    while next < words.count {
      let (tree, base) = (words[next], words[next + 1])
      let addedStart = next + 4
      let removedStart = addedStart + 2 * Int(words[next + 2])
      next = removedStart + Int(words[next + 3])
      var links = base == Self.nothing ? [] : found[base] ?? []
      if !links.isEmpty { links.removeAll { words[removedStart..<next].contains($0.label) } }
      for place in stride(from: addedStart, to: removedStart, by: 2) {
        let object = words[place]
        if wanted.contains(Int(object)) {
          links.append(Link(object: object, label: words[place + 1]))
        }
      }
      guard !links.isEmpty else { continue }
      found[tree] = links
      if !wanted.contains(Int(tree)) {
        wanted.insert(Int(tree))
        hasNew = true
      }
      body(Int(tree), links)
    }
    return hasNew
  }
}
