internal import Basics
internal import Inflate
package import SystemIO

/// An object that is derived from nothing, read piece by piece.
package struct ObjectPieces: ~Copyable {
  /// Its size in bytes, as announced.
  package let size: Int
  private let id: ObjectID
  private let file: String
  /// The file of a loose object; nil in a pack.
  private var loose: LooseObject?
  /// A place in a pack; nil for a loose object.
  private var packed: (pack: Pack, stream: ContentStream)?
  private var inflater: Inflater
  /// Nil when the object is not held against its id.
  private var hasher: ObjectHasher?

  /// Begins with a loose object, of which the decoder has read the head.
  init(
    _ loose: consuming LooseObject, _ inflater: consuming Inflater, _ id: ObjectID, file: String,
    hasher: ObjectHasher?
  ) {
    size = loose.size
    self.loose = consume loose
    self.inflater = inflater
    self.id = id
    self.file = file
    self.hasher = hasher
  }

  /// Begins with an object of a pack, where the decoder stands.
  init(
    _ stream: ContentStream, of pack: Pack, _ inflater: consuming Inflater, _ id: ObjectID,
    hasher: ObjectHasher?
  ) {
    size = stream.size
    packed = (pack, stream)
    self.inflater = inflater
    self.id = id
    file = pack.path
    self.hasher = hasher
  }

  /// Reads on.
  ///
  /// - Parameters:
  ///   - limit: The largest number of bytes that are wanted, at least 1.
  ///   - buffer: Is appended to.
  /// - Returns: Number of bytes appended: fewer than the limit only at the end, then 0.
  /// - Throws: `ObjectError`; at the end also when the whole is not what its id stands for.
  package mutating func read(
    atMost limit: Int, into buffer: inout ByteBuffer
  ) throws(ObjectError) -> Int {
    let before = buffer.count
    do throws(ObjectError.Reason) {
      let count = try readMore(limit, &buffer)
      buffer.withBytes { hasher?.update($0.extracting(before...)) }
      if count < limit, let hasher {
        guard hasher.matches(id) else { throw .otherContent }
        self.hasher = nil
      }
      return count
    } catch {
      throw ObjectError(error, id: id, file: file)
    }
  }

  private mutating func readMore(
    _ limit: Int, _ buffer: inout ByteBuffer
  ) throws(ObjectError.Reason) -> Int {
    guard let (pack, start) = packed else {
      return try loose?.read(atMost: limit, with: &inflater, into: &buffer) ?? 0
    }
    var stream = start
    defer { packed = (pack, stream) }
    return try pack.withBytes { bytes throws(ObjectError.Reason) in
      try stream.read(bytes, atMost: limit, with: &inflater, into: &buffer)
    }
  }
}
