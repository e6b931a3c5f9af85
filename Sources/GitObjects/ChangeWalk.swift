package import Basics
internal import SystemIO

/// A commit with what it brings in.
package struct CommitChanges: Sendable {
  /// The commit.
  package var id: ObjectID
  /// Its parents, in their order.
  package var parents: [ObjectID]
  /// The author's name.
  package var author: String
  /// The author's e-mail address.
  package var email: String
  /// When it was authored, in RFC 3339; empty when the commit does not say.
  package var date: String
  /// The first line of its message.
  package var summary: String
  /// Paths that differ from every parent; for a merge, those where no parent has the content.
  package var changes: [PathChange]
}

/// Commits in topological order, parents first, each with what it brings in.
package enum ChangeWalk {
  private static let fields = ["%x01%H", "%P", "%an", "%ae", "%aI", "%s"]

  /// Walks a part of the history.
  ///
  /// - Parameters:
  ///   - repository: Where.
  ///   - scope: Which commits.
  ///   - each: Is given each commit.
  /// - Throws: `GitError`; commits given by then are right, but not all.
  package static func run(
    in repository: Repository, scope: HistoryScope, each: (CommitChanges) -> Void
  ) throws(GitError) {
    let options = [
      "log", "--raw", "-z", "-c", "--root", "--no-abbrev", "--no-renames", "--topo-order",
      "--reverse", "--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature",
      "--no-notes", "--no-mailmap", "--no-decorate", "--no-relative", "--ignore-submodules=none",
      "-O/dev/null", "--encoding=UTF-8", "--format=\(fields.joined(separator: "%x00"))",
    ]
    var command = try repository.start(options, scope: scope)
    var commit: CommitChanges?
    while try command.nextRecord(endedBy: 0) {
      switch command.withRecord(Token.init) {
      case .none:
        continue
      case .commit(let id):
        if let commit { each(commit) }
        commit = try header(&command, id)
      case .change(let raw):
        guard commit != nil, try command.nextRecord(endedBy: 0) else {
          throw try failure(&command)
        }
        commit?.changes.append(raw.change(at: command.record))
      case .unknown:
        throw try failure(&command)
      }
    }
    _ = try command.finish()
    if let commit { each(commit) }
  }

  /// What a NUL-ended piece of the output is.
  private enum Token {
    case none
    case commit(ObjectID)
    case change(RawChange)
    case unknown

    init(_ piece: Span<UInt8>) {
      // A newline stands between a commit and the first of its changes.
      let start = piece.isEmpty || piece[0] != UInt8(ascii: "\n") ? 0 : 1
      let text = piece.extracting(start...)
      if text.isEmpty {
        self = .none
      } else if text[0] == 1, let id = ObjectID(hex: text.extracting(1...)) {
        self = .commit(id)
      } else if let raw = RawChange(text) {
        self = .change(raw)
      } else {
        self = .unknown
      }
    }
  }

  private static func header(
    _ command: inout GitCommand, _ id: ObjectID
  ) throws(GitError) -> CommitChanges {
    var texts: [String] = []
    for _ in fields.dropFirst() {
      guard try command.nextRecord(endedBy: 0) else { throw try failure(&command) }
      texts.append(command.withRecord { String(decoding: $0) })
    }
    // Not every git writes UTC as `Z`.
    let isUTC = texts[3].hasSuffix("+00:00")
    let date = isUTC ? String(texts[3].dropLast("+00:00".count)) + "Z" : texts[3]
    return CommitChanges(
      id: id, parents: texts[0].split(separator: " ").compactMap { ObjectID(hex: String($0)) },
      author: texts[1], email: texts[2], date: date, summary: texts[4], changes: [])
  }

  /// Git's own failure when it failed, else that its answer is not understood.
  private static func failure(_ command: inout GitCommand) throws(GitError) -> GitError {
    _ = try command.finish()
    return command.unexpected("a log entry of another form")
  }
}
