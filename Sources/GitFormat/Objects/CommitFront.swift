package import Basics

/// What the first lines of a commit say in the form in which git writes them: its parents, and when
/// it was committed.
///
/// See git's documentation of `git commit-tree`. Of a commit in another form ``CommitObject`` knows
/// what it says.
package struct CommitFront: Sendable {
  /// How many parents it has.
  package let parentCount: Int
  /// When it was committed, in seconds since 1970; 0 when it does not say.
  package let date: Int
  private let format: ObjectFormat

  /// Bytes that hold the lines of nearly all commits: two parents, and long names.
  package static let size = 320

  /// Reads the first bytes of a commit, which are untrusted.
  ///
  /// - Returns: nil when the lines are not all there, or not in that form.
  package init?(_ bytes: Span<UInt8>, format: ObjectFormat) {
    let tree = "tree ".utf8.count
    var next = tree + format.digitCount + 1
    guard Self.holds("tree", 0, bytes), next <= bytes.count,
      Self.id(at: tree, bytes, format) != nil
    else { return nil }
    var parents = 0
    while Self.holds("parent", next, bytes) {
      guard Self.id(at: next + 7, bytes, format) != nil else { return nil }
      next += Self.parentLine(format)
      parents += 1
    }
    guard Self.holds("author", next, bytes),
      let author = bytes.firstIndex(of: UInt8(ascii: "\n"), from: next),
      Self.holds("committer", author + 1, bytes),
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: author + 1)
    else { return nil }
    let line = bytes.extracting((author + 1 + "committer ".utf8.count)..<end)
    date = Signature.time(in: line)?.seconds ?? 0
    parentCount = parents
    self.format = format
  }

  /// Returns a parent by its place among them, from the bytes that the commit was read from.
  package func parent(_ place: Int, in bytes: Span<UInt8>) -> ObjectID? {
    let lines = "tree ".utf8.count + format.digitCount + 1 + place * Self.parentLine(format)
    return Self.id(at: lines + "parent ".utf8.count, bytes, format)
  }

  private static func parentLine(_ format: ObjectFormat) -> Int {
    "parent ".utf8.count + format.digitCount + 1
  }

  /// Whether a line begins with a word and a space.
  private static func holds(_ word: String, _ offset: Int, _ bytes: Span<UInt8>) -> Bool {
    let length = word.utf8.count
    guard offset + length < bytes.count, bytes[offset + length] == UInt8(ascii: " ") else {
      return false
    }
    var next = offset
    for byte in word.utf8 {
      guard bytes[next] == byte else { return false }
      next += 1
    }
    return true
  }

  /// Reads an id that ends its line.
  private static func id(at offset: Int, _ bytes: Span<UInt8>, _ format: ObjectFormat) -> ObjectID?
  {
    let end = offset + format.digitCount
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\n") else { return nil }
    return ObjectID(hex: bytes.extracting(offset..<end))
  }
}
