/// Puts together what several ``TreeLinks`` note of trees, under other numbers: those of another store,
/// or of a file.
package struct TreeLinkMerger {
  /// What was put together.
  package private(set) var links = TreeLinks()
  /// Trees that came without a base, with their links, by the first label that each has: the next one
  /// that begins alike is mostly a later state of the same folder.
  private var whole: [UInt32: (place: UInt32, links: [TreeLinks.Link])] = [:]

  package init() {}

  /// Takes trees over, but for those with an entry that cannot be kept; entries that name submodules
  /// are left out.
  ///
  /// - Parameters:
  ///   - other: What notes them.
  ///   - numbers: The new number of each object; ``TreeLinks/nothing`` for one that has none. No tree
  ///     is taken that names it.
  ///   - isTaken: Whether a tree is taken, by its new number.
  ///   - canBeKept: Whether the name of an entry may be kept; no tree is taken that has another one.
  package mutating func take(
    _ other: TreeLinks, numbers: [UInt32], where isTaken: (Int) -> Bool,
    canBeKept: (_ name: [UInt8]) -> Bool
  ) {
    let fates = (0..<other.labelCount).map { number -> LabelFate in
      let (mode, name) = other.label(number)
      return canBeKept(name) ? mode.isSubmodule ? .leftOut : .kept : .unfit
    }
    var labels = [UInt32](repeating: TreeLinks.nothing, count: fates.count)
    var trees: [Taken] = []
    trees.reserveCapacity(Int(other.count))
    var added: [TreeLinks.Link] = []
    var next = 0
    while next < other.words.count {
      let start = next
      let tree = other.tree(at: start)
      next = tree.end
      trees.append(Taken(start: start))
      let index = trees.count - 1
      let number = Self.number(of: tree.number, in: numbers)
      guard number != TreeLinks.nothing, isTaken(Int(number)) else { continue }
      let base = tree.base == TreeLinks.nothing ? nil : trees[Int(tree.base)]
      if let unfit = base?.unfit, !other.links(at: tree.removed).contains(unfit) {
        trees[index].unfit = unfit
        continue
      }
      let isWhole = base != nil && base?.place == nil
      let entries =
        isWhole ? Self.entries(of: index, of: other, trees) : other.links(at: tree.added)
      added.removeAll(keepingCapacity: true)
      for entry in entries {
        let fate = fates[Int(entry.label)]
        if fate == .leftOut { continue }
        let object = Self.number(of: entry.object, in: numbers)
        guard fate == .kept, object != TreeLinks.nothing else {
          trees[index].unfit = entry
          break
        }
        added.append(
          TreeLinks.Link(object: object, label: label(entry.label, of: other, &labels)))
      }
      guard trees[index].unfit == nil else { continue }
      guard let place = base?.place else {
        trees[index].place = addWhole(Int(number), added)
        continue
      }
      var removed: [TreeLinks.Link] = []
      for entry in other.links(at: tree.removed) where fates[Int(entry.label)] != .leftOut {
        // What the base was taken with has a number here.
        removed.append(
          TreeLinks.Link(
            object: Self.number(of: entry.object, in: numbers),
            label: label(entry.label, of: other, &labels)))
      }
      trees[index].place = links.add(Int(number), base: place, added: added, removed: removed)
    }
  }

  private static func number(of object: UInt32, in numbers: [UInt32]) -> UInt32 {
    // What a store does not have is numbered behind all that it has.
    object < numbers.count ? numbers[Int(object)] : TreeLinks.nothing
  }

  /// What becomes of entries with a label.
  private enum LabelFate {
    case kept
    case leftOut
    /// They cannot be kept.
    case unfit
  }

  /// A tree of what is taken over.
  private struct Taken {
    /// Where it stands there.
    var start: Int
    /// Its place here; nil when it was not taken.
    var place: UInt32?
    /// An entry because of which it was not taken.
    var unfit: TreeLinks.Link?
  }

  /// All entries of a tree, from its first base on.
  private static func entries(
    of tree: Int, of other: TreeLinks, _ trees: [Taken]
  ) -> [TreeLinks.Link] {
    var chain: [TreeLinks.Tree] = []
    var next = UInt32(tree)
    while next != TreeLinks.nothing {
      chain.append(other.tree(at: trees[Int(next)].start))
      next = chain[chain.count - 1].base
    }
    var entries: [TreeLinks.Link] = []
    for tree in chain.reversed() {
      for link in other.links(at: tree.removed) {
        if let place = entries.firstIndex(of: link) { entries.remove(at: place) }
      }
      entries += other.links(at: tree.added)
    }
    return entries
  }

  /// The number that a label of what is taken over has here.
  private mutating func label(
    _ number: UInt32, of other: TreeLinks, _ known: inout [UInt32]
  ) -> UInt32 {
    if known[Int(number)] == TreeLinks.nothing {
      let text = Array(other.labels[number])
      known[Int(number)] = links.number(ofLabel: text.span)
    }
    return known[Int(number)]
  }

  /// Adds a tree without a base, as what differs from another such one if that is shorter: what each
  /// day brings would else add up to all folders whole.
  private mutating func addWhole(_ tree: Int, _ entries: [TreeLinks.Link]) -> UInt32 {
    guard let first = entries.first?.label else {
      return links.add(tree, base: nil, added: [], removed: [])
    }
    // Sets do not tell of entries that a damaged tree has twice.
    guard Set(entries).count == entries.count else {
      return links.add(tree, base: nil, added: entries, removed: [])
    }
    var place: UInt32?
    if let known = whole[first] {
      let before = Set(known.links)
      let now = Set(entries)
      let added = entries.filter { !before.contains($0) }
      let removed = known.links.filter { !now.contains($0) }
      if added.count + removed.count < entries.count {
        place = links.add(tree, base: known.place, added: added, removed: removed)
      }
    }
    let taken = place ?? links.add(tree, base: nil, added: entries, removed: [])
    whole[first] = (taken, entries)
    return taken
  }
}
