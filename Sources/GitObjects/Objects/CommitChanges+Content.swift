package import Basics
internal import SystemIO

extension CommitChanges {
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
    self.init(
      id: id, parents: commit.parents, author: author.name, email: author.email,
      date: author.date,
      summary: Self.summary(of: content.extracting(commit.messageStart...), encoding),
      changes: changes)
  }

  /// The lines of a message's first paragraph in one.
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
