package import Basics
package import GitFormat
internal import SystemIO

/// Reads objects through one `git cat-file --batch`; one reader per thread.
///
/// Requests go out while answers come in, so however many are asked for, neither side waits for
/// the other. When git gives up on a corrupt object, that object is reported and a new git goes on
/// with the next.
package struct BatchReader: ~Copyable {
  /// Why an object's content could not be given.
  package enum Unreadable: Sendable, Equatable {
    /// The repository does not have it, or not in a readable form.
    case missing
    /// It is larger than the reader accepts.
    case tooLarge(bytes: Int)
    /// Git gave up on it, saying this.
    case corrupt(String)
  }

  private let repository: Repository
  private let largestObject: Int
  private var command: GitCommand
  private var restarts = 0

  /// So many objects may be beyond git's power before the repository is given up.
  private static let mostRestarts = 100
  private static let arguments = ["cat-file", "--batch"]
  /// Requests are kept in the queue up to about this many bytes.
  private static let queueSize = 1 << 15

  /// Starts a reader, which reports objects of more than so many bytes and does not hold them.
  package init(_ repository: Repository, largestObject: Int = 1 << 30) throws(GitError) {
    self.repository = repository
    self.largestObject = largestObject
    command = try repository.start(Self.arguments)
  }

  /// Reads objects, in the order given, and lends each or tells why it could not be read.
  ///
  /// - Throws: `GitError` when git fails for good: not all objects have been looked at then.
  package mutating func read(
    _ ids: ArraySlice<ObjectID>,
    each: (ObjectID, ObjectKind, Span<UInt8>) -> Void,
    unreadable: (ObjectID, Unreadable) -> Void
  ) throws(GitError) {
    var asked = ids.startIndex
    var next = ids.startIndex
    while next < ids.endIndex {
      if command.queuedCount < Self.queueSize / 2, asked < ids.endIndex {
        var requests: [UInt8] = []
        while asked < ids.endIndex, requests.count < Self.queueSize {
          requests += ids[asked].hexDigits
          requests.append(UInt8(ascii: "\n"))
          asked += 1
        }
        command.queue(requests)
      }
      let id = ids[next]
      switch try readAnswer(for: id) {
      case .object(let kind):
        command.withRecord { each(id, kind, $0) }
        try skipNewline()
      case .unreadable(let why):
        unreadable(id, why)
      case .ended(let error):
        restarts += 1
        guard restarts <= Self.mostRestarts else { throw error }
        unreadable(id, .corrupt(error.message.isEmpty ? "\(error)" : error.message))
        command = try repository.start(Self.arguments)
        asked = next + 1
      }
      next += 1
    }
  }

  /// Reads one object; nil when it cannot be read.
  package mutating func read(_ id: ObjectID) throws(GitError) -> (ObjectKind, [UInt8])? {
    var answer: (ObjectKind, [UInt8])?
    try read([id]) { _, kind, bytes in
      answer = (kind, Array(copying: bytes))
    } unreadable: { _, _ in
    }
    return answer
  }

  /// Ends git and makes sure that it had nothing to complain of.
  package mutating func finish() throws(GitError) {
    try command.endInput()
    guard try !command.nextRecord(count: 1) else { throw command.unexpected("more than asked for") }
    _ = try command.finish()
  }

  private enum Answer {
    case object(ObjectKind)
    case unreadable(Unreadable)
    case ended(GitError)
  }

  /// Reads `<id> <kind> <size>` and, for an object, its content as the current record.
  private mutating func readAnswer(for id: ObjectID) throws(GitError) -> Answer {
    guard try command.nextRecord(endedBy: UInt8(ascii: "\n")) else { return try ended() }
    let line = command.record
    guard line.starts(with: id.hexDigits) else {
      // A line that git had begun when it died is no answer either.
      if case .ended(let error) = try? ended() { return .ended(error) }
      throw command.unexpected("another object than asked for")
    }
    if line == id.hexDigits + Array(" missing".utf8) { return .unreadable(.missing) }
    guard let header = BatchHeader(line.span) else { return try ended() }
    let (kind, size) = (header.kind, header.size)
    guard size <= largestObject else {
      var rest = size
      while rest > 0 {
        let piece = min(rest, 1 << 20)
        guard try command.nextRecord(count: piece) else { return try ended() }
        rest -= piece
      }
      try skipNewline()
      return .unreadable(.tooLarge(bytes: size))
    }
    guard try command.nextRecord(count: size) else { return try ended() }
    return .object(kind)
  }

  private mutating func skipNewline() throws(GitError) {
    guard try command.nextRecord(count: 1), command.record == [UInt8(ascii: "\n")] else {
      throw command.unexpected("an object without an end")
    }
  }

  /// What git left when it stopped answering.
  private mutating func ended() throws(GitError) -> Answer {
    let (status, errors) = try command.end()
    return .ended(GitError(status: status, command: command.name, errors: errors))
  }
}
