internal import Inflate
internal import SystemIO

/// What one worker of a walk uses again and again: the decoder and buffers.
struct WalkMemory: ~Copyable {
  /// A buffer that can wait in a list.
  final class Buffer {
    var bytes = ByteBuffer()
  }

  var inflater = Inflater()
  /// The pieces of the object that was derived last.
  private(set) var segments: [DeltaSegment] = []
  private var delta = ByteBuffer()
  private var free: [Buffer] = []
  private var freeBytes = 0
  /// The largest size of an object that is accepted, in bytes.
  let limit: Int

  /// Buffers that nobody uses are kept up to this many bytes in all.
  private static let mostFree = 32 << 20

  init(limit: Int) { self.limit = limit }

  /// A buffer; its old content is still in it.
  mutating func take() -> Buffer {
    guard let buffer = free.popLast() else { return Buffer() }
    freeBytes -= buffer.bytes.capacity
    return buffer
  }

  /// Gives a buffer back.
  mutating func giveBack(_ buffer: Buffer) {
    guard freeBytes + buffer.bytes.capacity <= Self.mostFree else { return }
    freeBytes += buffer.bytes.capacity
    free.append(buffer)
  }

  /// Decompresses a whole object.
  ///
  /// - Returns: Where its entry ends in the pack.
  mutating func inflate(
    _ header: EntryHeader, of pack: Pack, into buffer: Buffer
  ) throws(ObjectError.Reason) -> Int {
    try pack.inflate(header, limit: limit, with: &inflater, into: &buffer.bytes)
  }

  /// Decompresses a delta and makes an object of its base; `segments` gets its pieces.
  ///
  /// - Returns: Where the delta's entry ends in the pack.
  mutating func derive(
    _ header: EntryHeader, of pack: Pack, from base: Buffer, into buffer: Buffer
  ) throws(ObjectError.Reason) -> Int {
    let end = try pack.inflate(header, limit: limit, with: &inflater, into: &delta)
    try delta.withBytes { delta throws(ObjectError.Reason) in
      try base.bytes.withBytes { base throws(ObjectError.Reason) in
        _ = try Delta.parse(delta, baseSize: base.count, limit: limit, into: &segments)
        buffer.bytes.assemble(segments.span, from: base, inserting: delta)
      }
    }
    return end
  }
}
