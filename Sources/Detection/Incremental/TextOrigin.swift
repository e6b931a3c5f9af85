import Basics

/// A range of a text that is, byte for byte, a range of another text, its base.
public struct CopiedRange: Sendable, Equatable {
  /// Where it stands in the text.
  public var range: Range<Int>
  /// Where it begins in the base.
  public var baseStart: Int

  /// A range of a text that stands from an offset on in the base.
  public init(_ range: Range<Int>, from baseStart: Int) {
    self.range = range
    self.baseStart = baseStart
  }

  /// Fewest bytes that are worth being known as a copy.
  ///
  /// Changes come in clusters: what is done around each takes longer than to look at the copied bytes
  /// between them again.
  package static let shortest = 64

  /// Returns whether a range of the base is part of it.
  func holds(_ range: Range<Int>) -> Bool {
    baseStart <= range.lowerBound && range.upperBound <= baseEnd
  }

  /// Where the range ends in the base.
  var baseEnd: Int { baseStart + range.count }

  /// How far bytes have moved from the base to the text.
  var shift: Int { range.lowerBound - baseStart }
}

/// What a text has in common with its base, and where it is new.
///
/// A part of the text is settled when all of it was copied in one piece: whatever depends on no
/// other bytes is as it is in the base. The end of a text is a byte like any other here: it is
/// copied when the end of the base is.
struct TextOrigin {
  /// In order, with neither overlap nor two neighbours that continue each other; shorter ones count as
  /// new bytes.
  private(set) var copies: [CopiedRange] = []
  /// Where something is new, in order: the bytes between two copies; empty where these meet.
  private var windows: [Range<Int>] = []
  private var length = 0
  private var baseLength = 0

  /// An empty text has nothing from an empty base.
  init() {}

  /// Sums up a delta; see ``sumUp(_:length:baseLength:)``.
  init(_ copies: [CopiedRange], length: Int, baseLength: Int) {
    sumUp(copies, length: length, baseLength: baseLength)
  }

  /// Sums up a delta, in the memory of the one before.
  ///
  /// - Parameters:
  ///   - copies: In the order of the text, without overlaps.
  ///   - length: Length of the text in bytes.
  ///   - baseLength: Length of the base in bytes.
  mutating func sumUp(_ copies: [CopiedRange], length: Int, baseLength: Int) {
    self.length = length
    self.baseLength = baseLength
    self.copies.removeAll(keepingCapacity: true)
    windows.removeAll(keepingCapacity: true)
    // Where the text goes on as its base does, in both.
    var (position, baseEnd) = (0, 0)
    var pending: CopiedRange?
    func keep(_ copy: CopiedRange) {
      guard copy.range.count >= CopiedRange.shortest else { return }
      if position != copy.range.lowerBound || baseEnd != copy.baseStart {
        windows.append(position..<copy.range.lowerBound)
      }
      self.copies.append(copy)
      (position, baseEnd) = (copy.range.upperBound, copy.baseEnd)
    }
    for copy in copies where !copy.range.isEmpty {
      guard let last = pending else {
        pending = copy
        continue
      }
      if last.range.upperBound == copy.range.lowerBound, last.baseEnd == copy.baseStart {
        pending = CopiedRange(last.range.lowerBound..<copy.range.upperBound, from: last.baseStart)
      } else {
        keep(last)
        pending = copy
      }
    }
    if let last = pending { keep(last) }
    if position < length || baseEnd != baseLength { windows.append(position..<length) }
  }

  /// The bytes of which it is known that they are as in the base, wherever a copy's text goes on.
  ///
  /// That is the copy's range; beyond the ends of both texts it has no end.
  ///
  /// - Parameter copy: One of the copies.
  /// - Returns: What depends on no byte outside of this is in the text as in the base.
  func settled(in copy: CopiedRange) -> Range<Int> {
    let isStart = copy.range.lowerBound == 0 && copy.baseStart == 0
    let isEnd = copy.range.upperBound == length && copy.baseEnd == baseLength
    return (isStart ? .min : copy.range.lowerBound)..<(isEnd ? .max : copy.range.upperBound)
  }

  /// The copy that an offset of the text lies in; nil when its byte is new.
  func copy(holding offset: Int) -> CopiedRange? {
    let index = copies.partitionPoint { $0.range.upperBound <= offset }
    return index < copies.count && copies[index].range.contains(offset) ? copies[index] : nil
  }

  /// Returns whether a range of the text was copied in one piece.
  func isCopied(_ range: Range<Int>) -> Bool {
    copy(holding: range.lowerBound).map { range.upperBound <= $0.range.upperBound } ?? false
  }

  /// Calls `body` for ranges that hold all new bytes and seams between two copies.
  ///
  /// - Parameters:
  ///   - margin: How far the ranges are widened, in bytes; those that then meet are joined.
  ///   - body: Is given each range, in order.
  func forEachNewRange(margin: Int, _ body: (Range<Int>) -> Void) {
    forEachNewRange(
      widenedBy: { max(0, $0.lowerBound - margin)..<min(length, $0.upperBound + margin) }, body)
  }

  /// Calls `body` for ranges that hold all new bytes and seams between two copies.
  ///
  /// - Parameters:
  ///   - widen: Widens a range, which may be empty; those that then meet are joined, and those that
  ///     are still empty left out.
  ///   - body: Is given each range, in order.
  func forEachNewRange(widenedBy widen: (Range<Int>) -> Range<Int>, _ body: (Range<Int>) -> Void) {
    windows.forEachJoined(widenedBy: widen, body)
  }
}

extension Sequence<Range<Int>> {
  /// Calls `body` for ranges, each with what lies around it.
  ///
  /// - Parameters:
  ///   - widen: Gives a range, which may be empty, its new bounds, which ascend as the ranges do; those
  ///     that then meet are joined, and those that are still empty left out.
  ///   - body: Is given each range, in order.
  @inline(__always)
  func forEachJoined(widenedBy widen: (Range<Int>) -> Range<Int>, _ body: (Range<Int>) -> Void) {
    var pending = 0..<0
    for range in self {
      let range = widen(range)
      if range.lowerBound <= pending.upperBound, !pending.isEmpty {
        let start = Swift.min(pending.lowerBound, range.lowerBound)
        pending = start..<Swift.max(pending.upperBound, range.upperBound)
      } else {
        if !pending.isEmpty { body(pending) }
        pending = range
      }
    }
    if !pending.isEmpty { body(pending) }
  }
}
