internal import SystemIO

/// Visits the objects of one pack, delta tree by delta tree; one per worker and pack.
///
/// A class, as most trees are small: none of what it holds is to be retained for each of them.
final class DeltaTreeWalk<Visitor: ObjectVisitor> {
  private let store: NativeStore
  /// Which of the store's packs it is.
  private let number: Int
  private let pack: Pack
  private let forest: DeltaForest
  /// Larger blobs from which nothing is derived are lent in pieces.
  private let hugeSize: Int
  private let isCancelled: @Sendable () -> Bool

  init(
    of forest: DeltaForest, in store: NativeStore, pack number: Int, hugeSize: Int,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.store = store
    self.number = number
    self.pack = store.packs[number]
    self.forest = forest
    self.hugeSize = hugeSize
    self.isCancelled = isCancelled
  }

  /// An object that is kept while those derived from it are visited.
  private struct Frame {
    let buffer: WalkMemory.Buffer
    let known: Visitor.Known
    var children: DeltaForest.Children
  }

  /// Visits a tree of the forest.
  func walk(
    tree index: Int, _ memory: inout WalkMemory, _ reader: inout ObjectReader,
    _ visitor: inout Visitor
  ) {
    let tree = forest.trees[index]
    switch forest.root(of: tree) {
    case .broken(let reason):
      fail(tree.entry, nil, reason, &visitor)
    case .whole(let kind):
      walk(from: tree.entry, kind, &memory, &visitor)
    case .derived(let base):
      do throws(ObjectError) {
        let buffer = memory.take()
        let kind = try reader.read(base, limit: memory.limit, into: &buffer.bytes)
        walk(from: tree.entry, kind, base: buffer, &memory, &visitor)
        memory.giveBack(buffer)
      } catch {
        fail(tree.entry, nil, error.reason == .cycle ? .cycle : .baseUnreadable, &visitor)
      }
    }
  }

  /// Visits an entry and all that is derived from it.
  private func walk(
    from root: Int, _ kind: ObjectKind, base: WalkMemory.Buffer? = nil,
    _ memory: inout WalkMemory, _ visitor: inout Visitor
  ) {
    let rootBuffer = memory.take()
    var stack: [Frame] = []
    do throws(ObjectError.Reason) {
      let header = try pack.header(at: forest.entries.offsets[root])
      if base == nil, kind == .blob, header.size > hugeSize, !forest.hasChildren(root) {
        try walkHuge(root, header, &memory, &visitor)
        memory.giveBack(rootBuffer)
        return
      }
      let end =
        if let base {
          try memory.derive(header, of: pack, from: base, into: rootBuffer)
        } else {
          try memory.inflate(header, of: pack, into: rootBuffer)
        }
      check(root, end, &visitor)
      let known =
        if forest.entries.isWanted(root) {
          visit(object(root, kind, rootBuffer.bytes.count), rootBuffer, &visitor)
        } else {
          rootBuffer.bytes.withBytes { visitor.learn(kind, $0, delta: Span(), from: nil) }
        }
      guard forest.hasChildren(root) else {
        memory.giveBack(rootBuffer)
        return
      }
      stack.append(Frame(buffer: rootBuffer, known: known, children: forest.children(of: root)))
    } catch {
      memory.giveBack(rootBuffer)
      fail(root, kind, error, &visitor)
    }

    while !stack.isEmpty {
      let last = stack.count - 1
      guard !isCancelled(), let (entry, isLast) = forest.next(&stack[last].children) else {
        memory.giveBack(stack.removeLast().buffer)
        continue
      }
      let base = stack[last]
      // The heaviest child takes the place of its base: what is kept then lies at least as often
      // on the lighter side, so that a stack never holds more than log2 of the tree.
      if isLast { stack.removeLast() }
      let buffer = memory.take()
      do throws(ObjectError.Reason) {
        let header = try pack.header(at: forest.entries.offsets[entry])
        let end = try memory.derive(header, of: pack, from: base.buffer, into: buffer)
        check(entry, end, &visitor)
        if isLast { memory.giveBack(base.buffer) }
        let known = visit(entry, kind, buffer, from: base.known, memory, &visitor)
        if forest.hasChildren(entry) {
          stack.append(Frame(buffer: buffer, known: known, children: forest.children(of: entry)))
        } else {
          memory.giveBack(buffer)
        }
      } catch {
        memory.giveBack(buffer)
        fail(entry, kind, error, &visitor)
      }
    }
  }

