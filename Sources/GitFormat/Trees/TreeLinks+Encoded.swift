internal import Basics

/// The links as bytes, so that a file can keep them.
///
/// All numbers are written as LEB128: how many labels there are, each behind its length, and how many
/// trees. Of each tree: its number, how far before it its base stands (0 for none), how many links it
/// adds and how many it leaves out, then object and label of each.
extension TreeLinks {
  /// Appends the bytes.
  package func encode(into bytes: inout [UInt8]) {
    bytes.appendLEB128(UInt64(labels.count))
    for number in 0..<labels.count {
      let label = labels[number]
      bytes.appendLEB128(UInt64(label.count))
      bytes += label
    }
    bytes.reserveCapacity(bytes.count + 2 * words.count)
    bytes.appendLEB128(UInt64(count))
    var (next, index) = (0, UInt32(0))
    while next < words.count {
      let tree = tree(at: next)
      bytes.appendLEB128(UInt64(tree.number))
      bytes.appendLEB128(UInt64(tree.base == Self.nothing ? 0 : index - tree.base))
      bytes.appendLEB128(UInt64(tree.added.count / 2))
      bytes.appendLEB128(UInt64(tree.removed.count / 2))
      for word in words[tree.added.lowerBound..<tree.end] { bytes.appendLEB128(UInt64(word)) }
      (next, index) = (tree.end, index + 1)
    }
  }

  /// Reads such bytes; nil when they are none.
  ///
  /// - Parameters:
  ///   - bytes: All that is to be read.
  ///   - limit: Every object has a number below this.
  package init?(_ bytes: Span<UInt8>, below limit: Int) {
    var position = 0
    guard let labelCount = bytes.leb128(at: &position) else { return nil }
    var labels = LabelTable()
    for index in 0..<labelCount {
      guard let length = bytes.leb128(at: &position), length <= bytes.count - position else {
        return nil
      }
      let label = bytes.extracting(position..<position + length)
      position += length
      guard label.firstIndex(of: UInt8(ascii: " ")) != nil, labels.number(of: label) == index
      else { return nil }
    }
    guard let treeCount = bytes.leb128(at: &position) else { return nil }
    var words: [UInt32] = []
    words.reserveCapacity(bytes.count / 2)
    for index in 0..<treeCount {
      guard let number = bytes.leb128(at: &position), number < limit,
        let distance = bytes.leb128(at: &position), distance <= index,
        let added = bytes.leb128(at: &position), let removed = bytes.leb128(at: &position),
        // Each number has a byte at least.
        added <= bytes.count, removed <= bytes.count
      else { return nil }
      words.append(UInt32(number))
      words.append(distance == 0 ? Self.nothing : UInt32(index - distance))
      words.append(UInt32(added))
      words.append(UInt32(removed))
      for _ in 0..<added + removed {
        guard let object = bytes.leb128(at: &position), object < limit,
          let label = bytes.leb128(at: &position), label < labelCount
        else { return nil }
        words.append(UInt32(object))
        words.append(UInt32(label))
      }
    }
    guard position == bytes.count else { return nil }
    self.init(words: words, count: UInt32(treeCount), labels: labels)
  }
}
