internal import Basics
internal import GitFormat
internal import SystemIO

/// Compares the index with a tree, reading only the folders that differ.
///
/// Trees and index are both sorted by their paths' bytes, so they are walked in step. Git is the
/// oracle: the changes are those of `git diff-index --cached`. What it alone should judge, such as
/// a conflict, a damaged tree or one that is not sorted, is left to it.
struct IndexComparison: ~Copyable {

  private let index: IndexFile
  private let cacheTree: CacheTree?
  private let format: ObjectFormat
  private var reader: ObjectReader
  private var buffer = ByteBuffer()
  private var changes: [PathChange] = []

  /// Folders in each other, at most.
  private static let deepest = 1_000
  /// A tree of more bytes is no ordinary one.
  private static let largestTree = 1 << 28

  /// Prepares comparing.
  ///
  /// - Throws: When the index holds conflicts, or entries that are only intended to be added.
  init(_ index: IndexFile, _ store: NativeStore) throws(NeedsGit) {
    let names = index.names.span
    var last: Range<Int>?
    for entry in index.entries {
      guard entry.stage == 0, !entry.isIntendedOnly, !entry.id.isZero else { throw NeedsGit() }
      if let last, !names.precedes(last, entry.name) { throw NeedsGit() }
      last = entry.name
    }
    self.index = index
    format = store.format
    cacheTree = index.cacheTree.flatMap { CacheTree($0, format: store.format) }
    reader = ObjectReader(store)
  }

  /// The changes from a commit to the index, in the order of their paths, but for what is deleted.
  ///
  /// No commit stands for one without files.
  mutating func changes(since commit: ObjectID?) throws(NeedsGit) -> [PathChange] {
    changes = []
    if let commit {
      let content = try read(commit, as: .commit)
      guard let tree = try? CommitObject(content.span).tree else { throw NeedsGit() }
      let top = cacheTree.map { _ in 0 }
      if !isKnown(top, tree, covers: index.entries.count) {
        try compare(tree, at: [], with: index.entries.indices, node: top, depth: 0)
      }
    } else {
      for entry in index.entries { add(entry) }
    }
    return changes
  }

  private mutating func read(
    _ id: ObjectID, as wanted: ObjectKind
  ) throws(NeedsGit) -> [UInt8] {
    do throws(ObjectError) {
      let kind = try reader.read(id, limit: Self.largestTree, into: &buffer)
      guard kind == wanted else { throw ObjectError(.missing, id: id) }
      return buffer.copied()
    } catch {
      throw NeedsGit()
    }
  }

  /// Whether the index says itself that a folder of it is just a tree.
  private func isKnown(_ node: Int?, _ tree: ObjectID, covers count: Int) -> Bool {
    guard let node, let known = cacheTree?.nodes[node].known else { return false }
    return known.tree == tree && known.count == count
  }

  /// Compares the folder of a tree with those entries of the index whose paths begin with its own.
  private mutating func compare(
    _ tree: ObjectID, at prefix: [UInt8], with entries: Range<Int>, node: Int?, depth: Int
  ) throws(NeedsGit) {
    guard depth < Self.deepest else { throw NeedsGit() }
    let content = try read(tree, as: .tree)
    var next = entries.lowerBound
    var last: [UInt8] = []
    var cursor = TreeEntries(format: format)
    while let entry = try Self.next(&cursor, content) {
      let name = content[entry.name]
      var path = prefix + name
      let isFolder = entry.mode.isFolder
      if isFolder { path.append(UInt8(ascii: "/")) }
      guard last.lexicographicallyPrecedes(path), !name.contains(UInt8(ascii: "/")) else {
        throw NeedsGit()
      }
      while next < entries.upperBound, self.name(next).lexicographicallyPrecedes(path) {
        add(index.entries[next])
        next += 1
      }
      if isFolder {
        let end = endOfEntries(below: path, in: next..<entries.upperBound)
        let child = node.flatMap { cacheTree?.child(name, of: $0) }
        // What is not there any more brings nothing, and equal folders can be there any number of times.
        if end > next, !isKnown(child, entry.id, covers: end - next) {
          try compare(entry.id, at: path, with: next..<end, node: child, depth: depth + 1)
        }
        next = end
      } else if next < entries.upperBound, self.name(next).elementsEqual(path) {
        compare(entry, with: index.entries[next], at: path)
        next += 1
      }
      last = path
    }
    while next < entries.upperBound {
      add(index.entries[next])
      next += 1
    }
  }

  private static func next(
    _ cursor: inout TreeEntries, _ tree: [UInt8]
  ) throws(NeedsGit) -> TreeEntry? {
    do throws(ObjectError.Reason) {
      return try cursor.next(tree.span)
    } catch {
      throw NeedsGit()
    }
  }

  private func name(_ entry: Int) -> ArraySlice<UInt8> { index.names[index.entries[entry].name] }

  /// Where the entries end, of those given, that begin with a path.
  private func endOfEntries(below path: [UInt8], in range: Range<Int>) -> Int {
    range.partitionPoint { name($0).starts(with: path) }
  }

  private mutating func add(_ entry: IndexFile.Entry) {
    changes.append(
      PathChange(
        path: index.path(of: entry), status: .added, mode: entry.mode, new: entry.id, old: [nil]))
  }

  private mutating func compare(
    _ old: TreeEntry, with new: IndexFile.Entry, at path: [UInt8]
  ) {
    let mode = old.mode.canonical
    guard old.id != new.id || mode != new.mode else { return }
    let isSameType = mode.rawValue & 0o170000 == new.mode.rawValue & 0o170000
    changes.append(
      PathChange(
        path: path, status: isSameType ? .modified : .typeChanged, mode: new.mode, new: new.id,
        old: [old.id]))
  }
}

extension FileMode {
  /// The mode as git takes it that finds it in a tree: old versions wrote others.
  fileprivate var canonical: FileMode {
    if isFile { return FileMode(rawValue: rawValue & 0o100 == 0 ? 0o100644 : 0o100755) }
    return FileMode(rawValue: isSymbolicLink ? 0o120000 : 0o160000)
  }
}
