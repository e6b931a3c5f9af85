package import Basics

extension Provenance {
  /// Makes the provenance that a report tells of.
  ///
  /// - Parameters:
  ///   - kind: What kind of text it is.
  ///   - path: Its ``path``, with the repository's name if there is one.
  ///   - repository: Its ``repository``.
  ///   - members: Its ``members``.
  ///   - object: Its ``object``.
  ///   - commit: Its ``commit``.
  package init?(
    kind: Kind, path: String, repository: String?, members: [String] = [], object: ObjectID?,
    commit: CommitReference?
  ) {
    if let repository {
      guard path.hasPrefix(repository + "/"),
        let inner = Provenance(
          kind: kind, path: String(path.dropFirst(repository.count + 1)), repository: nil,
          members: members, object: object, commit: commit)
      else { return nil }
      self = .repository(name: repository, inner)
      return
    }
    if let member = members.last {
      guard path.hasSuffix("!" + member),
        let container = Provenance(
          kind: .content, path: String(path.dropLast(member.count + 1)), repository: nil,
          members: members.dropLast(), object: object, commit: commit)
      else { return nil }
      self =
        kind == .path
        ? .memberName(path: member, of: container) : .member(path: member, of: container)
      return
    }
    switch (kind, object, commit) {
    case (.content, let blob?, let commit?): self = .committed(path: path, blob: blob, by: commit)
    case (.content, let blob?, nil):
      let alone = Self.inFolder(path, .blob(blob))
      self = alone ?? .staged(path: path, blob: blob)
    case (.content, nil, _): self = .file(path: path)
    case (.path, _, let commit?): self = .committedName(path: path, by: commit)
    case (.path, let tree?, nil): self = Self.inFolder(path, .tree(tree)) ?? .fileName(path: path)
    case (.path, nil, nil): self = .fileName(path: path)
    case (.commitMessage, _, _), (.author, _, _), (.tagMessage, _, _):
      guard let text = Self.gitText(kind, path, commit) else { return nil }
      self = text
    case (.refName, _, _):
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard let mark = parts.firstIndex(of: "ref") else { return nil }
      let name = parts[(mark + 1)...].joined(separator: "/")
      guard let text = Self.inFolder(path, .ref(name: name)) else { return nil }
      self = text
    }
  }

  /// A text of a commit or a tag, by the last three parts of its path.
  private static func gitText(
    _ kind: Kind, _ path: String, _ commit: CommitReference?
  ) -> Provenance? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).suffix(3)
    guard parts.count == 3, let name = parts.last, let text = CommitText(rawValue: String(name)),
      let id = ObjectID(hex: String(parts[parts.startIndex + 1]))
    else { return nil }
    return switch parts.first {
    case "commit": inFolder(path, .commitText(text, of: id, commit))
    case "tag": inFolder(path, .tagText(text, of: id))
    default: nil
    }
  }

  /// The text itself where the path is its own; as one of a submodule where it stands below a folder.
  private static func inFolder(_ path: String, _ text: Provenance) -> Provenance? {
    if path == text.path { return text }
    guard path.hasSuffix("/" + text.path) else { return nil }
    return .submodule(folder: String(path.dropLast(text.path.count + 1)), text)
  }
}
