import Findings

/// Names a place for people.
enum PlaceText {
  /// Returns `path:line:column` for a file, and words for a text that is no file.
  static func name(_ location: Location) -> String {
    let position = ":\(location.line):\(location.column)"
    let parts = location.path.split(separator: "/", maxSplits: 2)
    let name: String
    switch location.subject {
    case .content: name = location.path + position
    case .path: name = location.path
    case .commitMessage: name = object("commit", parts) + ", message" + position
    case .author: name = object("commit", parts) + ", author"
    case .tagMessage: name = object("tag", parts) + ", message" + position
    case .refName: name = "ref " + location.path.dropFirst("ref/".count)
    }
    return TerminalText.visible(name)
  }

  /// Returns what to add to a finding's title, so that one knows where to look; empty for a file.
  static func hint(_ subject: Location.Subject) -> String {
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

  private static func object(_ kind: String, _ parts: [Substring]) -> String {
    parts.count < 2 ? kind : "\(kind) \(short(parts[1]))"
  }
}
