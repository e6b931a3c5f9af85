import Basics
import Findings
import Reports

/// Where a secret came in, when it went and who has it, for people.
struct LeakText {
  let facts: LeakFacts
  let wrap: LineWrap

  /// Commits that are named before the rest is only counted.
  private static let named = 3

  var lines: [String] {
    labelled("came in", arrivals) + labelled("went", departure) + labelled("held by", holders)
      + labelled("not known", facts.gaps)
  }

  private var arrivals: [String] {
    let shown = facts.arrivals.prefix(Self.named).map { commit in
      Self.line(commit.id.hex, commit.date, commit.author, commit.summary)
        + (facts.roots.contains(commit.id) ? " (the first commit)" : "")
    }
    let rest = facts.arrivals.count - shown.count
    return shown + (rest > 0 ? ["and by \(Quantity.of(rest, "more commit"))"] : [])
  }

  private var departure: [String] {
    guard facts.finding.status?.atHead == false else { return ["it is still there at HEAD"] }
    guard let departure = facts.departure else { return [] }
    return [
      Self.line(departure.id.hex, departure.date, departure.author, departure.summary),
      stay(until: departure.seconds),
    ].compactMap(\.self)
  }

  /// How long it stood in the files; nil where it was away in between.
  private func stay(until end: Int) -> String? {
    guard let start = facts.arrivals.first, !facts.hasReturned else { return nil }
    let minutes = max(0, end - start.seconds) / 60
    let length =
      switch minutes {
      case 0: "less than a minute"
      case ..<120: Quantity.of(minutes, "minute")
      case ..<2_880: Quantity.of(minutes / 60, "hour")
      default: Quantity.of(minutes / 1_440, "day")
      }
    return "it stood in the files for \(length); the history has it still"
  }

  private var holders: [String] {
    let groups = [
      ("branch", "branches", facts.refs(below: "refs/heads/")),
      ("tag", "tags", facts.refs(below: "refs/tags/")),
      ("remote-tracking branch", "remote-tracking branches", facts.refs(below: "refs/remotes/")),
    ]
    var lines = groups.compactMap { one, many, names -> String? in
      guard !names.isEmpty else { return nil }
      return "\(names.count == 1 ? one : many) \(Self.list(names))"
    }
    if !facts.stashes.isEmpty {
      lines.append(Quantity.list(facts.stashes.reversed().prefix(4).map { "stash@{\($0)}" }))
    }
    if lines.isEmpty { lines.append("no branch or tag; only git's own records of where they were") }
    return lines
  }

  private static func line(
    _ id: String, _ date: String, _ author: String, _ summary: String
  ) -> String {
    TerminalText.visible("\(date.prefix(10))  \(id.prefix(12))  \(author)  \(summary)")
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { TerminalText.visible(Console.redacted($0)) }
    let rest = names.count - shown.count
    return Quantity.list(shown + (rest > 0 ? ["\(rest) more"] : []))
  }

  private func labelled(_ label: String, _ sentences: [String]) -> [String] {
    sentences.flatMap { wrap.lines($0, after: 15) }.enumerated().map { index, line in
      let head = index == 0 ? "\(label):" : ""
      return "  " + head + String(repeating: " ", count: max(1, 13 - head.count)) + line
    }
  }
}
