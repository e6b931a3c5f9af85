package import Basics
package import GitFormat
internal import Synchronization
internal import SystemIO

/// Asks git for objects that kunci cannot read: it may know another copy.
///
/// What is damaged may confuse git as well: each object is asked of a process of its own, which has
/// nothing else to read, is given up when it is silent, and whose word on sizes buys no memory. All
/// together have a time limit, as a repository can hold any number of damaged objects.
package final class SecondOpinion: Sendable {
  private let repository: Repository
  private let millisecondsLeft = Mutex(10_000)

  /// For how long git may be silent about an object, in milliseconds.
  private static let patience: Int32 = 3_000
  /// Larger objects than this are not asked for, in bytes.
  private static let largestObject = 256 << 20

  package init(_ repository: Repository) { self.repository = repository }

  /// Reads an object.
  ///
  /// - Parameters:
  ///   - id: The object.
  ///   - reason: Why kunci cannot read it.
  /// - Returns: What git says that it is; nil when git does not know either, or is not asked.
  package func read(
    _ id: ObjectID, after reason: ObjectError.Reason
  ) -> (kind: ObjectKind, content: [UInt8])? {
    // Git follows what is derived from itself until its stack or its user's patience ends.
    guard reason != .cycle else { return nil }
    let left = millisecondsLeft.withLock { $0 }
    guard left > 0 else { return nil }
    let start = Process.milliseconds
    defer { millisecondsLeft.withLock { $0 -= Process.milliseconds - start } }
    return try? ask(id, patience: min(Self.patience, Int32(left)))
  }

  private func ask(
    _ id: ObjectID, patience: Int32
  ) throws(GitError) -> (kind: ObjectKind, content: [UInt8])? {
    var command = try repository.start(["cat-file", "--batch"], patience: patience)
    command.queue(id.hexDigits + [UInt8(ascii: "\n")])
    try command.endInput()
    guard try command.nextRecord(endedBy: UInt8(ascii: "\n")),
      let header = command.withRecord({ BatchHeader($0) }), header.id == id,
      header.size <= Self.largestObject, try command.nextRecord(count: header.size)
    else { return nil }
    let content = command.record
    guard try command.nextRecord(count: 1), command.record == [UInt8(ascii: "\n")] else {
      return nil
    }
    // Git hashes only what it writes.
    var hasher = ObjectHasher(header.kind, size: content.count, format: id.format)
    hasher.update(content.span)
    return hasher.matches(id) ? (header.kind, content) : nil
  }
}

/// What `git cat-file --batch` writes before an object: `<id> <kind> <size>`; see git-cat-file(1).
struct BatchHeader {
  let id: ObjectID
  let kind: ObjectKind
  /// Number of bytes that follow, as announced.
  let size: Int

  /// Reads the line; nil for any other.
  init?(_ line: Span<UInt8>) {
    let words = String(decoding: line).split(separator: " ")
    guard words.count == 3, let id = ObjectID(hex: Array(words[0].utf8).span),
      let kind = ObjectKind(rawValue: String(words[1])), let size = Int(words[2]), size >= 0
    else { return nil }
    self.id = id
    self.kind = kind
    self.size = size
  }
}
