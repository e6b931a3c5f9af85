package import Basics

/// Where a text comes from.
package indirect enum Provenance: Sendable, Hashable {
  /// The content of a file, by its path as it is reported: relative to the scanned root or to the
  /// repository, with `/` between its parts, redacted.
  case file(path: String)
  /// The name of a file, as a text of its own.
  case fileName(path: String)
  /// A stream such as standard input, by its name.
  case stream(name: String)
  /// A file of the next commit.
  case staged(path: String, blob: ObjectID)
  /// A blob of a history that no commit is known to have brought in.
  case blob(ObjectID)
  /// A blob of a history, at a path at which a commit brought it in.
  case committed(path: String, blob: ObjectID, by: CommitReference)
  /// A name in a tree of a history that no commit is known to have brought in.
  case tree(ObjectID)
  /// The name of a file that a commit brought in.
  case committedName(path: String, by: CommitReference)
  /// A text of a commit itself; the reference is there once it is known.
  case commitText(CommitText, of: ObjectID, CommitReference?)
  /// A text of an annotated tag.
  case tagText(CommitText, of: ObjectID)
  /// The name of a branch, a tag or another ref, in full and redacted.
  case ref(name: String)
  /// A member of an archive, or what a compressed file holds: its path there, redacted, and what it
  /// is a member of.
  case member(path: String, of: Provenance)
  /// The name of a member, as a text of its own.
  case memberName(path: String, of: Provenance)
  /// A text of a repository that stands in a folder of another one, and that is no file there.
  case submodule(folder: String, Provenance)
  /// A text of one of several repositories, by the name under which it was asked for.
  case repository(name: String, Provenance)

  /// The texts that commits and tags have.
  package enum CommitText: String, Sendable, Hashable {
    case message
    /// Who made it: the lines of author, committer or tagger.
    case author
    /// Another header, such as a signature or the tag that was merged; reported like a message.
    case header
  }

  /// The kinds of texts that a secret can stand in.
  package enum Kind: String, CaseIterable, Sendable {
    case content
    case path
    case commitMessage = "commit-message"
    case author
    case tagMessage = "tag-message"
    case refName = "ref-name"
  }

  /// What kind of text it is.
  package var kind: Kind {
    switch self {
    case .file, .stream, .staged, .blob, .committed, .member: .content
    case .fileName, .tree, .committedName, .memberName: .path
    case .commitText(.message, _, _), .commitText(.header, _, _): .commitMessage
    case .tagText(.message, _), .tagText(.header, _): .tagMessage
    case .commitText(.author, _, _), .tagText(.author, _): .author
    case .ref: .refName
    case .submodule(_, let text), .repository(_, let text): text.kind
    }
  }

  /// The path, or what stands for it where a text is no file, such as `commit/<id>/message`.
  package var path: String {
    switch self {
    case .file(let path), .fileName(let path), .stream(let path), .staged(let path, _),
      .committed(let path, _, _), .committedName(let path, _):
      path
    case .blob(let id): "blob/\(id)"
    case .tree(let id): "tree/\(id)"
    case .commitText(let text, let id, _): "commit/\(id)/\(text.rawValue)"
    case .tagText(let text, let id): "tag/\(id)/\(text.rawValue)"
    case .ref(let name): "ref/\(name)"
    case .member(let path, let container), .memberName(let path, let container):
      "\(container.path)!\(path)"
    case .submodule(let folder, let text): "\(folder)/\(text.path)"
    case .repository(let name, let text): "\(name)/\(text.path)"
    }
  }

  /// The object of git that the text is: a blob, or a tree for a name in it; nil for other texts.
  package var object: ObjectID? {
    switch self {
    case .staged(_, let id), .blob(let id), .committed(_, let id, _), .tree(let id): id
    case .member(_, let text), .memberName(_, let text), .submodule(_, let text),
      .repository(_, let text):
      text.object
    default: nil
    }
  }

  /// The commit that brought the text in; nil when that is not known, or not asked.
  package var commit: CommitReference? {
    switch self {
    case .committed(_, _, let commit), .committedName(_, let commit): commit
    case .commitText(_, _, let commit): commit
    case .member(_, let text), .memberName(_, let text), .submodule(_, let text),
      .repository(_, let text):
      text.commit
    default: nil
    }
  }

  /// The paths of the archives' members that lead to it, outermost first; none for what is no member.
  package var members: [String] {
    switch self {
    case .member(let path, let container), .memberName(let path, let container):
      container.members + [path]
    case .repository(_, let text), .submodule(_, let text): text.members
    default: []
    }
  }

  /// Which of several repositories it is a text of; nil where only one was asked for.
  package var repository: String? {
    if case .repository(let name, _) = self { name } else { nil }
  }

  /// Returns the same text at another path, where it has one.
  package func mapPath(_ transform: (String) -> String) -> Provenance {
    switch self {
    case .file(let path): .file(path: transform(path))
    case .fileName(let path): .fileName(path: transform(path))
    case .staged(let path, let blob): .staged(path: transform(path), blob: blob)
    case .committed(let path, let blob, let commit):
      .committed(path: transform(path), blob: blob, by: commit)
    case .committedName(let path, let commit): .committedName(path: transform(path), by: commit)
    case .member, .memberName: mapContainer { $0.mapPath(transform) }
    default: self
    }
  }

  /// Returns the same text with its path changed, and those of all members that lead to it.
  package func mapPaths(_ transform: (String) -> String) -> Provenance {
    switch self {
    case .member(let path, let outer):
      .member(path: transform(path), of: outer.mapPaths(transform))
    case .memberName(let path, let outer):
      .memberName(path: transform(path), of: outer.mapPaths(transform))
    case .submodule(let folder, let text):
      .submodule(folder: transform(folder), text.mapPaths(transform))
    case .ref(let name): .ref(name: transform(name))
    default: mapPath(transform)
    }
  }

  /// Returns the same text as one of a repository that stands in a folder of another one.
  package func below(_ folder: String) -> Provenance {
    switch self {
    case .file, .fileName, .staged, .committed, .committedName:
      mapPath { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    case .member, .memberName: mapContainer { $0.below(folder) }
    default: .submodule(folder: folder, self)
    }
  }
}

// MARK: Members

extension Provenance {
  /// The text that is no member: this one, or what it is a member of in the end.
  ///
  /// Its path is the one that a folder or a commit has a file at, and that commands can be told.
  package var container: Provenance {
    switch self {
    case .member(_, let outer), .memberName(_, let outer): outer.container
    case .submodule(let folder, let text): .submodule(folder: folder, text.container)
    case .repository(let name, let text): .repository(name: name, text.container)
    default: self
    }
  }

  /// Whether it is a member, or the name of one.
  package var isMember: Bool { !members.isEmpty }

  /// Returns the same member of another container.
  package func mapContainer(_ transform: (Provenance) -> Provenance) -> Provenance {
    switch self {
    case .member(let path, let outer): .member(path: path, of: outer.mapContainer(transform))
    case .memberName(let path, let outer):
      .memberName(path: path, of: outer.mapContainer(transform))
    default: transform(self)
    }
  }

  /// The name of a member, where this is its content.
  package var asName: Provenance {
    if case .member(let path, let outer) = self { .memberName(path: path, of: outer) } else { self }
  }
}

/// A commit, as far as a report names it.
package struct CommitReference: Sendable, Hashable {
  package var id: ObjectID
  /// The author's name.
  package var author: String
  /// The author's address; never written to SARIF.
  package var email: String
  /// When it was authored, in RFC 3339 with the author's offset.
  package var date: String
  /// First line of the message, with every secret in it redacted.
  package var summary: String

  package init(id: ObjectID, author: String, email: String, date: String, summary: String) {
    self.id = id
    self.author = author
    self.email = email
    self.date = date
    self.summary = summary
  }

  /// The same with all secrets in its texts redacted.
  package func redacted(_ redact: (String) -> String) -> CommitReference {
    CommitReference(
      id: id, author: redact(author), email: redact(email), date: date, summary: redact(summary))
  }
}
