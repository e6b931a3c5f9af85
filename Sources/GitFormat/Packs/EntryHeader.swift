internal import Basics

/// What stands in front of the compressed bytes of an entry of a pack; see gitformat-pack(5).
struct EntryHeader: Sendable, Equatable {
  /// What the compressed bytes are.
  enum Content: Sendable, Equatable {
    /// A whole object.
    case whole(ObjectKind)
    /// A delta against the entry at an offset in the same pack, which lies before this one.
    case delta(baseOffset: Int)
    /// A delta against an object, wherever it is.
    case deltaByID(ObjectID)
  }

  /// What the compressed bytes are.
  let content: Content
  /// Size of the decompressed bytes, as announced: of the object, or of the delta.
  let size: Int
  /// Where the compressed bytes begin in the pack.
  let dataOffset: Int

  /// Reads the header of an entry of a whole pack, whose entries end at `end`.
  ///
  /// - Throws: Why it cannot be read; `bytes` is untrusted, and so is `offset`.
  init(
    _ bytes: Span<UInt8>, at offset: Int, end: Int, format: ObjectFormat
  ) throws(ObjectError.Reason) {
    guard offset >= Pack.headerSize, offset < end else {
      throw .corrupt("an offset outside the pack")
    }
    var next = offset
    var byte = bytes[next]
    next += 1
    let type = byte >> 4 & 7
    var size = Int(byte & 15)
    var shift = 4
    while byte & 0x80 != 0 {
      guard next < end else { throw .truncated }
      // Sixty bits are more than any file can hold.
      guard shift <= 53 else { throw .corrupt("an absurd size") }
      byte = bytes[next]
      next += 1
      size |= Int(byte & 0x7F) << shift
      shift += 7
    }
    switch type {
    case 1: content = .whole(.commit)
    case 2: content = .whole(.tree)
    case 3: content = .whole(.blob)
    case 4: content = .whole(.tag)
    case 6:
      let distance = try Self.distance(bytes, from: &next, end: end)
      guard distance > 0, distance <= offset - Pack.headerSize else {
        throw .corrupt("a base outside the pack")
      }
      content = .delta(baseOffset: offset - distance)
    case 7:
      guard end - next >= format.byteCount else { throw .truncated }
      content = .deltaByID(ObjectID(bytes, at: next, format: format))
      next += format.byteCount
    default: throw .corrupt("an entry of type \(type)")
    }
    self.size = size
    dataOffset = next
  }

  /// How far back the base of an `OFS_DELTA` begins.
  private static func distance(
    _ bytes: Span<UInt8>, from next: inout Int, end: Int
  ) throws(ObjectError.Reason) -> Int {
    guard next < end else { throw .truncated }
    var byte = bytes[next]
    next += 1
    var distance = Int(byte & 0x7F)
    while byte & 0x80 != 0 {
      guard next < end else { throw .truncated }
      guard distance < 1 << 52 else { throw .corrupt("a base outside the pack") }
      byte = bytes[next]
      next += 1
      distance = (distance + 1) << 7 | Int(byte & 0x7F)
    }
    return distance
  }
}
