extension RandomAccessCollection {
  /// Finds where the elements that meet a condition end, all of which must stand in front of the
  /// others, in a logarithmic number of steps.
  @inlinable
  public func partitionPoint(where isInFront: (Element) -> Bool) -> Index {
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

extension Array {
  /// Finds where the elements that meet a condition end, all of which must stand in front of the
  /// others, in a number of steps that is logarithmic in the distance from a guess.
  @inlinable
  public func partitionPoint(near guess: Int, where isInFront: (Element) -> Bool) -> Int {
    guard guess == 0 || isInFront(self[guess - 1]) else {
      return self[..<guess].partitionPoint(where: isInFront)
    }
    var (low, next, step) = (guess, guess, 1)
    while next < count, isInFront(self[next]) {
      low = next + 1
      next += step
      step *= 2
    }
    return self[low..<Swift.min(next, count)].partitionPoint(where: isInFront)
  }
}
