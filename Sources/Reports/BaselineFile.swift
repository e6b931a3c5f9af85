import Basics
package import Findings

/// The text of a baseline: a JSON object with a line for each finding.
///
/// Lines are sorted by fingerprint and each ends with a comma, so that git can merge what two
/// people accept.
package struct BaselineFile {
  /// The member at the end, which says the file's form.
  private let mark: String
  private let version: Int
  /// What stands before each fingerprint.
  private let prefix: String
  private let findings: [Finding]

  package init(mark: String, version: Int, prefix: String, findings: [Finding]) {
    self.mark = mark
    self.version = version
    self.prefix = prefix
    self.findings = findings
  }

  /// The whole file.
  package var text: String {
    let writer = JSONWriter(layout: .oneLine)
    let lines = findings.map { finding in
      var line = "  \"\(prefix)\(finding.fingerprint)\": "
      let paths = Set(finding.locations.map(\.path)).sorted()
      writer.write(["rule": .string(finding.rule.id), "paths": .strings(paths)], to: &line)
      return line + ",\n"
    }
    return "{\n" + lines.sorted().joined() + "  \"\(mark)\": \(version)\n}\n"
  }
}
