import Basics
package import Findings
import PatternEngine

extension Rule {
  /// Whether some paths make an adjustment.
  package var isAdjustedByPath: Bool { adjustments.contains { !$0.paths.isEmpty } }

  /// The adjustments that a path makes, of which for a secret the first counts that is meant for it.
  ///
  /// - Parameter words: The words of the path; see ``PathWords``.
  /// - Returns: Those of which a word is in the path.
  package func adjustments(forPathOf words: Set<String>) -> [Adjustment] {
    adjustments.filter { !$0.paths.isEmpty && !words.isDisjoint(with: $0.paths) }
  }

  /// A change of what is said about a finding, by the words around it or in its file's path.
  package struct Adjustment: Sendable, Equatable {
    /// Words of which one must stand near the match; empty where the path decides.
    package var near: [String] = []
    /// Words of which one must be in the path, in lower case; empty where what is near decides.
    package var paths: [String] = []
    /// How far to look for them before the match, in bytes.
    package var before = 0
    /// How far to look for them after the match, in bytes.
    package var after = 0
    /// Secrets with fewer bytes are changed, others not; nil for secrets of any length.
    package var shorterThan: Int?
    /// Whether it is for secrets alone whose proof holds.
    package var asksForProof = false
    package var severity: Severity?
    package var confidence: Confidence?
    /// What the words mean, such as `Firebase client configuration`; becomes evidence.
    package var because: String

    /// Whether it is meant for a secret of so many bytes, whose proof holds or not.
    package func fits(secretLength length: Int, isProven: Bool) -> Bool {
      fits(secretLength: length) && (isProven || !asksForProof)
    }

    /// Whether it is meant for secrets of so many bytes.
    package func fits(secretLength length: Int) -> Bool { shorterThan.map { length < $0 } ?? true }

    /// What changes, why and by which words, in a line.
    var summary: String {
      let change = [
        severity.map { "severity \($0.rawValue)" }, confidence.map { "confidence \($0.rawValue)" },
      ].compactMap(\.self).joined(separator: ", ")
      let limit = shorterThan.map { " if shorter than \($0) bytes" } ?? ""
      let condition = asksForProof ? " where the proof holds" : ""
      return "\(change)\(limit) \(because)\(condition): \((near + paths).joined(separator: ", "))"
    }
  }
}

extension RuleFileReader {
  private static let adjustmentKeys = [
    "near", "paths", "before", "after", "shorter_than", "proven", "severity", "confidence",
    "because",
  ]

  /// Reads the tables of `[[rules.adjust]]`.
  mutating func adjustments(_ key: String, in table: TOMLTable) -> [Rule.Adjustment]? {
    table[key].map { list in
      tables(list, named: "rules.\(key)").map { adjustment($0.table, at: $0.position) }
    }
  }

  private mutating func adjustment(
    _ table: TOMLTable, at position: TOMLPosition
  ) -> Rule.Adjustment {
    checkKeys(of: table, among: Self.adjustmentKeys)
    let paths = paths(in: table)
    let near =
      paths.isEmpty
      ? required(words("near", in: table), "near", in: table, at: position)
      : words("near", in: table)
    if near?.isEmpty == true { note(at: table["near"], "`near` must name a word") }
    for key in ["near", "before", "after"] where !paths.isEmpty && table[key] != nil {
      note(at: table[key], "an adjustment goes by `paths` or by what is near, not by both")
    }
    let severity = word("severity", in: table, of: Severity.self)
    let confidence = word("confidence", in: table, of: Confidence.self)
    if table["severity"] == nil, table["confidence"] == nil {
      note(at: position, "an adjustment needs `severity`, `confidence` or both")
    }
    let because = required(text("because", in: table), "because", in: table, at: position)
    return Rule.Adjustment(
      near: near ?? [], paths: paths,
      before: paths.isEmpty ? integer("before", in: table, from: RuleForm.reach) ?? 160 : 0,
      after: paths.isEmpty ? integer("after", in: table, from: RuleForm.reach) ?? 80 : 0,
      shorterThan: integer("shorter_than", in: table, from: 1...4_096),
      asksForProof: boolean("proven", in: table) ?? false, severity: severity,
      confidence: confidence, because: because ?? "")
  }

  private mutating func paths(in table: TOMLTable) -> [String] {
    let paths = words("paths", in: table) ?? []
    for word in paths
    where word.isEmpty || !word.utf8.allSatisfy({ ByteSet.alphanumerics.contains($0) }) {
      note(at: table["paths"], "`\(word)` is no word of letters and digits")
    }
    return paths
  }
}
