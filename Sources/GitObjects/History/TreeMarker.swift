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
    let ids: Set<ObjectID>
    /// For each pair of bytes, whether an id begins with it.
    let beginnings: [Bool]

    init(_ ids: Set<ObjectID>) {
      self.ids = ids
      var beginnings = [Bool](repeating: false, count: 65_536)
      for id in ids { beginnings[id.beginning] = true }
      self.beginnings = beginnings
    }
  }

  init(_ wanted: WantedObjects) { self.wanted = wanted }

  func wants(_ kind: ObjectKind) -> Bool { kind == .tree }

  mutating func visit(_ object: PackedObject, _ content: Span<UInt8>) {
    var entries = TreeEntries(format: object.id.format)
    // A damaged tree has been reported by whoever looked at everything.
    while let entry = try? entries.next(content) {
      guard wanted.beginnings[entry.id.beginning], wanted.ids.contains(entry.id) else { continue }
      let name = Array(copying: content.extracting(entry.name))
      found.append(
        (object.id, MarkedTrees.Entry(name: name, mode: entry.mode, id: entry.id)))
    }
  }

  mutating func visit(
    _ object: PackedObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Void
  ) {
    visit(object, content)
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
