package import Basics
package import GitFormat

/// The commits of a part of a history, worked out from the commits themselves.
///
/// A commit is selected when an included tip reaches it and no excluded one does. The walk goes from
/// the newest commit to older ones and paints both; see git's documentation of `git rev-list`.
package struct CommitSelection {
  /// The selected commits, parents before their children, in the order of
  /// `git log --topo-order --reverse`.
  package private(set) var commits: [CommitTable.Commit] = []
  /// For each of them, the trees of its parents, whether these are selected or not; nil for a parent
  /// whose tree the store does not have.
  package private(set) var parentTrees: [[Int?]] = []
  /// Numbers of annotated tags among the included tips.
  package private(set) var tags: [Int] = []
  /// Numbers of trees that are included by name, and of those that are excluded.
  package private(set) var trees: (included: [Int], excluded: [Int]) = ([], [])
  /// The same of blobs.
  package private(set) var blobs: (included: [Int], excluded: [Int]) = ([], [])
  /// Selected commits whose parents a shallow clone has cut off.
  package private(set) var cut: [ObjectID] = []
  /// Objects that selected commits or tips name, but that the store does not have.
  package private(set) var missing: [ObjectID] = []
  /// Commits that lead into the selection and cannot be read.
  package private(set) var failures: [ObjectError] = []

  /// Paint of a commit, as bits.
  private enum Paint {
    static let included: UInt8 = 1
    static let excluded: UInt8 = 2
    static let taken: UInt8 = 4
  }

  private var paint: [Int: UInt8] = [:]
  private var queue = DateQueue()
  /// How many commits of the queue are not excluded.
  private var pending = 0
  private var since: Int?

  /// When all that is left is excluded, the walk goes on through so many commits at least, and
  /// through all that are hardly older than what is selected: a clock that was wrong could have put
  /// an ancestor of something excluded before its descendant. Git goes on through five.
  private static let slop = (commits: 2_000, seconds: 86_400)

  /// Walks.
  ///
  /// - Parameters:
  ///   - bounds: Where to begin and to end.
  ///   - store: The objects.
  ///   - loader: Reads commits.
  package init(
    _ bounds: HistoryBounds, in store: any ObjectStore, _ loader: CommitLoader
  ) {
    since = bounds.since
    var tips: [Int] = []
    for id in bounds.excluded { add(id, Paint.excluded, store, loader, &tips) }
    tips = []
    for id in bounds.included { add(id, Paint.included, store, loader, &tips) }
    walk(loader)
    let selected = paint.filter { $0.value & (Paint.included | Paint.excluded) == Paint.included }
    collect(selected.keys.sorted(), from: tips, store, loader)
  }

  // MARK: Tips

  private mutating func add(
    _ tip: ObjectID, _ color: UInt8, _ store: any ObjectStore, _ loader: CommitLoader,
    _ tips: inout [Int]
  ) {
    let isIncluded = color == Paint.included
    var next: ObjectID? = tip
    var seen: Set<ObjectID> = []
    while let id = next, seen.insert(id).inserted {
      next = nil
      guard let number = store.number(of: id) else {
        if isIncluded { missing.append(id) }
        return
      }
      if loader.commit(number) != nil {
        tips.append(number)
        push(number, color, loader)
        return
      }
      guard let (kind, content) = loader.object(id) else {
        if isIncluded { failures.append(loader.failures[number] ?? ObjectError(.missing, id: id)) }
        return
      }
      switch kind {
      case .commit:
        if isIncluded { failures.append(loader.failures[number] ?? ObjectError(.missing, id: id)) }
      case .tree:
        if isIncluded { trees.included.append(number) } else { trees.excluded.append(number) }
      case .blob:
        if isIncluded { blobs.included.append(number) } else { blobs.excluded.append(number) }
      case .tag:
        if isIncluded, paint[number] == nil { tags.append(number) }
        paint[number] = (paint[number] ?? 0) | (isIncluded ? 0 : Paint.excluded)
        next = try? TagObject(content.span).target
      }
    }
  }

  private mutating func push(_ number: Int, _ color: UInt8, _ loader: CommitLoader) {
    let before = paint[number]
    guard let before else {
      guard let loaded = loader.commit(number) else {
        if color == Paint.included, let failure = loader.failures[number] {
          failures.append(failure)
        }
        paint[number] = Paint.taken | Paint.excluded
        return
      }
      var color = color
      if let since, loaded.commit.date < since { color |= Paint.excluded }
      paint[number] = color
      queue.insert(number, date: loaded.commit.date)
      if color & Paint.excluded == 0 { pending += 1 }
      return
    }
    guard before | color != before else { return }
    let becomesExcluded = color & Paint.excluded != 0 && before & Paint.excluded == 0
    paint[number] = before | color
    guard becomesExcluded else { return }
    if before & Paint.taken == 0 {
      pending -= 1
    } else {
      exclude(ancestorsOf: number, loader)
    }
  }

  /// Paints what was taken already, and all of its ancestors that the walk has met.
  private mutating func exclude(ancestorsOf number: Int, _ loader: CommitLoader) {
    var stack = [number]
    while let next = stack.popLast() {
      for parent in loader.commit(next)?.commit.parents ?? [] {
        guard let before = paint[parent], before & Paint.excluded == 0 else { continue }
        paint[parent] = before | Paint.excluded
        if before & Paint.taken == 0 { pending -= 1 } else { stack.append(parent) }
      }
    }
  }

  // MARK: Walk

  private mutating func walk(_ loader: CommitLoader) {
    var oldest = Int.max
    var surplus = 0
    while let (number, date) = queue.first {
      if pending == 0 {
        // Nothing is selected that could still turn out to be excluded.
        if oldest == .max { break }
        if date < oldest - Self.slop.seconds, surplus >= Self.slop.commits { break }
        surplus += 1
      }
      queue.removeFirst()
      let color = paint[number] ?? 0
      paint[number] = color | Paint.taken
      let isExcluded = color & Paint.excluded != 0
      if !isExcluded {
        pending -= 1
        oldest = min(oldest, date)
      }
      for parent in loader.commit(number)?.commit.parents ?? [] {
        push(parent, isExcluded ? Paint.excluded : Paint.included, loader)
      }
    }
  }

  private mutating func collect(
    _ selected: [Int], from tips: [Int], _ store: any ObjectStore, _ loader: CommitLoader
  ) {
    tags.removeAll { paint[$0].map { $0 & Paint.excluded != 0 } ?? false }
    var found: [CommitTable.Commit] = []
    var lacking: Set<ObjectID> = []
    for number in selected {
      guard let loaded = loader.commit(number) else { continue }
      found.append(loaded.commit)
      if loaded.isCut { cut.append(store.id(of: number)) }
      lacking.formUnion(loaded.missing)
    }
    missing += lacking.sorted()
    commits = CommitTable(found).topological(from: tips)
    parentTrees = commits.map { commit in
      commit.parents.map { loader.commit($0)?.commit.tree }
    }
  }
}

/// Commits in the order of their dates, the newest first; of equal dates the one that came first.
private struct DateQueue {
  private struct Item {
    var number: Int
    var date: Int
    var order: Int

    func precedes(_ other: Item) -> Bool {
      date != other.date ? date > other.date : order < other.order
    }
  }

  /// A binary heap.
  private var items: [Item] = []
  private var order = 0

  var first: (number: Int, date: Int)? { items.first.map { ($0.number, $0.date) } }

  mutating func insert(_ number: Int, date: Int) {
    items.append(Item(number: number, date: date, order: order))
    order += 1
    var place = items.count - 1
    while place > 0, items[place].precedes(items[(place - 1) / 2]) {
      items.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func removeFirst() {
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < items.count && items[child].precedes(items[least]) {
        least = child
      }
      if least == place { return }
      items.swapAt(place, least)
      place = least
    }
  }
}
