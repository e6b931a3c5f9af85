import Basics

/// Finds what begins in the copies of a text, among elements of its base in the order of their offsets.
///
/// Most copies hold none: that takes two comparisons. Most others follow each other in the base, too.
struct BaseCursor {
  /// The first element behind the copy before.
  private var next = 0
  /// Where the element before that begins, and where that one does.
  private var (before, after) = (Int.min, Int.min)

  /// Finds the elements that begin in a copy.
  ///
  /// - Parameters:
  ///   - copy: Part of the base.
  ///   - elements: The same each time.
  ///   - offset: Where an element begins in the base.
  /// - Returns: Their indices.
  @inline(__always)
  mutating func elements<Element>(
    in copy: CopiedRange, of elements: [Element], at offset: (Element) -> Int
  ) -> Range<Int> {
    if before < copy.baseStart, copy.baseEnd <= after { return next..<next }
    let first = elements.partitionPoint(near: next) { offset($0) < copy.baseStart }
    next = elements.partitionPoint(near: first) { offset($0) < copy.baseEnd }
    before = next > 0 ? offset(elements[next - 1]) : .min
    after = next < elements.count ? offset(elements[next]) : .max
    return first..<next
  }
}
