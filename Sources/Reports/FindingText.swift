import Basics
import Findings

/// One finding for people: where, what, how sure, and what to do.
struct FindingText {
  var finding: Finding
  var advice: Advice
  var palette: Palette
  var wrap: LineWrap
  var showsSecret: Bool
  /// Whether the same steps have been shown above.
  var omitsSteps: Bool

  /// Further places that are named before the rest is only counted.
  private static let namedPlaces = 4

  /// Appends all lines of the finding to a text.
  func write(to text: inout String) {
    if let first = finding.locations.first {
      writeHeader(first, to: &text)
      let snippet = SnippetText(location: first, severity: finding.severity, palette: palette)
      for line in snippet.lines { Self.write(line, to: &text) }
    }
    for note in notes { write(note, to: &text) }
  }

  private static func write(_ line: String, to text: inout String) {
    text += line
    text += "\n"
  }

  private func writeHeader(_ first: Location, to text: inout String) {
    text += palette.strong(PlaceText.name(first) + ":")
    text += " "
    if finding.suppression != nil { text += palette.good("suppressed: ") }
    text += palette.severity(finding.severity.rawValue + ":", finding.severity)
    text += " "
    text += palette.strong(
      TerminalText.visible(finding.rule.title) + PlaceText.hint(first.provenance.kind))
    text += "  "
    Self.write(palette.faint("[" + TerminalText.visible(finding.rule.id) + "]"), to: &text)
  }

  /// A label and the sentences beside it.
  private typealias Note = (label: String, lines: [String])

  /// Cells before the sentences.
  private static let margin = 15
  private static let indent = String(repeating: " ", count: margin)

  /// Appends a label and the sentences beside it.
  private func write(_ note: Note, to text: inout String) {
    var isFirst = true
    for sentence in note.lines {
      // What is indented, such as a command, is not broken.
      let lines =
        sentence.utf8.first == UInt8(ascii: " ")
        ? [sentence] : wrap.lines(sentence, after: Self.margin)
      for line in lines {
        if isFirst {
          text += "  "
          text += palette.faint(note.label + ":")
          text += Self.indent.prefix(max(1, Self.margin - 3 - note.label.utf8.count))
        } else {
          text += Self.indent
        }
        Self.write(line, to: &text)
        isFirst = false
      }
    }
  }

  private var notes: [Note] {
    var notes: [Note] = [("why", [why])]
    if let suppression = finding.suppression {
      let reason = suppression.reason.map { ": \($0)" } ?? ""
      notes.append(("suppressed", ["by \(TerminalText.visible(suppression.source + reason))"]))
    }
    if let encodings = finding.locations.first?.decodedFrom, !encodings.isEmpty {
      notes.append(
        ("decoded", ["from " + encodings.map(\.rawValue).joined(separator: ", then ")]))
    }
    if let record = finding.locations.first?.record {
      notes.append(("went", ["\(record.role.journey); \(TerminalText.visible(record.pointer))"]))
    }
    if showsSecret {
      notes.append(secret)
    }
    if finding.locations.count > 1 {
      notes.append(("also in", furtherPlaces))
    }
    if let commit = finding.locations.first?.provenance.commit {
      let words = [PlaceText.short(commit.id.hex), String(commit.date.prefix(10)), commit.author]
      notes.append(
        ("commit", [TerminalText.visible(words.joined(separator: "  ") + "  " + commit.summary)]))
    }
    if let status = finding.status {
      notes.append(("status", StatusText.lines(status, palette: palette)))
    }
    // What to do about a pushed key is to revoke it, which follows.
    if advice.stage != .pushed, !advice.steps.isEmpty {
      notes.append(("to do", advice.steps.flatMap(Self.lines(of:))))
    }
    notes.append(("revoke", revocation))
    notes.append(("fingerprint", [finding.fingerprint.description]))
    return notes
  }

  /// A sentence, and each command on a line of its own, so that it can be copied.
  private static func lines(of step: Advice.Step) -> [String] {
    ([step.sentence] + step.commands.map { "  \($0)" }).map { TerminalText.visible($0) }
  }

  private var why: String {
    var why = finding.confidence.rawValue
    why.reserveCapacity(200)
    why += " confidence"
    for (index, phrase) in finding.evidence.enumerated() {
      why += index == 0 ? ": " : "; "
      why += TerminalText.visible(phrase)
    }
    return why
  }

  private var secret: Note {
    let secret = SecretText(finding.secret)
    guard let text = secret.text else { return ("base64", [secret.base64 ?? ""]) }
    return ("secret", text.split(whereSeparator: \.isNewline).map(TerminalText.visible))
  }

  private var furtherPlaces: [String] {
    let further = finding.locations.dropFirst()
    let named = further.prefix(Self.namedPlaces).map { location in
      let commit = location.provenance.commit.map { "  \(PlaceText.short($0.id.hex))" } ?? ""
      return PlaceText.name(location) + (commit.isEmpty ? "" : palette.faint(commit))
    }
    let rest = further.count - named.count
    return named + (rest > 0 ? ["and \(Quantity.grouped(rest)) more"] : [])
  }

  private var revocation: [String] {
    let revocation = finding.rule.revocation
    let url = revocation.url.map(TerminalText.visible)
    if omitsSteps, !revocation.steps.isEmpty {
      return [(url.map { "\($0) " } ?? "") + "(see above)"]
    }
    let steps = revocation.steps.enumerated().map {
      TerminalText.visible("\($0.offset + 1). \($0.element)")
    }
    return (url.map { [$0] } ?? []) + steps
  }
}
