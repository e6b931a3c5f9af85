import Basics
import Findings

/// What a scan comes to, for people: counts, what was read, what was not, what to do.
struct SummaryText {
  var report: ScanReport
  var palette: Palette
  var wrap: LineWrap

  /// Notices that are written before the rest is only counted.
  private static let namedNotices = 20
  /// Rules of hidden findings that are named before the rest is only counted.
  private static let namedRules = 5

  /// All lines of the summary.
  var lines: [String] {
    [verdict, scanned] + remotes + skipped + ignored + unopened + errors + notices + suppressed
      + hidden
      + configuration
      + warnings + advice
  }

  private var verdict: String {
    let count = report.findings.count
    guard count > 0 else {
      guard report.isComplete else {
        return palette.bad("Nothing found, but the scan is incomplete: ") + reasonOfGap
      }
      guard !report.scanned.isEmpty else {
        return palette.strong("Nothing was scanned, so nothing was found.")
      }
      // With findings held back, "no secrets" would say more than is known.
      let place = report.hiddenFindings > 0 ? " at the chosen confidence" : ""
      let exception = report.suppressed.total > 0 ? ", but for suppressed ones" : ""
      return palette.good("No secrets found\(place)\(exception).")
    }
    let severities: [String] = Severity.allCases.reversed().compactMap { severity in
      let count = report.findings.count { $0.severity == severity }
      return count == 0
        ? nil : palette.severity("\(Quantity.grouped(count)) \(severity.rawValue)", severity)
    }
    let found = palette.strong("\(Quantity.of(count, "secret")) found: ")
    let gap = report.isComplete ? "" : palette.bad(" The scan is incomplete: ") + reasonOfGap
    return found + severities.joined(separator: ", ") + "." + gap
  }

  private var reasonOfGap: String {
    switch report.errors.count {
    case 0 where !report.unopened.isEmpty:
      "\(Quantity.of(report.unopened.count, "packed text")) could not be opened."
    case 0: "not everything was read."
    case 1: "1 error."
    default: "\(Quantity.grouped(report.errors.count)) errors."
    }
  }

  private var scanned: String {
    let tally = report.scanned
    let parts = [
      (tally.files, "file"), (tally.members, "archive member"), (tally.blobs, "blob"),
      (tally.commits, "commit"),
    ].filter { $0.0 > 0 }.map { Quantity.of($0.0, $0.1) }
    // A number of repositories is no path.
    let target = TerminalText.visible(report.target)
    let place =
      report.target == "."
      ? "" : report.repositoryCount == nil ? " in \"\(target)\"" : " in \(target)"
    let size = Quantity.bytes(tally.bytes)
    return parts.isEmpty
      ? "Scanned \(size)\(place)." : "Scanned \(Quantity.list(parts)) (\(size))\(place)."
  }

  private var remotes: [String] {
    guard report.kind == .unpushed else { return [] }
    let names = report.remotes.map { ($0, TerminalText.visible("\($0.name) (\($0.address))")) }
    let known = names.filter { $0.0.doubt == nil }.map(\.1)
    return
      (known.isEmpty ? [] : ["Measured against what was last seen of \(Quantity.list(known))."])
      + names.compactMap { remote, name in
        remote.doubt.map { doubt in
          palette.strong("Measured as if \(name) had nothing: ") + TerminalText.visible(doubt) + "."
        }
      }
  }

  private var skipped: [String] {
    guard !report.skipped.isEmpty else { return [] }
    let unopened = Set(report.unopened)
    let skipped = report.skipped.filter { !unopened.contains($0) }
    guard !skipped.isEmpty else { return [] }
    let groups = Dictionary(grouping: skipped, by: \.message)
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let parts = groups.map { reason, paths in
      let example = paths.first.map { TerminalText.visible($0.path) } ?? ""
      let others = paths.count > 1 ? ", …" : ""
      return "  \(Quantity.grouped(paths.count)) × \(TerminalText.visible(reason)): "
        + palette.faint(example + others)
    }
    return ["Skipped \(Quantity.of(skipped.count, "path")):"] + parts
  }

  private var unopened: [String] {
    guard !report.unopened.isEmpty else { return [] }
    let (named, rest) = ErrorText.lines(of: report.unopened)
    let heading = "Packed and not read (--exclude leaves it out, --allow-incomplete accepts it):"
    return [report.isComplete ? heading : palette.bad(heading)]
      + named.map { "  " + palette.strong($0.place) + $0.message }
      + (rest > 0 ? ["  and \(Quantity.grouped(rest)) more"] : [])
  }

