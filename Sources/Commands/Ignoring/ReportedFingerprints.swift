import Basics
import Findings
import Reports

/// The fingerprints of a report that kunci wrote, in any format that holds them.
struct ReportedFingerprints {
  /// In the report's order, each once.
  private(set) var all: [Fingerprint] = []
  private var known: Set<Fingerprint> = []
  /// Whether the finding of a text report is one that is accepted already.
  private var isSuppressed = false

  /// Reads a report.
  ///
  /// - Throws: ``UsageError`` when the file cannot be read.
  init(in path: String) throws(UsageError) {
    let bytes = try UserFile.read(path)
    if let file = try? ReportFile(bytes), !file.isCutOff {
      for finding in file.repositories.flatMap(\.report.findings) + file.joined
      where finding.suppression == nil { add(finding.fingerprint) }
    } else if let value = try? JSONTree(bytes).root {
      collect(value)
    } else {
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        if let value = try? JSONTree(Array(line)).root, value.isObject {
          collect(value)
        } else {
          collect(fromLine: String(decoding: line, as: UTF8.self))
        }
      }
    }
  }

  /// The one that begins with some digits.
  func beginning(with digits: String) throws(UsageError) -> Fingerprint {
    let meant = all.filter { $0.description.hasPrefix(digits) }
    guard digits.utf8.count >= 8, let first = meant.first else {
      throw UsageError(
        "no fingerprint of the report begins with `\(digits)`, or that is fewer than 8 digits",
        command: .ignore)
    }
    guard meant.count == 1 else {
      throw UsageError("several fingerprints begin with \(digits)", command: .ignore)
    }
    return first
  }

  private mutating func add(_ text: some StringProtocol) {
    if let fingerprint = Fingerprint(text) { add(fingerprint) }
  }

  private mutating func add(_ fingerprint: Fingerprint) {
    if known.insert(fingerprint).inserted { all.append(fingerprint) }
  }

  /// Members `fingerprint` in SARIF and its like; not those of findings that are accepted already.
  private mutating func collect(_ value: JSONTree.Node) {
    for element in value.elements { collect(element) }
    let members = value.members
    guard !members.contains(where: { $0.name == "suppression" || $0.name == "suppressions" })
    else { return }
    for member in members {
      if member.name == "fingerprint", let text = member.value.string {
        add(text)
      } else {
        collect(member.value)
      }
    }
  }

  /// The line `fingerprint:` of text, the last word of a short report, a field of a table.
  private mutating func collect(fromLine line: String) {
    let words = line.split { $0.isWhitespace || $0 == "," }
    if let first = line.first, !first.isWhitespace {
      isSuppressed = line.contains(": suppressed: ")
    }
    if words.first == "fingerprint:", words.count == 2 {
      if !isSuppressed { add(words[1]) }
    } else if line.hasPrefix("finding,") {
      for word in words { add(word) }
    } else if let last = words.last, line.contains(": "), !line.contains(": suppressed ") {
      add(last)
    }
  }
}
