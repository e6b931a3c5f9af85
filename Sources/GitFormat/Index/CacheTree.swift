package import Basics

/// The index' own account of the folders that it holds unchanged: the extension `TREE`.
///
/// See gitformat-index(5), "Cache tree". Git makes commits out of it, so a folder that it vouches
/// for needs no look.
package struct CacheTree {
  /// A folder, followed by those in it.
  package struct Node {
    /// Its own name; empty for the top.
    package var name: Range<Int>
    /// Its tree and the number of the index' entries that it covers; nil when it has changed.
    package var known: (tree: ObjectID, count: Int)?
    /// Number of the first node behind those in it.
    package var end: Int
  }

  private let bytes: [UInt8]
  package private(set) var nodes: [Node] = []

  /// Reads the extension; nil when it is broken.
  package init?(_ bytes: [UInt8], format: ObjectFormat) {
    self.bytes = bytes
    var position = 0
    /// Folders that are open, and how many folders each lacks.
    var open: [(node: Int, missing: Int)] = []
    repeat {
      guard let nameEnd = bytes[position...].firstIndex(of: 0),
        let (count, countEnd) = Self.number(bytes, from: nameEnd + 1, before: UInt8(ascii: " ")),
        let (folders, lineEnd) = Self.number(bytes, from: countEnd, before: UInt8(ascii: "\n")),
        folders >= 0
      else { return nil }
      var node = Node(name: position..<nameEnd, known: nil, end: 0)
      position = lineEnd
      if count >= 0 {
        guard bytes.count - position >= format.byteCount else { return nil }
        node.known = (ObjectID(bytes.span, at: position, format: format), count)
        position += format.byteCount
      }
      if !open.isEmpty { open[open.count - 1].missing -= 1 }
      open.append((nodes.count, folders))
      nodes.append(node)
      while let last = open.last, last.missing == 0 {
        nodes[last.node].end = nodes.count
        open.removeLast()
      }
    } while !open.isEmpty
    guard position == bytes.count else { return nil }
  }

  /// The number of the node of a folder in the folder of another node.
  package func child(_ name: ArraySlice<UInt8>, of parent: Int) -> Int? {
    var child = parent + 1
    while child < nodes[parent].end {
      if bytes[nodes[child].name].elementsEqual(name) { return child }
      child = nodes[child].end
    }
    return nil
  }

  /// A number in ASCII digits, -1 among them, and the offset behind what ends it.
  private static func number(
    _ bytes: [UInt8], from start: Int, before mark: UInt8
  ) -> (Int, Int)? {
    guard start < bytes.count, let end = bytes[start...].firstIndex(of: mark),
      let number = Int(String(decoding: bytes[start..<end], as: UTF8.self)),
      number >= -1, number <= Int32.max
    else { return nil }
    return (number, end + 1)
  }
}
