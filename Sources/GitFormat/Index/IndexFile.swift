package import Basics
internal import SystemIO

/// The entries of a git index, versions 2, 3 and 4 (gitformat-index(5)).
package struct IndexFile: Sendable {
  /// A path of the index.
  package struct Entry: Sendable, Equatable {
    /// Where its name stands in `names`.
    package var name: Range<Int>
    /// The staged object.
    package var id: ObjectID
    /// File, link or submodule.
    package var mode: FileMode
    /// 0, or 1 to 3 for a path in conflict: the common base, ours, theirs.
    package var stage: Int
    /// Whether only its path is staged: `git add --intent-to-add`.
    package var isIntendedOnly = false
  }

  /// Version of the format: 2, 3 or 4.
  package let version: Int
  /// All entries, in the order of the file, which is that of their names' bytes, then stages.
  package private(set) var entries: [Entry] = []
  /// The names of all entries, one behind the other.
  package private(set) var names: [UInt8] = []

  /// The content of the extension `TREE`, when there is one.
  package private(set) var cacheTree: [UInt8]?

  /// The name of an entry, from the top of the work tree.
  package func path(of entry: Entry) -> [UInt8] { Array(names[entry.name]) }

  /// The index of a repository in which nothing has been staged yet.
  package init() { version = 2 }

  /// Reads a whole index, which is untrusted.
  ///
  /// - Throws: `IndexError`; `unsupported` for a split or sparse index and for unknown extensions
  ///   that must be understood.
  package init(_ bytes: Span<UInt8>, format: ObjectFormat) throws(IndexError) {
    var cursor = IndexCursor(end: bytes.count)
    guard bytes.count >= 12, try cursor.word(bytes) == 0x4449_5243 else {  // DIRC
      throw IndexError(reason: .notAnIndex, offset: 0)
    }
    let version = try cursor.word(bytes)
    guard (2...4).contains(version) else {
      throw IndexError(reason: .unsupported("version \(version)"), offset: 4)
    }
    self.version = Int(version)
    let count = Int(try cursor.word(bytes))
    // A header may claim any number; an entry takes at least 42 bytes and its id.
    guard count <= bytes.count / (42 + format.byteCount) else {
      throw IndexError(reason: .truncated, offset: bytes.count)
    }
    entries.reserveCapacity(count)
    // Nearly as much as the names take, as each entry ends with one.
    names.reserveCapacity(bytes.count - count * (42 + format.byteCount))
    cursor.end -= format.byteCount
    for _ in 0..<count { try readEntry(bytes, &cursor, format) }
    try readExtensions(bytes, &cursor)
  }

  private mutating func readEntry(
    _ bytes: Span<UInt8>, _ cursor: inout IndexCursor, _ format: ObjectFormat
  ) throws(IndexError) {
    let start = cursor.offset
    try cursor.skip(24)
    let mode = FileMode(rawValue: try cursor.word(bytes))
    try cursor.skip(12)
    let idStart = cursor.offset
    try cursor.skip(format.byteCount)
    guard let id = ObjectID(bytes.extracting(idStart..<cursor.offset), format: format) else {
      throw IndexError(reason: .truncated, offset: idStart)
    }
    let flags = try cursor.half(bytes)
    var isIntendedOnly = false
    if flags & 0x4000 != 0 {
      guard version >= 3 else {
        throw IndexError(reason: .corrupt("extended flags in version 2"), offset: cursor.offset)
      }
      isIntendedOnly = try cursor.half(bytes) & 0x2000 != 0
    }
    guard mode.isFile || mode.isSymbolicLink || mode.isSubmodule else {
      let what = IndexError.Reason.unsupported(
        "an entry of mode \(String(mode.rawValue, radix: 8))")
      throw IndexError(reason: mode.isFolder ? what : .corrupt("mode"), offset: start + 24)
    }
    // The longest length stands for any that is not less.
    let length = Int(flags & 0xFFF)
    let name = try readName(
      bytes, &cursor, entryStart: start, length: length < 0xFFF ? length : nil)
    entries.append(
      Entry(
        name: name, id: id, mode: mode, stage: Int(flags >> 12) & 3,
        isIntendedOnly: isIntendedOnly))
  }

  private mutating func readName(
    _ bytes: Span<UInt8>, _ cursor: inout IndexCursor, entryStart: Int, length: Int?
  ) throws(IndexError) -> Range<Int> {
    let nameStart = names.count
    if version == 4 {
      let previous = entries.last?.name ?? 0..<0
      let dropped = try cursor.variableLength(bytes)
      guard dropped <= previous.count else {
        throw IndexError(reason: .corrupt("length of a shared prefix"), offset: cursor.offset)
      }
      // Names that repeat a long prefix make a file grow by more than its size; git's own
      // paths end at 4,096 bytes.
      guard previous.count - dropped <= 1 << 16 else {
        throw IndexError(reason: .unsupported("a very long path"), offset: cursor.offset)
      }
      // A slice of the names would make appending to them copy them all.
      for place in previous.dropLast(dropped) { names.append(names[place]) }
    }
    let kept = names.count - nameStart
    let suffix = try cursor.untilNUL(bytes, expected: length.map { $0 - kept })
    names.append(copying: bytes.extracting(suffix))
    guard names.count <= Self.mostNameBytes else {
      throw IndexError(reason: .unsupported("very many long paths"), offset: suffix.lowerBound)
    }
    // Entries of a split index that stand for one of the shared index have no name.
    guard names.count > nameStart else {
      throw IndexError(reason: .unsupported("an entry without a path"), offset: suffix.lowerBound)
    }
    if version < 4 {
      // One to eight NUL bytes end the name, so that entries take a multiple of eight bytes.
      let length = suffix.upperBound - entryStart
      try cursor.skip((length + 8) & ~7 - length - 1)
    }
    return nameStart..<names.count
  }

  private mutating func readExtensions(
    _ bytes: Span<UInt8>, _ cursor: inout IndexCursor
  ) throws(IndexError) {
    while cursor.offset < cursor.end {
      let start = cursor.offset
      _ = try cursor.word(bytes)
      let size = try cursor.word(bytes)
      let first = bytes[start]
      // "If the first byte is 'A'..'Z' the extension is optional and can be ignored."
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
        let name = String(decoding: (0..<4).map { bytes[start + $0] }, as: UTF8.self)
        throw IndexError(reason: .unsupported("extension \(name)"), offset: start)
      }
      let content = cursor.offset
      try cursor.skip(Int(size))
      if zip(start..., "TREE".utf8).allSatisfy({ bytes[$0] == $1 }) {
        cacheTree = Array(copying: bytes.extracting(content..<cursor.offset))
      }
    }
  }
}

