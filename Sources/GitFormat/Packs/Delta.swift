package import SystemIO

/// A piece of a derived object; neighbouring pieces may both be new bytes.
package typealias DeltaSegment = SourceRun

/// The instructions that make an object of another one; see gitformat-pack(5), "Deltified
/// representation".
enum Delta {
  /// Reads a delta, decompressed and untrusted, and returns the size of its result, in bytes.
  ///
  /// `segments` becomes the pieces of the result, each checked to lie in its source; pieces that
  /// continue one another in the base are one.
  ///
  /// - Throws: Why it is no delta of that base.
  static func parse(
    _ bytes: Span<UInt8>, baseSize: Int, limit: Int, into segments: inout [DeltaSegment]
  ) throws(ObjectError.Reason) -> Int {
    segments.removeAll(keepingCapacity: true)
    var next = 0
    guard try size(bytes, from: &next) == baseSize else {
      throw .corrupt("a delta for a base of another size")
    }
    let resultSize = try size(bytes, from: &next)
    guard resultSize <= limit else { throw .tooLarge(bytes: resultSize) }
    let end = bytes.count
    var written = 0
    var copyEnd = -1
    while next < end {
      let instruction = bytes[next]
      next += 1
      if instruction & 0x80 != 0 {
        var offset = 0
        var count = 0
        guard end - next >= (instruction & 0x7F).nonzeroBitCount else { throw .truncated }
        if instruction & 0x01 != 0 {
          offset = Int(bytes[next])
          next += 1
        }
        if instruction & 0x02 != 0 {
          offset |= Int(bytes[next]) << 8
          next += 1
        }
        if instruction & 0x04 != 0 {
          offset |= Int(bytes[next]) << 16
          next += 1
        }
        if instruction & 0x08 != 0 {
          offset |= Int(bytes[next]) << 24
          next += 1
        }
        if instruction & 0x10 != 0 {
          count = Int(bytes[next])
          next += 1
        }
        if instruction & 0x20 != 0 {
          count |= Int(bytes[next]) << 8
          next += 1
        }
        if instruction & 0x40 != 0 {
          count |= Int(bytes[next]) << 16
          next += 1
        }
        if count == 0 { count = 0x10000 }
        guard count <= baseSize, offset <= baseSize - count, count <= resultSize - written else {
          throw .corrupt("a delta that copies beyond its base or result")
        }
        if offset == copyEnd, let last = segments.popLast(), let from = last.copiedFrom {
          segments.append(
            DeltaSegment(start: last.start, count: last.count + count, copiedFrom: from))
        } else {
          segments.append(DeltaSegment(start: written, count: count, copiedFrom: offset))
        }
        copyEnd = offset + count
        written += count
      } else {
        let count = Int(instruction)
        guard count > 0 else { throw .corrupt("a delta with an unknown instruction") }
        guard count <= end - next else { throw .truncated }
        guard count <= resultSize - written else {
          throw .corrupt("a delta that inserts beyond its result")
        }
        segments.append(DeltaSegment(start: written, count: count, insertedFrom: next))
        next += count
        written += count
        copyEnd = -1
      }
    }
    guard written == resultSize else { throw .corrupt("a delta that stops before its result") }
    return resultSize
  }

  /// The size that the base of a delta must have, in bytes.
  static func baseSize(_ bytes: Span<UInt8>) throws(ObjectError.Reason) -> Int {
    var next = 0
    return try size(bytes, from: &next)
  }

  /// A size of seven bits per byte, the lowest first.
  private static func size(
    _ bytes: Span<UInt8>, from next: inout Int
  ) throws(ObjectError.Reason) -> Int {
    var size = 0
    var shift = 0
    while true {
      guard next < bytes.count else { throw .truncated }
      guard shift <= 49 else { throw .corrupt("an absurd size") }
      let byte = bytes[next]
      next += 1
      size |= Int(byte & 0x7F) << shift
      shift += 7
      if byte & 0x80 == 0 { return size }
    }
  }
}
