internal import SystemIO

/// Visits the objects of one pack family by family; one value per worker and pack.
struct FamilyWalk<Visitor: PackVisitor>: ~Copyable {
  let store: ObjectStore
  let number: Int
  let pack: Pack
  let families: PackFamilies
  /// Larger blobs from which nothing is derived are lent in pieces.
  let hugeSize: Int
  let isCancelled: @Sendable () -> Bool

  /// An object that is kept while those derived from it are visited.
  private struct Frame {
    let buffer: WalkMemory.Buffer
    let carried: Visitor.Carried
    var children: PackFamilies.Children
  }

  /// Visits a family when its kind is wanted.
  func walk(
    _ family: PackFamilies.Family, _ memory: inout WalkMemory, _ reader: inout ObjectReader,
    _ visitor: inout Visitor
  ) {
    switch families.root(of: family) {
    case .broken(let reason):
      fail(family.entry, nil, reason, &visitor)
    case .whole(let kind):
      guard visitor.wants(kind) else { return }
      walk(from: family.entry, kind, &memory, &visitor)
    case .derived(let base):
      do throws(ObjectError) {
        let kind = try reader.kind(of: base)
        guard visitor.wants(kind) else { return }
        let buffer = memory.take()
        _ = try reader.read(base, limit: memory.limit, into: &buffer.bytes)
        walk(from: family.entry, kind, base: buffer, &memory, &visitor)
        memory.giveBack(buffer)
      } catch {
        fail(family.entry, nil, .baseUnreadable, &visitor)
      }
    }
  }

  /// Visits an entry and all that is derived from it.
  private func walk(
    from root: Int, _ kind: ObjectKind, base: WalkMemory.Buffer? = nil,
    _ memory: inout WalkMemory, _ visitor: inout Visitor
  ) {
    let rootBuffer = memory.take()
    var line: [Frame] = []
    do throws(ObjectError.Reason) {
      let header = try pack.header(at: families.order.offsets[root])
      let size: Int
      if let base {
        let end = try memory.derive(header, of: pack, from: base, into: rootBuffer)
        check(root, end, &visitor)
        size = rootBuffer.bytes.count
      } else if kind == .blob, header.size > hugeSize, !families.hasChildren(root) {
        try walkHuge(root, header, &memory, &visitor)
        memory.giveBack(rootBuffer)
        return
      } else {
        let end = try memory.inflate(header, of: pack, into: rootBuffer)
        check(root, end, &visitor)
        size = header.size
      }
      let object = object(root, kind, size)
      let carried = rootBuffer.bytes.withBytes { visitor.visit(object, $0) }
      guard families.hasChildren(root) else {
        memory.giveBack(rootBuffer)
        return
      }
      line.append(
        Frame(buffer: rootBuffer, carried: carried, children: families.children(of: root)))
    } catch {
      memory.giveBack(rootBuffer)
      fail(root, kind, error, &visitor)
    }

    while !line.isEmpty {
      let last = line.count - 1
      guard !isCancelled(), let (entry, isLast) = families.next(&line[last].children) else {
        memory.giveBack(line.removeLast().buffer)
        continue
      }
      let base = line[last]
      // The heaviest child takes the place of its base: what is kept then lies at least as often
      // on the lighter side, so that a line never holds more than log2 of the family.
      if isLast { line.removeLast() }
      let buffer = memory.take()
      do throws(ObjectError.Reason) {
        let header = try pack.header(at: families.order.offsets[entry])
        let end = try memory.derive(header, of: pack, from: base.buffer, into: buffer)
        check(entry, end, &visitor)
        if isLast { memory.giveBack(base.buffer) }
        let object = object(entry, kind, buffer.bytes.count)
        let carried = buffer.bytes.withBytes { content in
          visitor.visit(object, content, delta: memory.segments.span, from: base.carried)
        }
        if families.hasChildren(entry) {
          line.append(
            Frame(buffer: buffer, carried: carried, children: families.children(of: entry)))
        } else {
          memory.giveBack(buffer)
        }
      } catch {
        memory.giveBack(buffer)
        fail(entry, kind, error, &visitor)
      }
    }
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
        let told = self.error(entry, error)
        failure = told
        throw told
      }
    }
    if let failure { visitor.fail(object, failure) }
  }

  /// What is known of an entry.
  private func object(_ entry: Int, _ kind: ObjectKind, _ size: Int) -> PackedObject {
    let position = Int(families.order.positions[entry])
    let id = pack.index.id(at: position)
    let (number, isCopy) = store.number(pack: number, position: position, id)
    return PackedObject(id: id, number: number, kind: kind, size: size, isCopy: isCopy)
  }

  private func error(_ entry: Int, _ reason: ObjectError.Reason) -> ObjectError {
    ObjectError(
      reason, id: pack.index.id(at: Int(families.order.positions[entry])), file: pack.path,
      offset: families.order.offsets[entry])
  }

  /// Tells of bytes between an entry and the next; the entry itself is fine.
  private func check(_ entry: Int, _ end: Int, _ visitor: inout Visitor) {
    guard end != families.order.offsets[entry + 1] else { return }
    visitor.fail(
      nil, ObjectError(.corrupt("bytes that belong to no object"), file: pack.path, offset: end))
  }

  /// Tells of an entry that cannot be read, and of all that is derived from it.
  private func fail(
    _ entry: Int, _ kind: ObjectKind?, _ reason: ObjectError.Reason, _ visitor: inout Visitor
  ) {
    var waiting = [(entry: entry, reason: reason)]
    while let (entry, reason) = waiting.popLast() {
      let size = (try? pack.header(at: families.order.offsets[entry]))?.size ?? 0
      visitor.fail(kind.map { object(entry, $0, size) }, error(entry, reason))
      var children = families.children(of: entry)
      while let child = families.next(&children) {
        waiting.append((child.entry, .baseUnreadable))
      }
    }
  }
}
