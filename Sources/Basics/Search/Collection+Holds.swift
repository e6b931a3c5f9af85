extension RandomAccessCollection<UInt8> {
  /// Whether a text stands somewhere in these bytes.
  @inlinable
  public func holds(_ text: [UInt8]) -> Bool {
    guard let first = text.first else { return true }
    guard count >= text.count else { return false }
    return indices.dropLast(text.count - 1).contains {
      self[$0] == first && self[$0...].starts(with: text)
    }
  }
}
