import Basics
import SystemIO
import TestSupport

@testable import GitFormat

/// Keeps all that a walk shows, and makes each derived object anew of its pieces.
struct CollectingVisitor: ObjectVisitor {
  struct Object: Equatable {
    let kind: ObjectKind
    let bytes: [UInt8]
  }

  var objects: [ObjectID: Object] = [:]
  var numbers: [ObjectID: Int] = [:]
  var firstCopies: [ObjectID] = []
  var copies = 0
  var derived = 0
  var huge = 0
  /// Contents of objects that were shown only because others are derived from them.
  var learnt: [[UInt8]] = []
  /// Objects whose pieces do not make them; nil for one that nobody asked for.
  var wrongPieces: [ObjectID?] = []
  var errors: [ObjectError] = []
  /// Size of the pieces in which huge blobs are read.
  var pieceSize = 1000

  mutating func visit(_ object: StoredObject, _ content: Span<UInt8>) -> [UInt8] {
    let bytes = Array(copying: content)
    keep(object, bytes)
    return bytes
  }

  mutating func visit(
    _ object: StoredObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>,
    from base: [UInt8]
  ) -> [UInt8] {
    let bytes = Array(copying: content)
    keep(object, bytes)
    derived += 1
    if !Self.makes(bytes, delta, from: base) { wrongPieces.append(object.id) }
    return bytes
  }

  mutating func learn(
    _ kind: ObjectKind, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: [UInt8]?
  ) -> [UInt8] {
    let bytes = Array(copying: content)
    learnt.append(bytes)
    if let base, !Self.makes(bytes, delta, from: base) { wrongPieces.append(nil) }
    if base == nil, !delta.isEmpty { wrongPieces.append(nil) }
    return bytes
  }

  /// Whether the pieces of a delta make an object of its base.
  private static func makes(
    _ bytes: [UInt8], _ delta: Span<DeltaSegment>, from base: [UInt8]
  ) -> Bool {
    var end = 0
    for index in delta.indices {
      let piece = delta[index]
      guard piece.start == end, piece.count > 0, piece.end <= bytes.count else { return false }
      if let from = piece.copiedFrom {
        guard from + piece.count <= base.count,
          base[from..<(from + piece.count)] == bytes[piece.start..<piece.end]
        else { return false }
      }
      end = piece.end
    }
    return end == bytes.count
  }

  mutating func visitHuge(
    _ object: StoredObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {
    var buffer = ByteBuffer()
    huge += 1
    do throws(ObjectError) {
      while try read(&buffer, pieceSize) == pieceSize {}
      keep(object, buffer.copied())
    } catch {
      // The walk tells `fail` too.
    }
  }

  mutating func fail(_ object: StoredObject?, _ error: ObjectError) { errors.append(error) }

  private mutating func keep(_ object: StoredObject, _ bytes: [UInt8]) {
    if object.size != bytes.count { wrongPieces.append(object.id) }
    if object.isCopy { copies += 1 } else { firstCopies.append(object.id) }
    numbers[object.id] = object.number
    objects[object.id] = Object(kind: object.kind, bytes: bytes)
  }

  /// Walks a store with several workers and puts what they saw together.
  ///
  /// - Parameters:
  ///   - store: The store.
  ///   - wanted: Some of its objects; nil for all.
  ///   - threads: Number of workers.
  ///   - adjust: Changes the limits of the walk.
  /// - Returns: All that was seen.
  static func walk(
    _ store: NativeStore, over wanted: some Sequence<ObjectID>, threads: Int = 3,
    _ adjust: (inout StoreWalk) -> Void = { _ in }
  ) -> CollectingVisitor {
    var numbers = NumberSet(below: store.numberLimit)
    for id in wanted { numbers.insert(store.number(of: id) ?? -1) }
    var walk = StoreWalk(over: numbers, of: store)
    adjust(&walk)
    return run(walk, threads)
  }

  /// Walks all of a store.
  static func walk(
    _ store: NativeStore, threads: Int = 3, _ adjust: (inout StoreWalk) -> Void = { _ in }
  ) -> CollectingVisitor {
    var walk = StoreWalk(over: store)
    adjust(&walk)
    return run(walk, threads)
  }

  private static func run(_ walk: StoreWalk, _ threads: Int) -> CollectingVisitor {
    let visitors = PerWorker(threads) { CollectingVisitor() }
    walk.run(visitors)
    var all = CollectingVisitor()
    visitors.forEach { each in
      all.objects.merge(each.objects) { $1 }
      all.numbers.merge(each.numbers) { $1 }
      all.firstCopies += each.firstCopies
      all.copies += each.copies
      all.derived += each.derived
      all.huge += each.huge
      all.learnt += each.learnt
      all.wrongPieces += each.wrongPieces
      all.errors += each.errors
    }
    return all
  }
}
