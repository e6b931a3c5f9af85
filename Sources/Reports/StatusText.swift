import Basics
import Findings

/// Says how far a secret has got in a repository.
enum StatusText {
  /// Returns the lines beside the label `status`.
  static func lines(_ status: Finding.Status, palette: Palette) -> [String] {
    let head = status.atHead ? "at HEAD" : "no longer at HEAD, but in the history"
    let remotes: [String]
    switch status.publication {
    case .pushed(let to): remotes = to
    case .notPushed: return ["\(head), not pushed yet"]
    case .unknown:
      return ["\(head); nothing here says whether it was pushed. \(palette.bad("Revoke it."))"]
    }
    return ["\(head) and on \(list(remotes)). \(palette.bad("Revoke it now."))"]
  }
  /// Names a branch, the main one where it is there, and counts the others.
  static func list(_ branches: [String]) -> String {
    let main = branches.first { $0.hasSuffix("/main") || $0.hasSuffix("/master") }
    guard let first = main ?? branches.first else { return "" }
    let others = branches.filter { $0 != first }
    let rest = others.count == 1 ? others : others.isEmpty ? [] : ["\(others.count) more"]
    return Quantity.list(([first] + rest).map { TerminalText.visible($0) })
  }
}
