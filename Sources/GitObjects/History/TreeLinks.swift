/// Which objects the trees of a store name, and in which items of a walk's work such trees are.
package struct TreeLinks: Sendable {
  /// The number of an object in the upper half, that of an item in the lower.
  private var links: [UInt64] = []

  package init() {}

  /// Notes that a tree names an object.
  ///
  /// - Parameters:
  ///   - object: The object's number.
  ///   - item: The item that the tree belongs to.
  mutating func add(_ object: Int, item: Int) {
    links.append(UInt64(UInt32(object)) << 32 | UInt64(UInt32(item)))
  }

  /// Adds the links of another part of the store.
  package mutating func append(_ other: TreeLinks) { links += other.links }

  /// The items with trees that name one of some objects.
  ///
  /// - Parameters:
  ///   - objects: Numbers of objects.
  ///   - count: Number of items.
  /// - Returns: Numbers of items; nil when there is none.
  func items(naming objects: NumberSet, of count: Int) -> NumberSet? {
    var items: NumberSet?
    for link in links where objects.contains(Int(link >> 32)) {
      var found = items.take() ?? NumberSet(below: count)
      found.insert(Int(link & 0xFFFF_FFFF))
      items = found
    }
    return items
  }
}
