extension Array {
  /// The number of elements at the front that meet a condition which no later element meets.
  ///
  /// - Parameter isInFront: The condition.
  /// - Returns: That number, found in a logarithmic number of steps.
  @inlinable
  package func partitionPoint(where isInFront: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isInFront(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
