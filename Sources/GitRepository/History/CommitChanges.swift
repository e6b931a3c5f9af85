package import Basics
package import GitFormat
internal import SystemIO

/// A commit with what it brings in.
package struct CommitChanges: Sendable {
  /// The commit.
  package var id: ObjectID
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

  /// Describes a commit by its content, in the words of `git log`.
  ///
  /// - Parameters:
  ///   - id: The commit.
  ///   - content: Its content.
  ///   - changes: What it brings in.
  /// - Throws: Why the content is no commit.
  package init(
    id: ObjectID, content: Span<UInt8>, changes: [PathChange]
  ) throws(ObjectError.Reason) {
    let commit = try CommitObject(content)
    let encoding = TextEncoding(
      named: commit.encoding.map { String(decoding: content.extracting($0)) } ?? "")
    let author = Signature(content.extracting(commit.author ?? 0..<0), encoding)
    self.id = id
    self.author = author.name
    email = author.email
    date = author.date
    summary = Self.summary(of: content.extracting(commit.messageStart...), encoding)
    self.changes = changes
  }

  /// Joins the lines of a message's first paragraph.
  private static func summary(of message: Span<UInt8>, _ encoding: TextEncoding) -> String {
    var lines: [String] = []
    for line in Array(copying: message).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      var line = line
      while let last = line.last, isSpace(last) { line.removeLast() }
      if !line.isEmpty {
        lines.append(encoding.decode(line))
      } else if !lines.isEmpty {
        break
      }
    }
    return lines.joined(separator: " ")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }
}
