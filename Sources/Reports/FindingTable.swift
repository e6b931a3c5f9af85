import Basics
import Findings

/// Where many findings are: by rule, then by file.
struct FindingTable {
  private let findings: [Finding]
  private let palette: Palette

  /// Findings that are read one by one; above, the table comes first.
  static let threshold = 20
  /// Rows of each part before the rest is only counted.
  private static let rows = 15

  /// Nil where there are too few to need a table.
  init?(_ findings: [Finding], palette: Palette) {
    guard findings.count > Self.threshold else { return nil }
    self.findings = findings
    self.palette = palette
  }

  /// All lines.
  var lines: [String] { rules + [""] + files }

  /// The findings of a rule.
  private struct Group {
    private(set) var count = 0
    private(set) var worst = Severity.low
    private(set) var paths: Set<String> = []
    private var lastPath: String?

    mutating func add(_ severity: Severity, _ locations: [Location]) {
      count += 1
      worst = max(worst, severity)
      for location in locations {
        let path = location.path
        // Mostly, several stand in one file.
        guard path != lastPath else { continue }
        paths.insert(path)
        lastPath = path
      }
    }
  }

  private var rules: [String] {
    var counts: [String: Group] = [:]
    // By their numbers: a finding has much to copy.
    for index in findings.indices {
      counts[findings[index].rule.id, default: Group()].add(
        findings[index].severity, findings[index].locations)
    }
    let groups = counts.sorted {
      ($1.value.worst, $1.value.count, $0.key) < ($0.value.worst, $0.value.count, $1.key)
    }
    let shown = groups.prefix(Self.rows)
    let width = shown.map { TerminalText($0.key).cells }.max() ?? 0
    let rest = groups.dropFirst(Self.rows)
    return [heading("by rule", width, "secrets   files")]
      + shown.map { id, group in
        "  " + padded(id, width) + count(group.count) + count(group.paths.count)
          + "  " + palette.severity(group.worst.rawValue, group.worst)
      }
      + further(rest.count, "rule", rest.reduce(0) { $0 + $1.value.count })
  }

  private var files: [String] {
    var counts: [String: (count: Int, worst: Severity)] = [:]
    for index in findings.indices {
      for path in Set(findings[index].locations.map(\.path)) {
        let old = counts[path] ?? (0, .low)
        counts[path] = (old.count + 1, max(old.worst, findings[index].severity))
      }
    }
    let groups = counts.sorted {
      ($1.value.worst, $1.value.count, $0.key) < ($0.value.worst, $0.value.count, $1.key)
    }
    let shown = groups.prefix(Self.rows)
    let width = shown.map { TerminalText($0.key).cells }.max() ?? 0
    return [heading("by file", width, "secrets")]
      + shown.map { path, group in
        "  " + padded(path, width) + count(group.count)
          + "  " + palette.severity(group.worst.rawValue, group.worst)
      }
      + further(groups.count - shown.count, "file", nil)
  }

  private func heading(_ title: String, _ width: Int, _ columns: String) -> String {
    palette.strong("  " + padded(title, width) + " " + columns)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    let text = TerminalText(text)
    return text.text + String(repeating: " ", count: max(0, width - text.cells))
  }

  private func count(_ number: Int) -> String {
    let digits = Quantity.grouped(number)
    return String(repeating: " ", count: max(1, 8 - digits.count)) + digits
  }

  private func further(_ groups: Int, _ noun: String, _ secrets: Int?) -> [String] {
    guard groups > 0 else { return [] }
    let size = secrets.map { ": \(Quantity.of($0, "secret"))" } ?? ""
    return ["  and \(Quantity.of(groups, "more \(noun)"))\(size)"]
  }
}
