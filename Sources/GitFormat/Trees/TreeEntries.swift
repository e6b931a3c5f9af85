package import Basics

/// An entry of a tree: a file, a folder, a symbolic link or a submodule.
package struct TreeEntry: Sendable, Equatable {
  /// What it is.
  package let mode: FileMode
  /// Where its name stands in the tree; any bytes but `/` and NUL.
  package let name: Range<Int>
  /// Its blob, tree or commit.
  package let id: ObjectID
}

/// The entries of a tree one after the other.
///
/// A tree is a row of `<mode in octal> <name>` NUL `<id>`, see git's documentation of
/// `git hash-object -t tree`. It is untrusted.
package struct TreeEntries: Sendable {
  /// Where the next entry begins.
  package private(set) var offset: Int
  private let format: ObjectFormat

  /// Begins at an entry.
  package init(format: ObjectFormat, from offset: Int = 0) {
    self.format = format
    self.offset = offset
  }

  /// Reads the next entry of a whole tree, the same each time; nil at the end.
  ///
  /// - Throws: Why the tree cannot be read from here on.
  package mutating func next(
    _ tree: Span<UInt8>
  ) throws(ObjectError.Reason) -> TreeEntry? {
    let start = offset
    guard start < tree.count else { return nil }
    var next = start
    var mode: UInt32 = 0
    while next < tree.count, case let digit = tree[next] &- UInt8(ascii: "0"), digit < 8 {
      guard next - start < 10 else { throw .corrupt("a tree entry with an absurd mode") }
      mode = mode << 3 | UInt32(digit)
      next += 1
    }
    guard next < tree.count else { throw .truncated }
    guard next > start, tree[next] == UInt8(ascii: " ") else {
      throw .corrupt("a tree entry without a mode")
    }
    let name = next + 1
    guard let end = tree.firstIndex(of: 0, from: name) else { throw .truncated }
    guard end > name else { throw .corrupt("a tree entry without a name") }
    guard tree.count - end - 1 >= format.byteCount else { throw .truncated }
    offset = end + 1 + format.byteCount
    return TreeEntry(
      mode: FileMode(rawValue: mode), name: name..<end,
      id: ObjectID(tree, at: end + 1, format: format))
  }
}
