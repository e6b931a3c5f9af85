import Basics
import Findings

/// Names a place for people.
enum PlaceText {
  /// Returns `path:line:column` for a file, and words for a text that is no file.
  static func name(_ location: Location) -> String {
    let position = ":\(location.region.line):\(location.region.column)"
    return TerminalText.visible(name(location.provenance, position))
  }

  private static func name(_ provenance: Provenance, _ position: String) -> String {
    switch provenance {
    case .commitText(.message, let id, _): "commit \(short(id.hex)), message" + position
    case .tagText(.message, let id): "tag \(short(id.hex)), message" + position
    case .commitText(.header, let id, _): "commit \(short(id.hex)), header" + position
    case .tagText(.header, let id): "tag \(short(id.hex)), header" + position
    case .commitText(.author, let id, _): "commit \(short(id.hex)), author"
    case .tagText(.author, let id): "tag \(short(id.hex)), author"
    case .ref(let name): "ref \(name)"
    case .submodule(let folder, let text): "\(folder): " + name(text, position)
    case .repository(let folder, let text):
      folder + (text.kind == .content || text.kind == .path ? "/" : ": ") + name(text, position)
    case .fileName, .committedName, .tree, .memberName: provenance.path
    case .file, .stream, .staged, .blob, .committed, .member: provenance.path + position
    }
  }

  /// Returns what to add to a finding's title, so that one knows where to look; empty for a file.
  static func hint(_ subject: Provenance.Kind) -> String {
    switch subject {
    case .content: ""
    case .path: " in the name of a file"
    case .commitMessage: " in a commit message"
    case .author: " in the author of a commit"
    case .tagMessage: " in the message of a tag"
    case .refName: " in the name of a branch or tag"
    }
  }

  /// Returns an object id as short as people write it.
  static func short(_ id: some StringProtocol) -> String {
    String(id.prefix(12))
  }
}
