/// What a value that was read holds, for readers that know what they expect.
extension JSONTree.Node {
  /// The text of a string, and any other value as it is written.
  package var wording: String { string ?? String(decoding: bytes, as: UTF8.self) }

  /// The value as it is written, with other texts in place of the strings of some numbers, counted
  /// from this value on.
  package func replacing(_ strings: [Int: [UInt8]]) -> [UInt8] {
    var text = bytes
    let start = range.lowerBound
    for node in allStrings.reversed() {
      guard let other = strings[node.number - number] else { continue }
      text.replaceSubrange(
        node.range.lowerBound - start..<node.range.upperBound - start, with: other)
    }
    return text
  }

  /// A whole number.
  package var integer: Int? {
    kind == .number ? Int(String(decoding: bytes, as: UTF8.self)) : nil
  }

  /// A number of things, such that sums of many stay numbers.
  package var count: Int? { integer.flatMap { (0...1 << 44).contains($0) ? $0 : nil } }

  /// True or false.
  package var boolean: Bool? {
    kind == .boolean ? Bool(String(decoding: bytes, as: UTF8.self)) : nil
  }

  /// The elements of an array of strings; nil when it is none.
  package var strings: [String]? { each(\.string) }

  /// What becomes of each element; nil when this is no array, or of one nothing.
  package func each<Element>(_ transform: (Self) -> Element?) -> [Element]? {
    guard isArray else { return nil }
    let values = elements
    let transformed = values.compactMap(transform)
    return transformed.count == values.count ? transformed : nil
  }
}