  private func visit(
    _ object: StoredObject, _ buffer: WalkMemory.Buffer, _ visitor: inout Visitor
  ) -> Visitor.Known {
    buffer.bytes.withBytes { visitor.visit(object, $0) }
  }

  private func visit(
    _ entry: Int, _ kind: ObjectKind, _ buffer: WalkMemory.Buffer, from base: Visitor.Known,
    _ memory: borrowing WalkMemory, _ visitor: inout Visitor
  ) -> Visitor.Known {
    let delta = memory.segments.span
    guard forest.entries.isWanted(entry) else {
      return buffer.bytes.withBytes { visitor.learn(kind, $0, delta: delta, from: base) }
    }
    let object = object(entry, kind, buffer.bytes.count)
    return buffer.bytes.withBytes { visitor.visit(object, $0, delta: delta, from: base) }
  }

  private func walkHuge(
    _ entry: Int, _ header: EntryHeader, _ memory: inout WalkMemory, _ visitor: inout Visitor
  ) throws(ObjectError.Reason) {
    let object = object(entry, .blob, header.size)
    var stream = try ContentStream(
      at: header.dataOffset, size: header.size, with: &memory.inflater)
    var failure: ObjectError?
    visitor.visitHuge(object) { buffer, limit throws(ObjectError) in
      do throws(ObjectError.Reason) {
        return try pack.withBytes { bytes throws(ObjectError.Reason) in
          try stream.read(bytes, atMost: limit, with: &memory.inflater, into: &buffer)
        }
      } catch {
        let reported = self.error(entry, error)
        failure = reported
        throw reported
      }
    }
    if let failure { visitor.fail(object, failure) }
  }

  /// Describes a wanted entry.
  private func object(_ entry: Int, _ kind: ObjectKind, _ size: Int) -> StoredObject {
    let position = Int(forest.entries.positions[entry])
    let id = pack.index.id(at: position)
    let (number, isCopy) = store.number(pack: number, position: position, id)
    return StoredObject(
      id: id, number: number, kind: kind, size: size, isCopy: isCopy,
      isBase: forest.hasChildren(entry))
  }

  private func error(_ entry: Int, _ reason: ObjectError.Reason) -> ObjectError {
    let id =
      forest.entries.isWanted(entry)
      ? pack.index.id(at: Int(forest.entries.positions[entry])) : nil
    return ObjectError(
      reason, id: id, file: pack.path, offset: forest.entries.offsets[entry])
  }

  /// Reports bytes between an entry and the next; the entry itself is fine.
  private func check(_ entry: Int, _ end: Int, _ visitor: inout Visitor) {
    // Between some of a pack's entries others stand.
    guard forest.entries.isWhole, end != forest.entries.offsets[entry + 1] else { return }
    visitor.fail(
      nil, ObjectError(.corrupt("bytes that belong to no object"), file: pack.path, offset: end))
  }

  /// Reports an entry that cannot be read, and all that is derived from it.
  private func fail(
    _ entry: Int, _ kind: ObjectKind?, _ reason: ObjectError.Reason, _ visitor: inout Visitor
  ) {
    var waiting = [(entry: entry, reason: reason)]
    while let (entry, reason) = waiting.popLast() {
      if forest.entries.isWanted(entry) {
        let size = (try? pack.header(at: forest.entries.offsets[entry]))?.size ?? 0
        visitor.fail(kind.map { object(entry, $0, size) }, error(entry, reason))
      }
      var children = forest.children(of: entry)
      while let child = forest.next(&children) {
        waiting.append((child.entry, reason == .cycle ? .cycle : .baseUnreadable))
      }
    }
  }
}
