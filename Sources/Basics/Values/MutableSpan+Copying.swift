#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Copies within and into borrowed bytes, checked once and not for each byte.
extension MutableSpan<UInt8> {
  /// Copies bytes that stand a distance before a place, one after the other: where the distance is
  /// smaller than the count, bytes that were written are copied again, as LZ77 means it.
  ///
  /// Up to 32 bytes behind the copy may be overwritten: the span ends in room that holds nothing yet.
  ///
  /// - Parameters:
  ///   - place: Where the first byte goes.
  ///   - distance: How far before it the first byte stands; at least 1.
  ///   - count: How many bytes; all must lie within the span.
  package mutating func repeatBytes(at place: Int, distance: Int, count: Int) {
    precondition(distance > 0 && distance <= place && count >= 0 && place <= self.count)
    let spare = self.count - place - count
    precondition(spare >= 0)
    unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      // SAFETY: the source begins within the span, and the target ends `spare` bytes before its
      // end; a short copy writes up to 32 bytes more than asked for only where there are so many.
      let target = unsafe base + place
      let source = unsafe target - distance
      if distance >= count {
        if count <= 32, distance >= 32, spare >= 32 {
          unsafe target.copyMemory(from: source, byteCount: 32)
        } else {
          unsafe target.copyMemory(from: source, byteCount: count)
        }
      } else if distance == 1 {
        unsafe _ = memset(target, Int32(source.load(as: UInt8.self)), count)
      } else {
        // What is there already is doubled until it is enough.
        var done = 0
        var ready = distance
        while done < count {
          let part = min(ready, count - done)
          unsafe (target + done).copyMemory(from: source, byteCount: part)
          done += part
          ready += part
        }
      }
    }
  }

  /// Copies a part of other bytes to a place; both must be within their spans.
  package mutating func copy(_ range: Range<Int>, of source: Span<UInt8>, to place: Int) {
    precondition(place >= 0 && place <= count && range.count <= count - place)
    let part = source.extracting(range)
    unsafe withUnsafeMutableBytes { buffer in
      unsafe part.withUnsafeBytes { part in
        guard let target = buffer.baseAddress, let from = part.baseAddress else { return }
        // SAFETY: the part is lent, and there is room for it behind the place.
        unsafe (target + place).copyMemory(from: from, byteCount: part.count)
      }
    }
  }
}
