extension RandomAccessCollection {
  /// Finds where the elements that meet a condition end, all of which must stand in front of the
  /// others, in a logarithmic number of steps.
  @inlinable
  package func partitionPoint(where isInFront: (Element) -> Bool) -> Index {
    var (low, count) = (startIndex, count)
    while count > 0 {
      let middle = index(low, offsetBy: count / 2)
      if isInFront(self[middle]) {
        low = index(after: middle)
        count -= count / 2 + 1
      } else {
        count /= 2
      }
    }
    return low
  }
}
