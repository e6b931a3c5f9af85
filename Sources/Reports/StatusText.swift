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
    let named = remotes.prefix(3).map { TerminalText.visible($0) }
    let rest = remotes.count - named.count
    let list = Quantity.list(named + (rest > 0 ? ["\(rest) more"] : []))
    return ["\(head) and on \(list). \(palette.bad("Revoke it now."))"]
  }
}
