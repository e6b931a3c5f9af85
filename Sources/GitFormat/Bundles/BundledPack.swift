package import Basics
internal import Inflate
internal import SystemIO

/// The pack of a bundle, which has no index.
///
/// Its entries are gone through once to find them, and then each object is made of what it is derived
/// from. Each step is lent the bytes of the whole bundle, which may lie in a file.
package struct BundledPack: ~Copyable {
  private let format: ObjectFormat
  private var entries: [EntryHeader] = []
  /// Where each entry begins.
  private var offsets: [Int] = []
  /// For each entry, those that are derived from it.
  private var children: [Int: [Int]] = [:]
  private var childrenByID: [ObjectID: [Int]] = [:]
  private var inflater = Inflater()
  /// For each entry, whether its object could be made.
  private var isRead: [Bool] = []

  /// Why entries are missing; nil when all that the pack announces are there.
  package private(set) var damage: ObjectError.Reason?
  /// How many objects are too large, or could not be made of what they are derived from.
  package var unresolved: Int { isRead.count { !$0 } }

  /// Objects larger than this are not read, and those that others are derived from may take so much
  /// together, in bytes.
  private let mostHeld: Int
  /// The instructions that make an object of another one may take so much, in bytes.
  private static let mostOfDelta = 8 << 20

  /// So much is decompressed at once while entries are looked for, in bytes.
  private static let piece = 64 << 10

  /// Finds the entries of a pack.
  ///
  /// - Parameters:
  ///   - bytes: The whole bundle.
  ///   - header: Its header.
  ///   - limit: The most bytes that all entries may decompress to.
  ///   - mostObjects: So many entries are looked at.
  ///   - memoryLimit: Objects larger than this are not read, and those that others are derived from may
  ///     take so much together, in bytes.
  /// - Throws: Why this is no pack.
  package init(
    _ bytes: Span<UInt8>, _ header: BundleHeader, limit: Int, mostObjects: Int, memoryLimit: Int
  ) throws(ObjectError.Reason) {
    format = header.format
    mostHeld = memoryLimit
    let pack = bytes.extracting(header.end...)
    guard pack.count >= Pack.headerSize + format.byteCount else { throw .truncated }
    guard pack.starts(with: Array("PACK".utf8)) else { throw .corrupt("no pack in a bundle") }
    let version = pack.bigEndian32(at: 4)
    guard version == 2 || version == 3 else { throw .unsupported("packs of version \(version)") }
    let count = Int(pack.bigEndian32(at: 8))
    do throws(ObjectError.Reason) {
      let end = try findEntries(
        bytes, min(count, mostObjects), from: header.end + Pack.headerSize, limit: limit)
      guard count <= mostObjects else { throw .unsupported("more than \(mostObjects) objects") }
      guard end == bytes.count - format.byteCount else {
        throw .corrupt("it goes on behind its last object")
      }
    } catch {
      damage = error
    }
  }

  /// Finds so many entries, and returns where the last of them ends.
  private mutating func findEntries(
    _ bytes: Span<UInt8>, _ count: Int, from start: Int, limit: Int
  ) throws(ObjectError.Reason) -> Int {
    var offset = start
    let end = bytes.count - format.byteCount
    var left = limit
    for index in 0..<count {
      let entry = try EntryHeader(bytes, at: offset, end: end, format: format)
      left -= entry.size
      guard left >= 0 else { throw .tooLarge(bytes: limit) }
      let next = try endOfData(of: entry, in: bytes, end: end)
      switch entry.content {
      case .whole: break
      case .delta(let base):
        let place = offsets.partitionPoint { $0 < base }
        if place < offsets.count, offsets[place] == base {
          children[place, default: []].append(index)
        }
      case .deltaByID(let id): childrenByID[id, default: []].append(index)
      }
      entries.append(entry)
      isRead.append(false)
      offsets.append(offset)
      offset = next
    }
    return offset
  }

  private mutating func endOfData(
    of entry: EntryHeader, in bytes: Span<UInt8>, end: Int
  ) throws(ObjectError.Reason) -> Int {
    var place = entry.dataOffset
    var size = 0
    var buffer = ByteBuffer()
    var isAtEnd = false
    do throws(InflateError) { try inflater.begin(.zlib) } catch {
      throw ObjectError.Reason(error, announced: entry.size)
    }
    while !isAtEnd {
      let before = place
      buffer.removeAll()
      let rest = bytes.extracting(place..<end)
      do throws(InflateError) {
        let step = try buffer.extend(by: Self.piece) { output throws(InflateError) in
          try inflater.decodeSome(rest, into: &output, atMost: Self.piece)
        }
        place += step.taken
        isAtEnd = step.isAtEnd
      } catch {
        throw ObjectError.Reason(error, announced: entry.size)
      }
      size += buffer.count
      guard size <= entry.size else { break }
      guard isAtEnd || place > before || buffer.count > 0 else { throw .truncated }
    }
    guard size == entry.size else { throw .corrupt("it has another size than announced") }
    return place
  }

  // MARK: Objects

  /// An object from which others are still to be made.
  private struct Base {
    var content: [UInt8]
    var waiting: [Int]
  }

  /// Reads all objects: commits, tags and trees before blobs.
  ///
  /// - Parameters:
  ///   - bytes: The whole bundle.
  ///   - visit: Gets each object; false for no more.
  package mutating func forEachObject(
    in bytes: Span<UInt8>,
    _ visit: (_ kind: ObjectKind, _ id: ObjectID, _ content: Span<UInt8>) -> Bool
  ) {
    for kind in [ObjectKind.commit, .tag, .tree, .blob] {
      for index in entries.indices where entries[index].content == .whole(kind) {
        guard read(index, kind, in: bytes, visit) else { return }
      }
    }
  }

  /// Reads, of objects that could not be made, what they have that their base has not.
  ///
  /// - Parameters:
  ///   - bytes: The whole bundle.
  ///   - visit: Gets where the entry begins in the bundle, in bytes, and all that is new in it, with a line
  ///     break wherever something of the base comes between; false for no more.
  package mutating func forEachUnresolved(
    in bytes: Span<UInt8>, _ visit: (_ offset: Int, _ added: Span<UInt8>) -> Bool
  ) {
    for index in entries.indices where !isRead[index] {
      guard let delta = data(of: index, in: bytes), let added = added(by: delta), !added.isEmpty
      else {
        continue
      }
      guard visit(offsets[index], added.span) else { return }
    }
  }

  private func added(by delta: [UInt8]) -> [UInt8]? {
    var segments: [DeltaSegment] = []
    guard let baseSize = try? Delta.baseSize(delta.span),
      (try? Delta.parse(delta.span, baseSize: baseSize, limit: .max, into: &segments)) != nil
    else { return nil }
    var added: [UInt8] = []
    for segment in segments {
      if let from = segment.insertedFrom {
        added += delta[from..<from + segment.count]
      } else if added.last != 0x0A {
        added.append(0x0A)
      }
    }
    return added
  }

  /// Reads an object and all that is derived from it.
  private mutating func read(
    _ root: Int, _ kind: ObjectKind, in bytes: Span<UInt8>,
    _ visit: (ObjectKind, ObjectID, Span<UInt8>) -> Bool
  ) -> Bool {
    guard let content = data(of: root, in: bytes) else { return true }
    guard let first = visited(content, root, kind, visit) else { return false }
    var held = content.count
    var bases = [first]
    while let last = bases.indices.last {
      guard let index = bases[last].waiting.popLast() else {
        held -= bases[last].content.count
        bases.removeLast()
        continue
      }
      guard let delta = data(of: index, in: bytes),
        let content = apply(delta, to: bases[last].content)
      else {
        continue
      }
      guard let next = visited(content, index, kind, visit) else { return false }
      if !next.waiting.isEmpty, held + content.count <= mostHeld {
        held += content.count
        bases.append(next)
      }
    }
    return true
  }

  /// Shows an object; nil when no more is wanted.
  private mutating func visited(
    _ content: [UInt8], _ index: Int, _ kind: ObjectKind,
    _ visit: (ObjectKind, ObjectID, Span<UInt8>) -> Bool
  ) -> Base? {
    isRead[index] = true
    var hasher = ObjectHasher(kind, size: content.count, format: format)
    hasher.update(content.span)
    let id = hasher.id
    guard visit(kind, id, content.span) else { return nil }
    let waiting = (children[index] ?? []) + (childrenByID.removeValue(forKey: id) ?? [])
    return Base(content: content, waiting: waiting)
  }

  /// The decompressed bytes of an entry, whose size was found to be right.
  private mutating func data(of index: Int, in bytes: Span<UInt8>) -> [UInt8]? {
    let entry = entries[index]
    let isWhole = if case .whole = entry.content { true } else { false }
    guard entry.size <= (isWhole ? mostHeld : min(mostHeld, Self.mostOfDelta)) else { return nil }
    var buffer = ByteBuffer()
    let span = bytes.extracting(entry.dataOffset..<bytes.count)
    guard (try? inflater.decode(span, size: entry.size, replacing: &buffer)) != nil else {
      return nil
    }
    return buffer.copied()
  }

  private func apply(_ delta: [UInt8], to base: [UInt8]) -> [UInt8]? {
    var segments: [DeltaSegment] = []
    guard
      let size = try? Delta.parse(
        delta.span, baseSize: base.count, limit: mostHeld, into: &segments)
    else { return nil }
    var content: [UInt8] = []
    content.reserveCapacity(size)
    for segment in segments {
      if let from = segment.copiedFrom {
        content += base[from..<from + segment.count]
      } else if let from = segment.insertedFrom {
        content += delta[from..<from + segment.count]
      }
    }
    return content
  }
}