extension IndexFile {
  /// A file of so many bytes, over a million paths, is left to git.
  private static let largestFile = 1 << 27
  /// Most bytes of names, which can be far more than the file has.
  private static let mostNameBytes = 1 << 28

  /// Reads an index from its file.
  ///
  /// - Returns: The index, nil when git has to be asked or there is none; and whether its bytes are
  ///   others than were written, which git does not look at.
  package static func read(
    path: String, format: ObjectFormat
  ) -> (index: IndexFile?, isDamaged: Bool) {
    do {
      let file = try OpenFile(path: path, waits: false)
      try file.expectRegular(atMost: largestFile)
      var buffer = ByteBuffer()
      try file.readAll(into: &buffer)
      return buffer.withBytes { bytes in
        (try? IndexFile(bytes, format: format), !hasItsChecksum(bytes, format))
      }
    } catch {
      return (nil, false)
    }
  }

  /// Whether a file ends with the hash of all before it; zeros stand for any, see `index.skipHash` in
  /// git-config(1).
  private static func hasItsChecksum(_ bytes: Span<UInt8>, _ format: ObjectFormat) -> Bool {
    guard bytes.count >= format.byteCount else { return false }
    let end = bytes.count - format.byteCount
    let written = Array(copying: bytes.extracting(end...))
    guard written.contains(where: { $0 != 0 }) else { return true }
    let body = bytes.extracting(..<end)
    return written == (format == .sha1 ? SHA1.hash(body) : SHA256.hash(body))
  }
}
