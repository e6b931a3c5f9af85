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
  /// Numbers of blobs that are included by name, and not excluded.
  package private(set) var blobs: Set<Int> = []
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
    static let waiting: UInt8 = 8
  }

  /// Handles of the commits that tips lead to.
  private var tips: [Int] = []
  private let loader: CommitLoader
  private let since: Int?
  /// By the loader's handles.
  private var paint: [UInt8]
  /// Handles of the commits that are included, or were at first.
  private var reached: [Int] = []
  private var queue = DateQueue()
  /// How many commits of the queue are not excluded.
  private var pending = 0

  /// How far the walk goes on when all that is left is excluded: through so many commits at least,
  /// and through all that are hardly older than what is selected.
  ///
  /// A clock that was wrong could have put an ancestor of something excluded before its descendant,
  /// which would then be selected needlessly. Git goes on through five.
  private static let slop = (commits: 100, seconds: 86_400)

  /// Walks.
  ///
  /// - Parameters:
  ///   - bounds: Where to begin and to end.
  ///   - loader: Reads commits.
  package init(_ bounds: HistoryBounds, _ loader: CommitLoader) {
    self.init(walking: bounds, loader)
    if !selected.allSatisfy(loader.isTrue) {
      loader.dropShortcuts()
      self.init(walking: bounds, loader)
    }
    collect()
  }

  /// Adds what another selection of the same repository has.
  package mutating func formUnion(_ other: CommitSelection) {
    var parents: [Int: [Int?]] = [:]
    for selection in [other, self] {
      for (commit, trees) in zip(selection.commits, selection.parentTrees) {
        parents[commit.number] = trees
      }
    }
    let known = Set(commits.map(\.number))
    let all = commits + other.commits.filter { !known.contains($0.number) }
    commits = CommitTable(all).topological(from: all.map(\.number))
    parentTrees = commits.map { parents[$0.number] ?? [] }
    tags = Set(tags + other.tags).sorted()
    // What only one of them excludes belongs to the other.
    trees = (
      trees.included + other.trees.included,
      trees.excluded.filter(other.trees.excluded.contains)
    )
    blobs.formUnion(other.blobs)
    cut = Set(cut + other.cut).sorted()
    missing = Set(missing + other.missing).sorted()
    failures += other.failures
  }

  private init(walking bounds: HistoryBounds, _ loader: CommitLoader) {
    self.loader = loader
    since = bounds.since
    paint = [UInt8](repeating: 0, count: loader.handleLimit)
    for id in bounds.excluded { add(id, Paint.excluded) }
    for id in bounds.included { add(id, Paint.included) }
    walk()
  }

  /// Commits that are parents of selected ones and not selected themselves, ascending.
  var start: [ObjectID] {
    let selected = Set(commits.map(\.number))
    return Set(commits.flatMap(\.parents)).subtracting(selected).map(loader.store.id).sorted()
  }

  /// Handles of what is included and not excluded.
  private var selected: [Int] { reached.filter { paint[$0] & Paint.excluded == 0 } }

  // MARK: Tips

  private mutating func add(_ tip: ObjectID, _ color: UInt8) {
    let isIncluded = color == Paint.included
    var next: ObjectID? = tip
    var seen: Set<ObjectID> = []
    while let id = next, seen.insert(id).inserted {
      next = nil
      guard let handle = loader.handle(of: id) else {
        if isIncluded { missing.append(id) }
        return
      }
      if loader.links(handle) != nil {
        if isIncluded { tips.append(handle) }
        push(handle, color)
        return
      }
      let object = loader.object(id)
      guard let object, object.kind != .commit, let number = loader.store.number(of: id) else {
        if isIncluded { failures.append(loader.failures[handle] ?? ObjectError(.missing, id: id)) }
        return
      }
      switch object.kind {
      case .commit: break
      case .tree:
        if isIncluded { trees.included.append(number) } else { trees.excluded.append(number) }
      case .blob:
        // Those that are excluded come first.
        if !isIncluded {
          paint[handle] = color
        } else if paint[handle] & Paint.excluded == 0 {
          blobs.insert(number)
        }
      case .tag:
        if isIncluded, paint[handle] == 0 { tags.append(number) }
        paint[handle] |= color
        do throws(ObjectError.Reason) {
          next = try TagObject(object.content.span).target
        } catch {
          if isIncluded { failures.append(ObjectError(error, id: id)) }
        }
      }
    }
  }

  /// Puts a commit into the queue, or paints it over.
  private mutating func push(_ handle: Int, _ color: UInt8) {
    let before = paint[handle]
    guard before != 0 else {
      guard let links = loader.links(handle) else {
        if color == Paint.included, let failure = loader.failures[handle] {
          failures.append(failure)
        }
        paint[handle] = Paint.taken | Paint.excluded
        return
      }
      var color = color
      if let since, links.date < since { color |= Paint.excluded }
      paint[handle] = color | Paint.waiting
      queue.insert(handle, date: links.date)
      if color & Paint.included != 0 { reached.append(handle) }
      if color & Paint.excluded == 0 { pending += 1 }
      return
    }
    paint[handle] |= color
    guard color & Paint.excluded != 0, before & Paint.excluded == 0 else { return }
    if before & Paint.waiting != 0 { pending -= 1 } else { exclude(ancestorsOf: handle) }
  }

  /// Paints all ancestors of a commit that the walk has met already.
  private mutating func exclude(ancestorsOf handle: Int) {
    var stack = [handle]
    while let next = stack.popLast() {
      loader.links(next)?.parents.forEach { parent in
        let before = paint[parent]
        guard before != 0, before & Paint.excluded == 0 else { return }
        paint[parent] |= Paint.excluded
        if before & Paint.waiting != 0 { pending -= 1 } else { stack.append(parent) }
      }
    }
  }

  // MARK: Walk

  private mutating func walk() {
    var oldest = Int.max
    var surplus = 0
    while let (handle, date) = queue.first {
      if pending == 0 {
        // Nothing is selected that could still turn out to be excluded.
        if oldest == .max { break }
        if date < oldest - Self.slop.seconds, surplus >= Self.slop.commits { break }
        surplus += 1
      }
      queue.removeFirst()
      paint[handle] = paint[handle] & ~Paint.waiting | Paint.taken
      let isExcluded = paint[handle] & Paint.excluded != 0
      if !isExcluded {
        pending -= 1
        oldest = min(oldest, date)
      }
      let color = isExcluded ? Paint.excluded : Paint.included
      loader.links(handle)?.parents.forEach { push($0, color) }
    }
  }

  private mutating func collect() {
    let store = loader.store
    tags.removeAll { number in
      loader.handle(of: store.id(of: number)).map { paint[$0] & Paint.excluded != 0 } ?? false
    }
    var found: [CommitTable.Commit] = []
    var lacking: Set<ObjectID> = []
    for handle in selected {
      let id = loader.id(of: handle)
      guard let header = loader.header(handle), let number = store.number(of: id) else {
        if let failure = loader.failures[handle] { failures.append(failure) }
        continue
      }
      if header.isCut { cut.append(id) }
      lacking.formUnion(loader.missing(from: id))
      found.append(
        CommitTable.Commit(
          number: number, tree: store.number(of: header.tree),
          parents: header.parents.compactMap { store.number(of: $0) }, date: header.links.date))
    }
    missing += lacking.sorted()
    commits = CommitTable(found).topological(
      from: tips.compactMap { store.number(of: loader.id(of: $0)) })
    parentTrees = commits.map { commit in
      commit.parents.map { parent in
        loader.handle(of: store.id(of: parent)).flatMap { loader.header($0) }
          .flatMap { store.number(of: $0.tree) }
      }
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
    let item = Item(number: number, date: date, order: order)
    order += 1
    var place = items.count
    items.append(item)
    while place > 0, item.precedes(items[(place - 1) / 2]) {
      items[place] = items[(place - 1) / 2]
      place = (place - 1) / 2
    }
    items[place] = item
  }

  mutating func removeFirst() {
    let item = items.removeLast()
    guard !items.isEmpty else { return }
    var place = 0
    while 2 * place + 1 < items.count {
      var child = 2 * place + 1
      if child + 1 < items.count, items[child + 1].precedes(items[child]) { child += 1 }
      guard items[child].precedes(item) else { break }
      items[place] = items[child]
      place = child
    }
    items[place] = item
  }
}
