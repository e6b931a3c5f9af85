/// One place where a secret stands.
package struct Location: Sendable, Equatable {
  /// In what kind of text it stands.
  package var subject: Subject
  /// Path relative to the scanned root or to the repository, with `/` between its parts, redacted.
  ///
  /// For texts that are no files: `commit/<id>/message`, `commit/<id>/author`, `tag/<id>/message`,
  /// `ref/<name>`; for standard input: `stdin`.
  package var path: String
  /// Line of the first character, from 1.
  package var line: Int
  /// Column of the first character, from 1, in UTF-16 code units.
  package var column: Int
  /// Line of the last character, from 1.
  package var endLine: Int
  /// Column after the last character, from 1, in UTF-16 code units.
  package var endColumn: Int
  /// Column of the first byte, from 1, in bytes.
  package var byteColumn: Int
  /// Column after the last byte, from 1, in bytes.
  package var endByteColumn: Int
  /// Offset of the first byte in the file or object, from 0.
  package var byteOffset: Int
  /// Number of bytes that the secret takes there, as it is written there.
  package var byteLength: Int
  /// The line, with every secret in it redacted.
  package var snippet: Snippet
  /// Encodings that were undone to see the secret, outermost first.
  package var decodedFrom: [Encoding]
  /// Object id of the blob, when the text comes from git.
  package var blob: String?
  /// The commit that introduced the secret at this path.
  package var commit: CommitReference?

  package init(
    subject: Subject, path: String, line: Int, column: Int, endLine: Int, endColumn: Int,
    byteColumn: Int, endByteColumn: Int, byteOffset: Int, byteLength: Int, snippet: Snippet,
    decodedFrom: [Encoding] = [], blob: String? = nil, commit: CommitReference? = nil
  ) {
    self.subject = subject
    self.path = path
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
    self.byteColumn = byteColumn
    self.endByteColumn = endByteColumn
    self.byteOffset = byteOffset
    self.byteLength = byteLength
    self.snippet = snippet
    self.decodedFrom = decodedFrom
    self.blob = blob
    self.commit = commit
  }

  /// What kind of text a secret stands in.
  package enum Subject: String, CaseIterable, Sendable {
    case content
    case path
    case commitMessage = "commit-message"
    case author
    case tagMessage = "tag-message"
    case refName = "ref-name"
  }
}

/// A commit, as far as a report names it.
package struct CommitReference: Sendable, Equatable {
  /// Full object id in hexadecimal digits.
  package var id: String
  /// The author's name.
  package var author: String
  /// The author's address; never written to SARIF.
  package var email: String
  /// When it was authored, in RFC 3339 with the author's offset.
  package var date: String
  /// First line of the message, with every secret in it redacted.
  package var summary: String

  package init(id: String, author: String, email: String, date: String, summary: String) {
    self.id = id
    self.author = author
    self.email = email
    self.date = date
    self.summary = summary
  }
}

/// A line of text with a marked part, for a person to read.
package struct Snippet: Sendable, Equatable {
  /// The line without its end, shortened with `…` when it is long.
  package var text: String
  /// The redacted secret, in UTF-16 code units of `text`.
  package var highlight: Range<Int>

  package init(text: String, highlight: Range<Int>) {
    self.text = text
    self.highlight = highlight
  }
}
