package import Basics
internal import Inflate
package import SystemIO

/// Reads single objects from a native store; one reader per thread.
package struct ObjectReader: ~Copyable {
  private let store: NativeStore
  /// Whether objects are held against their ids.
  private let checksIDs: Bool
  private var inflater = Inflater()
  private var delta = ByteBuffer()
  private var other = ByteBuffer()
  private var segments: [DeltaSegment] = []

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - store: What it reads from.
  ///   - checksIDs: Whether objects are hashed and held against their ids, which finds what a
  ///     decoder cannot; 2 ns a byte.
  package init(_ store: NativeStore, checksIDs: Bool = false) {
    self.store = store
    self.checksIDs = checksIDs
  }

  /// Reads an object; see ``SingleObjectReader/read(_:limit:into:)``.
  package mutating func read(
    _ id: ObjectID, limit: Int, into buffer: inout ByteBuffer
  ) throws(ObjectError) -> ObjectKind {
    var chain: [Link] = []
    let end = try follow(id, &chain)
    let kind: ObjectKind
    switch end {
    case .loose(let path):
      do throws(ObjectError.Reason) {
        var object = try LooseObject(path: path, with: &inflater)
        kind = object.kind
        try object.readAll(limit: limit, with: &inflater, into: &buffer)
      } catch {
        throw ObjectError(error, id: id, file: path)
      }
    case .packed(let link, let found):
      kind = found
      try Self.inflate(link, id, store, limit: limit, &inflater, into: &buffer)
    }
    while let link = chain.popLast() {
      try Self.inflate(link, id, store, limit: limit, &inflater, into: &delta)
      do throws(ObjectError.Reason) {
        try Self.derive(from: buffer, by: delta, limit: limit, &segments, into: &other)
      } catch {
        throw link.error(error, store, id)
      }
      swap(&buffer, &other)
    }
    if var hasher = hasher(kind, buffer.count) {
      buffer.withBytes { hasher.update($0) }
      guard hasher.matches(id) else { throw ObjectError(.otherContent, id: id) }
    }
    return kind
  }

  /// Reads the first bytes of an object that is derived from nothing; see
  /// ``SingleObjectReader/readFront(of:count:into:)``.
  mutating func readFront(of number: Int, count: Int, into buffer: inout ByteBuffer) -> ObjectKind?
  {
    let (holder, position) = store.position(of: number)
    guard holder < store.packs.count else { return nil }
    let pack = store.packs[holder]
    guard let offset = pack.index.offset(at: position),
      let header = try? pack.header(at: offset), case .whole(let kind) = header.content
    else { return nil }
    // What is not longer is read as a whole, with its checksum.
    guard header.size > count else {
      return (try? pack.inflate(header, limit: count, with: &inflater, into: &buffer)).map { _ in
        kind
      }
    }
    return pack.inflateFront(header, count: count, with: &inflater, into: &buffer) ? kind : nil
  }

  /// Opens an object to be read piece by piece, if it is larger than so many bytes and derived from
  /// nothing; nil for another.
  package func pieces(
    of id: ObjectID, largerThan size: Int
  ) throws(ObjectError) -> ObjectPieces? {
    var chain: [Link] = []
    let end = try follow(id, &chain)
    guard chain.isEmpty else { return nil }
    switch end {
    case .loose(let path):
      do throws(ObjectError.Reason) {
        var inflater = Inflater()
        let object = try LooseObject(path: path, with: &inflater)
        guard object.size > size else { return nil }
        let hasher = hasher(object.kind, object.size)
        return ObjectPieces(object, inflater, id, file: path, hasher: hasher)
      } catch {
        throw ObjectError(error, id: id, file: path)
      }
    case .packed(let link, let kind):
      let pack = store.packs[link.pack]
      do throws(ObjectError.Reason) {
        let header = try pack.header(at: link.offset)
        guard header.size > size else { return nil }
        var inflater = Inflater()
        let stream = try ContentStream(at: header.dataOffset, size: header.size, with: &inflater)
        return ObjectPieces(
          stream, of: pack, inflater, id, hasher: hasher(kind, header.size))
      } catch {
        throw link.error(error, store, id)
      }
    }
  }

  /// What is to be held against an id; nil when nothing is.
  private func hasher(_ kind: ObjectKind, _ size: Int) -> ObjectHasher? {
    checksIDs ? ObjectHasher(kind, size: size, format: store.format) : nil
  }

  /// An entry of a pack.
  private struct Link: Hashable {
    let pack: Int
    let offset: Int

    func error(_ reason: ObjectError.Reason, _ store: NativeStore, _ id: ObjectID) -> ObjectError {
      ObjectError(reason, id: id, file: store.packs[pack].path, offset: offset)
    }
  }

  /// The object that a chain of deltas begins with.
  private enum Origin {
    case packed(Link, ObjectKind)
    case loose(path: String)
  }

  private static let longChain = 64

  /// Collects the deltas that make an object, its own first.
  private func follow(
    _ id: ObjectID, _ chain: inout [Link]
  ) throws(ObjectError) -> Origin {
    // Only of long chains it is worth knowing what was met: git's own end after 50 links.
    var met: Set<Link> = []
    var wanted = id
    while true {
      switch store.place(of: wanted) {
      case nil:
        throw ObjectError(wanted == id ? .missing : .baseUnreadable, id: id)
      case .loose(let folder):
        return .loose(path: store.loose[folder].file(of: wanted))
      case .packed(let pack, let position):
        guard var offset = store.packs[pack].index.offset(at: position) else {
          throw ObjectError(
            .corrupt("an offset outside the pack"), id: id, file: store.packs[pack].path)
        }
        chase: while true {
          let link = Link(pack: pack, offset: offset)
          do throws(ObjectError.Reason) {
            if chain.count > Self.longChain, !met.insert(link).inserted { throw .cycle }
            switch try store.packs[pack].header(at: offset).content {
            case .whole(let kind):
              return .packed(link, kind)
            case .delta(let base):
              chain.append(link)
              offset = base
            case .deltaByID(let base):
              chain.append(link)
              wanted = base
              break chase
            }
          } catch {
            throw link.error(error, store, id)
          }
        }
      }
    }
  }

  private static func inflate(
    _ link: Link, _ id: ObjectID, _ store: NativeStore, limit: Int, _ inflater: inout Inflater,
    into buffer: inout ByteBuffer
  ) throws(ObjectError) {
    do throws(ObjectError.Reason) {
      let pack = store.packs[link.pack]
      _ = try pack.inflate(
        try pack.header(at: link.offset), limit: limit, with: &inflater, into: &buffer)
    } catch {
      throw link.error(error, store, id)
    }
  }

  private static func derive(
    from base: borrowing ByteBuffer, by delta: borrowing ByteBuffer, limit: Int,
    _ segments: inout [DeltaSegment], into result: inout ByteBuffer
  ) throws(ObjectError.Reason) {
    try delta.withBytes { delta throws(ObjectError.Reason) in
      try base.withBytes { base throws(ObjectError.Reason) in
        _ = try Delta.parse(delta, baseSize: base.count, limit: limit, into: &segments)
        result.assemble(segments.span, from: base, inserting: delta)
      }
    }
  }
}

/// An ``ObjectReader`` behind the interface of all stores.
final class NativeReader: SingleObjectReader {
  private var reader: ObjectReader

  init(_ store: NativeStore) { reader = ObjectReader(store) }

  func read(
    _ id: ObjectID, limit: Int, into buffer: inout ByteBuffer
  ) throws(ObjectError) -> ObjectKind {
    try reader.read(id, limit: limit, into: &buffer)
  }

  func readFront(of number: Int, count: Int, into buffer: inout ByteBuffer) -> ObjectKind? {
    reader.readFront(of: number, count: count, into: &buffer)
  }
}
