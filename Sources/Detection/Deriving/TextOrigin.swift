import Bytes

/// What a text has in common with its base, and where it is new.
///
/// A part of the text is settled when all of it was copied in one piece: whatever depends on no
/// other bytes is as it is in the base. The end of a text is a byte like any other here: it is
/// copied when the end of the base is.
struct TextOrigin {
  /// In order, with neither overlap nor two neighbours that continue each other.
  let copies: [CopiedRange]
  private let length: Int
  private let baseLength: Int

  /// Sums up a delta.
  ///
  /// - Parameters:
  ///   - copies: In the order of the text, without overlaps.
  ///   - length: Length of the text in bytes.
  ///   - baseLength: Length of the base in bytes.
  init(_ copies: [CopiedRange], length: Int, baseLength: Int) {
    self.length = length
    self.baseLength = baseLength
    var joined: [CopiedRange] = []
    joined.reserveCapacity(copies.count)
    for copy in copies where !copy.range.isEmpty {
      if let last = joined.last, last.range.upperBound == copy.range.lowerBound,
        last.baseEnd == copy.baseStart
      {
        joined[joined.count - 1].range = last.range.lowerBound..<copy.range.upperBound
      } else {
        joined.append(copy)
      }
    }
    self.copies = joined
  }

  /// The part of a copy's range in which things settle that depend on bytes around them.
  ///
  /// - Parameters:
  ///   - copy: One of the copies.
  ///   - before: How many bytes before something decide about it.
  ///   - after: How many bytes from its first byte on decide about it.
  /// - Returns: The offsets in the text where such a thing is as in the base; may be empty.
  func settled(in copy: CopiedRange, before: Int, after: Int) -> Range<Int> {
    let isStart = copy.range.lowerBound == 0 && copy.baseStart == 0
    let isEnd = copy.range.upperBound == length && copy.baseEnd == baseLength
    let first = copy.range.lowerBound + (isStart ? 0 : before)
    let end = copy.range.upperBound - (isEnd ? 0 : after - 1)
    return first..<max(first, min(end, copy.range.upperBound))
  }

  /// The copy that an offset of the text lies in; nil when its byte is new.
  func copy(holding offset: Int) -> CopiedRange? {
    let index = copies.partitionPoint { $0.range.upperBound <= offset }
    return index < copies.count && copies[index].range.contains(offset) ? copies[index] : nil
  }

  /// Whether a range of the text was copied in one piece.
  func isCopied(_ range: Range<Int>) -> Bool {
    copy(holding: range.lowerBound).map { range.upperBound <= $0.range.upperBound } ?? false
  }

  /// Calls `body` for every range that holds new bytes or a seam between two copies.
  ///
  /// - Parameters:
  ///   - margin: How far the ranges are widened, in bytes; those that then meet are joined.
  ///   - body: Is given each range, in order.
  func forEachNewRange(margin: Int, _ body: (Range<Int>) -> Void) {
    var pending: Range<Int>?
    func add(_ start: Int, _ end: Int) {
      let (start, end) = (max(0, start - margin), min(length, end + margin))
      guard start < end else { return }
      if let last = pending, start <= last.upperBound {
        pending = last.lowerBound..<max(end, last.upperBound)
      } else {
        if let last = pending { body(last) }
        pending = start..<end
      }
    }
    var position = 0
    var baseEnd = 0
    for copy in copies {
      let isSeam = copy.range.lowerBound > position || copy.baseStart != baseEnd
      if isSeam { add(position, copy.range.lowerBound) }
      position = copy.range.upperBound
      baseEnd = copy.baseEnd
    }
    if position < length || baseEnd != baseLength { add(position, length) }
    if let last = pending { body(last) }
  }
}
