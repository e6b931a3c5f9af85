import Basics
import Findings

/// Says how far a secret has got in a repository.
enum StatusText {
  /// Returns the lines beside the label `status`.
  static func lines(_ status: Finding.Status, palette: Palette) -> [String] {
    let head = status.atHead ? "at HEAD" : "no longer at HEAD, but in the history"
    guard !status.pushedTo.isEmpty else {
      return ["\(head), not pushed yet"]
    }
    let named = status.pushedTo.prefix(3).map { TerminalText.visible($0) }
    let rest = status.pushedTo.count - named.count
    let remotes = Quantity.list(named + (rest > 0 ? ["\(rest) more"] : []))
    return ["\(head) and on \(remotes). \(palette.bad("Revoke it now."))"]
  }
}