  private var ignored: [String] {
    guard report.scanned.ignored > 0 else { return [] }
    let count = Quantity.of(
      report.scanned.ignored, "file or folder", plural: "files or folders")
    return ["Left out \(count) that git ignores; --no-ignore scans them too."]
  }

  private var errors: [String] {
    guard !report.errors.isEmpty else { return [] }
    let (named, rest) = ErrorText.lines(of: report.errors)
    return [palette.bad("\(Quantity.of(report.errors.count, "error")):")]
      + named.map { "  " + palette.strong($0.place) + $0.message }
      + (rest > 0 ? ["  and \(Quantity.grouped(rest)) more"] : [])
  }

  private var notices: [String] {
    guard !report.notices.isEmpty else { return [] }
    let ofLines = report.notices.filter { $0.line > 0 }
    let ofAll = report.notices.filter { $0.line == 0 }.map {
      palette.strong("note: ") + TerminalText.visible("\($0.path): \($0.message)")
    }
    let named = ofLines.prefix(Self.namedNotices).map { notice in
      "  " + palette.strong(TerminalText.visible("\(notice.path):\(notice.line): "))
        + TerminalText.visible(notice.message)
    }
    let rest = ofLines.count - named.count
    return ofAll + (named.isEmpty ? [] : [palette.strong("To tidy up:")]) + named
      + (rest > 0 ? ["  and \(Quantity.grouped(rest)) more"] : [])
  }

  private var warnings: [String] {
    report.warnings.map {
      palette.strong("warning: ") + TerminalText.visible("\($0.path) \($0.message)")
    }
  }

  private var suppressed: [String] {
    let tally = report.suppressed
    guard tally.total > 0 else { return [] }
    let parts = [
      (tally.inline, "by comments"), (tally.ignoreFile, "by ignore files"),
      (tally.baseline, "by the baseline"),
    ].filter { $0.0 > 0 }.map { "\(Quantity.grouped($0.0)) \($0.1)" }
    return ["Suppressed: \(Quantity.list(parts)); --show-suppressed lists them."]
  }

  private var hidden: [String] {
    guard report.hiddenFindings > 0 else { return [] }
    let count = Quantity.of(
      report.hiddenFindings, "less certain finding is", plural: "less certain findings are")
    let rules = report.hidden.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let named = rules.prefix(Self.namedRules).map { rule, count in
      "\(Quantity.grouped(count)) \(TerminalText.visible(rule))"
    }
    let rest = rules.count - named.count
    let list = named + (rest > 0 ? ["of \(Quantity.of(rest, "other rule"))"] : [])
    return wrapped(
      "\(count) hidden: \(Quantity.list(list)). `--min-confidence low` shows all.", margin: 0)
  }

  private var configuration: [String] {
    guard let text = ConfigurationText(report), text.isWorthKnowing || !report.findings.isEmpty
    else { return [] }
    return text.lines
  }

  /// What to do next, each way once and not for every finding.
  private var advice: [String] {
    guard !report.findings.isEmpty else { return [] }
    let statuses = report.findings.map(\.status)
    var lines: [String] = []
    let advice = RevokeAdvice.many
    if statuses.contains(where: { $0?.publication.isPushed == true }) {
      lines.append(
        "Pushed keys count as stolen: \(advice.revoke) now, \(advice.renew), \(advice.inspect), and "
          + "\(advice.cleanUp). \(RevokeAdvice.starting(advice.reason)).")
    }
    if statuses.contains(where: { $0?.publication == .notPushed }) {
      lines.append(
        "Keys that were not pushed: take them out of their commits before you push; "
          + "`kunci explain FINGERPRINT --history` says with which commands.")
    }
    if statuses.contains(where: { $0?.publication == .unknown }) {
      lines.append(
        "Nothing here says what was pushed. Unless you are sure that they never left this machine: "
          + "\(advice.revoke), \(advice.renew), and \(advice.inspect).")
    }
    if statuses.contains(nil) {
      let isStaged = report.kind == .staged
      let unstage = isStaged ? "take them out of what is staged, " : ""
      lines.append(
        "Before you commit: \(unstage)move them to environment variables or a secret store, "
          + "and list .env in .gitignore.")
      if !isStaged { lines.append("Revoke every key that was ever committed, sent or published.") }
    }
    lines.append(
      "What is no secret: `kunci ignore FINGERPRINT --reason TEXT`, or kunci:ignore in a comment"
        + " beside it.")
    return [palette.strong("What to do:")]
      + lines.flatMap { wrapped($0, margin: 2) }
  }

  private func wrapped(_ text: String, margin: Int) -> [String] {
    wrap.lines(text, after: margin).map { String(repeating: " ", count: margin) + $0 }
  }
}
