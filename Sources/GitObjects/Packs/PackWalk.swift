internal import Synchronization
package import SystemIO

/// Visits every object of a store once for each copy, decompressing each exactly once.
///
/// Objects of a pack are visited along the deltas, in depth: an object that others are derived
/// from stays in memory until they are made. At most log2 of a family's size are kept at a time.
package struct PackWalk: Sendable {
  private let store: ObjectStore
  private let families: [PackFamilies]
  /// All work: heavy families first, the heaviest of all at the front, then the rest in the order
  /// in which it is stored.
  private let items: [Item]

  /// Objects beyond this many bytes are failed as too large; blobs that are lent in pieces not.
  package var largestObject = 1 << 30
  /// Blobs beyond this many bytes from which nothing is derived are lent in pieces.
  package var hugeSize = 32 << 20

  private enum Work: Sendable {
    case family(pack: Int, index: Int)
    case misplaced(pack: Int, position: Int)
    case loose(folder: Int, Range<Int>)
  }

  private struct Item: Sendable {
    let work: Work
    let weight: Int
  }

  /// A family from this weight on is heavy; in bytes.
  ///
  /// What is left for one thread in the end is
  /// hardly more.
  private static let heavy = 1 << 16
  /// Number of loose objects that a worker takes at once.
  private static let looseRun = 64

  /// Prepares a walk: reads all headers of all packs, about 0.4 s of work per million objects.
  ///
  /// - Parameters:
  ///   - store: What is walked.
  ///   - threads: The largest number of threads to use for this.
  package init(_ store: ObjectStore, threads: Int = Threads.available) {
    self.store = store
    families = store.packs.map { PackFamilies($0, threads: threads) }
    var heavy: [Item] = []
    var light: [Item] = []
    for (pack, found) in families.enumerated() {
      for (index, family) in found.families.enumerated() {
        let item = Item(work: .family(pack: pack, index: index), weight: family.weight)
        if family.weight >= Self.heavy { heavy.append(item) } else { light.append(item) }
      }
      for position in found.order.misplaced {
        light.append(Item(work: .misplaced(pack: pack, position: position), weight: 0))
      }
    }
    for (folder, found) in store.loose.enumerated() {
      for start in stride(from: 0, to: found.ids.count, by: Self.looseRun) {
        let run = start..<min(start + Self.looseRun, found.ids.count)
        light.append(Item(work: .loose(folder: folder, run), weight: 0))
      }
    }
    heavy.sort { $0.weight > $1.weight }
    items = heavy + light
  }

  /// Visits the objects of all kinds that the visitors want, on several threads.
  ///
  /// - Parameters:
  ///   - visitors: One for each thread.
  ///   - isCancelled: Ends the walk early when it says so; asked before each object.
  package func run<Visitor: PackVisitor>(
    _ visitors: PerWorker<Visitor>,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    let counter = Counter()
    Threads.run(visitors.count) { worker in
      visitors.with(worker) { visitor in
        var memory = WalkMemory(limit: largestObject)
        var reader = ObjectReader(store)
        while !isCancelled(), let item = counter.next(below: items.count) {
          visit(items[item].work, &memory, &reader, &visitor, isCancelled)
        }
      }
    }
  }

  /// Hands out numbers to several threads.
  private final class Counter: Sendable {
    private let value = Atomic(0)

    func next(below limit: Int) -> Int? {
      let next = value.wrappingAdd(1, ordering: .relaxed).oldValue
      return next < limit ? next : nil
    }
  }

  private func visit<Visitor: PackVisitor>(
    _ work: Work, _ memory: inout WalkMemory, _ reader: inout ObjectReader,
    _ visitor: inout Visitor, _ isCancelled: @escaping @Sendable () -> Bool
  ) {
    switch work {
    case .family(let pack, let index):
      let walk = FamilyWalk<Visitor>(
        store: store, number: pack, pack: store.packs[pack], families: families[pack],
        hugeSize: hugeSize, isCancelled: isCancelled)
      walk.walk(families[pack].families[index], &memory, &reader, &visitor)
    case .misplaced(let pack, let position):
      let pack = store.packs[pack]
      visitor.fail(
        nil,
        ObjectError(
          .corrupt("its index places it outside the pack or onto another object"),
          id: pack.index.id(at: position), file: pack.path))
    case .loose(let folder, let run):
      for position in run where !isCancelled() {
        visitLoose(folder, position, &memory, &visitor)
      }
    }
  }

  private func visitLoose<Visitor: PackVisitor>(
    _ folder: Int, _ position: Int, _ memory: inout WalkMemory, _ visitor: inout Visitor
  ) {
    let id = store.loose[folder].ids[position]
    let path = store.loose[folder].file(of: id)
    let (number, isCopy) = store.number(folder: folder, position: position, id)
    var object: PackedObject?
    do throws(ObjectError.Reason) {
      var file = try LooseObject(path: path, with: &memory.inflater)
      guard visitor.wants(file.kind) else { return }
      let found = PackedObject(
        id: id, number: number, kind: file.kind, size: file.size, isCopy: isCopy)
      object = found
      if file.kind == .blob, file.size > hugeSize {
        var failure: ObjectError?
        visitor.visitHuge(found) { buffer, limit throws(ObjectError) in
          do throws(ObjectError.Reason) {
            return try file.read(atMost: limit, with: &memory.inflater, into: &buffer)
          } catch {
            let told = ObjectError(error, id: id, file: path)
            failure = told
            throw told
          }
        }
        if let failure { visitor.fail(found, failure) }
      } else {
        let buffer = memory.take()
        try file.readAll(limit: memory.limit, with: &memory.inflater, into: &buffer.bytes)
        buffer.bytes.withBytes { _ = visitor.visit(found, $0) }
        memory.giveBack(buffer)
      }
    } catch {
      visitor.fail(object, ObjectError(error, id: id, file: path))
    }
  }
}
