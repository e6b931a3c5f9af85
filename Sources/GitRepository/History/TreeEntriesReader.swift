internal import Basics
internal import GitFormat
internal import SystemIO

/// Reads trees with all of their entries; one value per worker.
struct TreeEntriesReader: ObjectVisitor {
  private(set) var check: TreeCheck
  /// Trees that cannot be read.
  private(set) var failures: [(id: ObjectID?, error: ObjectError)] = []

  init(_ store: any ObjectStore, _ missing: MissingObjects) {
    check = TreeCheck(store, missing, keeping: .entries)
  }

  /// Takes what was read so far, and begins anew.
  mutating func takeTrees() -> [(number: Int, entries: [TreeLinks.Link])] { check.takeTrees() }

  /// Reads a tree that was read elsewhere.
  mutating func read(_ content: Span<UInt8>, _ kind: ObjectKind, _ id: ObjectID, _ number: Int) {
    let object = StoredObject(
      id: id, number: number, kind: kind, size: content.count, isCopy: false)
    _ = visit(object, content)
  }

  mutating func visit(_ object: StoredObject, _ content: Span<UInt8>) -> TreeCheck.KnownTree {
    visit(object, content, delta: Span(), from: TreeCheck.KnownTree())
  }

  mutating func visit(
    _ object: StoredObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>,
    from base: TreeCheck.KnownTree
  ) -> TreeCheck.KnownTree {
    do throws(ObjectError.Reason) {
      guard object.kind == .tree else { throw .corrupt("a \(object.kind) instead of a tree") }
      return try check.check(content, number: object.number, delta: delta, base: base)
    } catch {
      failures.append((nil, ObjectError(error, id: object.id)))
      return TreeCheck.KnownTree()
    }
  }

  mutating func learn(
    _ kind: ObjectKind, _ content: Span<UInt8>, delta: Span<DeltaSegment>,
    from base: TreeCheck.KnownTree?
  ) -> TreeCheck.KnownTree {
    guard kind == .tree else { return TreeCheck.KnownTree() }
    let base = base ?? TreeCheck.KnownTree()
    return (try? check.check(content, number: nil, delta: delta, base: base))
      ?? TreeCheck.KnownTree()
  }

  mutating func visitHuge(
    _ object: StoredObject, read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {}

  mutating func fail(_ object: StoredObject?, _ error: ObjectError) {
    failures.append((object?.id ?? error.id, error))
  }
}
