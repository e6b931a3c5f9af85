internal import Bytes
internal import Synchronization
internal import SystemIO

/// Finds the trees that lead to some objects, from the bottom up.
struct TreeMarker: PackVisitor {
  /// Entries that name a wanted object, with their trees.
  private(set) var found: [(tree: ObjectID, entry: MarkedTrees.Entry)] = []
  private let wanted: WantedObjects

  /// The objects that are looked for in one pass.
  final class WantedObjects: Sendable {
    private let ids: Set<ObjectID>
    /// For each pair of bytes, whether an id begins with it.
    private let beginnings: [Bool]

    init(_ ids: Set<ObjectID>) {
      self.ids = ids
      var beginnings = [Bool](repeating: false, count: 65_536)
      for id in ids { beginnings[id.beginning] = true }
      self.beginnings = beginnings
    }

    func contains(_ id: ObjectID) -> Bool { beginnings[id.beginning] && ids.contains(id) }
  }

  init(_ wanted: WantedObjects) { self.wanted = wanted }

  func wants(_ kind: ObjectKind) -> Bool { kind == .tree }

  /// What is known of a tree.
  struct Marks: Sendable {
    var starts: TreeReader.EntryStarts = []
    /// Entries that name wanted objects, by where they begin.
    var hits: [(start: Int, entry: MarkedTrees.Entry)] = []
  }

  mutating func visit(_ object: PackedObject, _ content: Span<UInt8>) -> Marks {
    visit(object, content, delta: Span(), from: Marks())
  }

  mutating func visit(
    _ object: PackedObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Marks
  ) -> Marks {
    var marks = Marks()
    // A damaged tree has been reported by whoever looked at everything.
    let starts = try? TreeReader.read(
      content, format: object.id.format, delta: delta, base: base.starts
    ) { entry, start in
      guard wanted.contains(entry.id) else { return }
      let name = Array(copying: content.extracting(entry.name))
      marks.hits.append(
        (start, MarkedTrees.Entry(name: name, mode: entry.mode, id: entry.id)))
    } copied: { range, shift in
      for hit in base.hits where range.contains(hit.start) {
        marks.hits.append((hit.start + shift, hit.entry))
      }
    }
    marks.starts = starts ?? []
    for hit in marks.hits { found.append((object.id, hit.entry)) }
    return marks
  }

  mutating func visitHuge(
    _ object: PackedObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {}

  mutating func fail(_ object: PackedObject?, _ error: ObjectError) {}
}

extension ObjectID {
  /// Its first two bytes as a number.
  fileprivate var beginning: Int { Int(first >> 48) }
}
