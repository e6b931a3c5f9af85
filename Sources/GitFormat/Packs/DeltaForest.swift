internal import Basics
internal import SystemIO

/// Which entries of a pack are derived from which: delta trees, each with one whole object as root.
///
/// Entries are numbered in the order of the pack. Nothing is decompressed to know this.
struct DeltaForest: Sendable {
  /// The root of a delta tree.
  enum Root: Sendable {
    /// A whole object.
    case whole(ObjectKind)
    /// A delta against an object that is not in this pack.
    case derived(from: ObjectID)
    /// An entry that cannot be read.
    case broken(ObjectError.Reason)
  }

  /// An entry and all that is derived from it.
  struct Tree: Sendable {
    /// What its objects are, when its root is a whole object.
    fileprivate let kind: ObjectKind?
    let entry: Int
    /// Number of bytes that it takes in the pack.
    let weight: Int
  }

  let entries: PackEntries
  private(set) var trees: [Tree] = []
  /// The roots that are no whole objects.
  private var unusual: [Int: Root] = [:]
  // For each entry: one of those derived from it, the next derived from the same, and the one
  // that most is derived from. `none` where there is none.
  private var firstChild: [Int32]
  private var nextChild: [Int32]
  private var heaviestChild: [Int32]

  private static let none: Int32 = -1
  /// As many headers are worth a thread.
  private static let headersPerThread = 20_000

  /// Reads the headers of some entries, among which is what each of them is derived from, if the
  /// pack has it.
  init(_ entries: PackEntries, of pack: Pack, threads: Int) {
    let count = entries.count
    let workers = max(1, min(threads, count / Self.headersPerThread))
    let links = PerWorker(workers) { Links() }
    Threads.run(workers) { worker in
      let share = (count * worker / workers)..<(count * (worker + 1) / workers)
      links.with(worker) { $0.read(share, of: entries, pack) }
    }
    var all = Links()
    links.forEach { all.append($0) }

    self.entries = entries
    unusual = all.unusual
    firstChild = [Int32](repeating: Self.none, count: count)
    nextChild = firstChild
    heaviestChild = firstChild
    for entry in (0..<count).reversed() where all.parents[entry] != Self.none {
      let parent = Int(all.parents[entry])
      nextChild[entry] = firstChild[parent]
      firstChild[parent] = Int32(entry)
    }
    weigh(all)
  }

  /// Returns what a tree begins with.
  func root(of tree: Tree) -> Root {
    tree.kind.map { .whole($0) } ?? unusual[tree.entry] ?? .broken(.cycle)
  }

  /// What some entries are derived from.
  private struct Links {
    /// For each entry in turn; `none` for roots.
    var parents: [Int32] = []
    var roots: [(entry: Int32, kind: ObjectKind?)] = []
    var unusual: [Int: Root] = [:]

    /// Reads the headers of some entries.
    mutating func read(_ share: Range<Int>, of entries: PackEntries, _ pack: Pack) {
      parents.reserveCapacity(share.count)
      pack.withBytes { bytes in
        for entry in share { read(bytes, entry, of: entries, pack) }
      }
    }

    private mutating func read(
      _ bytes: Span<UInt8>, _ entry: Int, of entries: PackEntries, _ pack: Pack
    ) {
      do throws(ObjectError.Reason) {
        let header = try EntryHeader(
          bytes, at: entries.offsets[entry], end: pack.end, format: pack.format)
        switch header.content {
        case .whole(let kind):
          roots.append((Int32(entry), kind))
          parents.append(DeltaForest.none)
        case .delta(let offset):
          guard let parent = entries.entry(at: offset) else {
            throw .corrupt("a base where no entry begins")
          }
          parents.append(Int32(parent))
        case .deltaByID(let id):
          if let position = pack.index.position(of: id),
            let offset = pack.index.offset(at: position), let parent = entries.entry(at: offset)
          {
            parents.append(Int32(parent))
          } else {
            addUnusual(entry, .derived(from: id))
          }
        }
      } catch {
        addUnusual(entry, .broken(error))
      }
    }

    private mutating func addUnusual(_ entry: Int, _ root: Root) {
      roots.append((Int32(entry), nil))
      parents.append(DeltaForest.none)
      unusual[entry] = root
    }

    /// Adds what was read of the entries that follow.
    mutating func append(_ more: Links) {
      parents += more.parents
      roots += more.roots
      unusual.merge(more.unusual) { $1 }
    }
  }

  /// Adds up what is derived from each entry, and lists the trees.
  private mutating func weigh(_ links: Links) {
    let parents = links.parents
    // Parents before children, which a pack with `REF_DELTA` does not promise.
    var stack: [Int32] = []
    stack.reserveCapacity(parents.count)
    for root in links.roots { stack.append(root.entry) }
    var isReached = [Bool](repeating: false, count: parents.count)
    var next = 0
    while next < stack.count {
      let entry = Int(stack[next])
      isReached[entry] = true
      var child = firstChild[entry]
      while child != Self.none {
        stack.append(child)
        child = nextChild[Int(child)]
      }
      next += 1
    }
    var weights = [Int](repeating: 0, count: parents.count)
    for entry in stack.reversed().lazy.map({ Int($0) }) {
      weights[entry] += entries.offsets[entry + 1] - entries.offsets[entry]
      let parent = parents[entry]
      if parent != Self.none {
        let parent = Int(parent)
        weights[parent] += weights[entry]
        let heaviest = heaviestChild[parent]
        if heaviest == Self.none || weights[Int(heaviest)] < weights[entry] {
          heaviestChild[parent] = Int32(entry)
        }
      }
    }
    trees.reserveCapacity(links.roots.count)
    for root in links.roots {
      let entry = Int(root.entry)
      trees.append(Tree(kind: root.kind, entry: entry, weight: weights[entry]))
    }
    // What no root leads to is derived from itself: each such entry is a tree of its own.
    if stack.count < parents.count {
      for entry in parents.indices where !isReached[entry] {
        firstChild[entry] = Self.none
        unusual[entry] = .broken(.cycle)
        trees.append(Tree(kind: nil, entry: entry, weight: 0))
      }
    }
  }

  /// Whether anything is derived from an entry.
  func hasChildren(_ entry: Int) -> Bool { firstChild[entry] != Self.none }

  /// The children of an entry that are still to come.
  struct Children {
    fileprivate var next: Int32
    fileprivate var heaviest: Int32
  }

  /// The children of an entry.
  func children(of entry: Int) -> Children {
    Children(next: firstChild[entry], heaviest: heaviestChild[entry])
  }

  /// The next child, the heaviest last; nil when all have come.
  func next(_ children: inout Children) -> (entry: Int, isLast: Bool)? {
    while children.next != Self.none {
      let child = Int(children.next)
      children.next = nextChild[child]
      if child != Int(children.heaviest) { return (child, false) }
    }
    guard children.heaviest != Self.none else { return nil }
    defer { children.heaviest = Self.none }
    return (Int(children.heaviest), true)
  }
}
