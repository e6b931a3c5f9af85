/// Which entries of a pack are derived from which: families, each with one whole object as root.
///
/// Entries are numbered in the order of the pack. Nothing is decompressed to know this.
struct PackFamilies: Sendable {
  /// What a family begins with.
  enum Root: Sendable {
    /// A whole object.
    case whole(ObjectKind)
    /// A delta against an object that is not in this pack.
    case derived(from: ObjectID)
    /// An entry that cannot be read.
    case broken(ObjectError.Reason)
  }

  /// All that is derived from one entry.
  struct Family: Sendable {
    let root: Root
    let entry: Int
    /// Number of bytes that it takes in the pack.
    let weight: Int
  }

  let order: PackOrder
  private(set) var families: [Family] = []
  // For each entry: one of those derived from it, the next derived from the same, and the one
  // that most is derived from. `none` where there is none.
  private var firstChild: [Int32]
  private var nextChild: [Int32]
  private var heaviestChild: [Int32]

  private static let none: Int32 = -1

  /// Reads all headers of a pack.
  init(_ pack: Pack) {
    order = PackOrder(pack)
    let count = order.count
    firstChild = [Int32](repeating: Self.none, count: count)
    nextChild = firstChild
    heaviestChild = firstChild
    var roots: [(root: Root, entry: Int)] = []
    var parents = firstChild
    pack.withBytes { bytes in
      for entry in 0..<count {
        switch Self.link(bytes, entry, order, pack) {
        case .success(let parent): parents[entry] = Int32(parent)
        case .failure(let found): roots.append((found.root, entry))
        }
      }
    }
    for entry in (0..<count).reversed() where parents[entry] != Self.none {
      let parent = Int(parents[entry])
      nextChild[entry] = firstChild[parent]
      firstChild[parent] = Int32(entry)
    }
    weigh(roots, parents)
  }

  private struct NoParent: Error {
    let root: Root
  }

  /// The entry that an entry is derived from, or what root it is.
  private static func link(
    _ bytes: Span<UInt8>, _ entry: Int, _ order: PackOrder, _ pack: Pack
  ) -> Result<Int, NoParent> {
    do throws(ObjectError.Reason) {
      let header = try EntryHeader(
        bytes, at: order.offsets[entry], end: pack.end, format: pack.format)
      switch header.content {
      case .whole(let kind):
        return .failure(NoParent(root: .whole(kind)))
      case .delta(let offset):
        guard let parent = order.entry(at: offset) else {
          throw .corrupt("a base where no entry begins")
        }
        return .success(parent)
      case .deltaByID(let id):
        if let position = pack.index.position(of: id), let offset = pack.index.offset(at: position),
          let parent = order.entry(at: offset)
        {
          return .success(parent)
        }
        return .failure(NoParent(root: .derived(from: id)))
      }
    } catch {
      return .failure(NoParent(root: .broken(error)))
    }
  }

  /// Adds up what is derived from each entry, and lists the families.
  private mutating func weigh(_ roots: [(root: Root, entry: Int)], _ parents: [Int32]) {
    // Parents before children, which a pack with `REF_DELTA` does not promise.
    var line: [Int32] = []
    line.reserveCapacity(parents.count)
    for root in roots { line.append(Int32(root.entry)) }
    var isReached = [Bool](repeating: false, count: parents.count)
    var next = 0
    while next < line.count {
      let entry = Int(line[next])
      isReached[entry] = true
      var child = firstChild[entry]
      while child != Self.none {
        line.append(child)
        child = nextChild[Int(child)]
      }
      next += 1
    }
    var weights = [Int](repeating: 0, count: parents.count)
    for entry in line.reversed().lazy.map({ Int($0) }) {
      weights[entry] += order.offsets[entry + 1] - order.offsets[entry]
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
    for root in roots {
      families.append(Family(root: root.root, entry: root.entry, weight: weights[root.entry]))
    }
    // What no root leads to is derived from itself: each such entry is a family of its own.
    if line.count < parents.count {
      for entry in parents.indices where !isReached[entry] {
        firstChild[entry] = Self.none
        families.append(Family(root: .broken(.cycle), entry: entry, weight: 0))
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
