internal import Basics
internal import Synchronization
internal import SystemIO

/// Visits objects of a native store once for each copy, decompressing each exactly once.
///
/// Objects of a pack are visited along the deltas, in depth: an object that others are derived
/// from stays in memory until they are made. At most log2 of a delta tree's size are kept at a time.
struct StoreWalk: Sendable {
  private let store: NativeStore
  private let forests: [DeltaForest?]
  /// All work: heavy trees first, the heaviest of all at the front, then the rest in the order
  /// in which it is stored.
  private let items: [Item]

  /// Objects beyond this many bytes are failed as too large; blobs that are lent in pieces not.
  var largestObject = 1 << 30
  /// Blobs beyond this many bytes from which nothing is derived are lent in pieces.
  var hugeSize = 32 << 20

  private enum Work: Sendable {
    case deltaTree(pack: Int, index: Int)
    case misplaced(pack: Int, position: Int)
    case loose(folder: Int, ArraySlice<Int>)
  }

  private struct Item: Sendable {
    let work: Work
    let weight: Int
  }

  /// A tree from this weight on is heavy, in bytes: what is left for one thread in the end is hardly
  /// more.
  private static let heavy = 1 << 16
  /// Number of loose objects that a worker takes at once.
  private static let looseRun = 64

  /// Prepares a walk over everything: reads all headers of all packs, about 0.4 s of work per
  /// million objects.
  ///
  /// - Parameters:
  ///   - store: What is walked.
  ///   - threads: The largest number of threads to use for this.
  init(over store: NativeStore, threads: Int = Threads.available) {
    self.init(
      store, threads: threads,
      packs: store.packs.map { PackEntries(of: $0) },
      loose: store.loose.map { Array($0.ids.indices) })
  }

  /// Prepares a walk over some objects: reads their headers and those of what they derive from.
  ///
  /// - Parameters:
  ///   - wanted: Their numbers.
  ///   - store: What is walked.
  init(over wanted: NumberSet, of store: NativeStore) {
    var packed = [[Int]](repeating: [], count: store.packs.count)
    var loose = [[Int]](repeating: [], count: store.loose.count)
    wanted.forEach { number in
      let (holder, position) = store.position(of: number)
      if holder < packed.count {
        packed[holder].append(position)
      } else {
        loose[holder - packed.count].append(position)
      }
    }
    self.init(
      store, threads: 1,
      packs: zip(packed, store.packs).map { positions, pack in
        positions.isEmpty ? nil : PackEntries(at: positions, of: pack)
      }, loose: loose)
  }

  private init(_ store: NativeStore, threads: Int, packs: [PackEntries?], loose: [[Int]]) {
    self.store = store
    forests = zip(packs, store.packs).map { entries, pack in
      entries.map { DeltaForest($0, of: pack, threads: threads) }
    }
    var heavy: [Item] = []
    var light: [Item] = []
    for (pack, forest) in forests.enumerated() {
      guard let forest else { continue }
      for (index, tree) in forest.trees.enumerated() {
        let item = Item(work: .deltaTree(pack: pack, index: index), weight: tree.weight)
        if tree.weight >= Self.heavy { heavy.append(item) } else { light.append(item) }
      }
      for position in forest.entries.misplaced {
        light.append(Item(work: .misplaced(pack: pack, position: position), weight: 0))
      }
    }
    for (folder, positions) in loose.enumerated() {
      for start in stride(from: 0, to: positions.count, by: Self.looseRun) {
        let run = positions[start..<min(start + Self.looseRun, positions.count)]
        light.append(Item(work: .loose(folder: folder, run), weight: 0))
      }
    }
    heavy.sort { $0.weight > $1.weight }
    items = heavy + light
  }

  /// Visits the objects; see ``ObjectStore/walk(_:_:isCancelled:)``.
  func run<Visitor: ObjectVisitor>(
    _ visitors: PerWorker<Visitor>,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    let counter = Atomic(0)
    let walk: @Sendable (Int) -> Void = { worker in
      visitors.with(worker) { visitor in
        var memory = WalkMemory(limit: largestObject)
        var reader = ObjectReader(store)
        let walks = forests.enumerated().map { number, forest in
          forest.map {
            DeltaTreeWalk<Visitor>(
              of: $0, in: store, pack: number, hugeSize: hugeSize, isCancelled: isCancelled)
          }
        }
        while !isCancelled() {
          let item = counter.wrappingAdd(1, ordering: .relaxed).oldValue
          guard item < items.count else { break }
          visit(items[item].work, walks, &memory, &reader, &visitor, isCancelled)
        }
      }
    }
    Threads.run(min(visitors.count, max(1, items.count)), walk)
  }

  private func visit<Visitor: ObjectVisitor>(
    _ work: Work, _ walks: [DeltaTreeWalk<Visitor>?], _ memory: inout WalkMemory,
    _ reader: inout ObjectReader, _ visitor: inout Visitor, _ isCancelled: () -> Bool
  ) {
    switch work {
    case .deltaTree(let pack, let index):
      walks[pack]?.walk(tree: index, &memory, &reader, &visitor)
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

  private func visitLoose<Visitor: ObjectVisitor>(
    _ folder: Int, _ position: Int, _ memory: inout WalkMemory, _ visitor: inout Visitor
  ) {
    let id = store.loose[folder].ids[position]
    let path = store.loose[folder].file(of: id)
    let (number, isCopy) = store.number(folder: folder, position: position, id)
    var object: StoredObject?
    do throws(ObjectError.Reason) {
      var file = try LooseObject(path: path, with: &memory.inflater)
      let found = StoredObject(
        id: id, number: number, kind: file.kind, size: file.size, isCopy: isCopy)
      object = found
      if file.kind == .blob, file.size > hugeSize {
        var failure: ObjectError?
        visitor.visitHuge(found) { buffer, limit throws(ObjectError) in
          do throws(ObjectError.Reason) {
            return try file.read(atMost: limit, with: &memory.inflater, into: &buffer)
          } catch {
            let reported = ObjectError(error, id: id, file: path)
            failure = reported
            throw reported
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
