import RuleSet

/// A `.gitleaksignore`, read for whoever comes from gitleaks: entries name places, not secrets.
///
/// `file:rule:line` means that line in any commit and in the work tree, `commit:file:rule:line` in
/// that commit only. An id of gitleaks' means the rules of ours that find the same, and one of ours
/// itself; of another id, and of gitleaks' `generic-api-key` and its like, we cannot know which rule
/// of ours finds the same, so it means any.
package struct GitleaksIgnore: Sendable, Equatable {
  /// Its name at the root of a repository.
  package static let name = ".gitleaksignore"

  /// A line of the file.
  package struct Entry: Sendable, Equatable {
    /// From 1.
    package var line: Int
    /// In hexadecimal digits, lower case; nil for any.
    package var commit: String?
    /// From the root of the repository.
    package var path: String
    /// As it stands there.
    package var ruleID: String
    /// The line that the secret begins in, from 1.
    package var place: Int
  }

  package private(set) var entries: [Entry] = []
  /// Lines that are none of the two forms, from 1.
  package private(set) var malformed: [Int] = []

  /// Reads the content of a file.
  package init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let text = String(decoding: line, as: UTF8.self)
      let words = text.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      if let entry = Self.entry(words.joined(separator: " "), line: index + 1) {
        entries.append(entry)
      } else {
        malformed.append(index + 1)
      }
    }
  }

  /// A path can hold colons, so the ends are taken off.
  private static func entry(_ text: String, line: Int) -> Entry? {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, let place = Int(parts.removeLast()), place > 0 else { return nil }
    let ruleID = String(parts.removeLast())
    var commit: String?
    if parts.count > 1, [40, 64].contains(parts[0].utf8.count), parts[0].allSatisfy(\.isHexDigit) {
      commit = parts.removeFirst().lowercased()
    }
    let path = String(parts.joined(separator: ":").map { $0 == "\\" ? "/" : $0 })
    guard !path.isEmpty, !ruleID.isEmpty else { return nil }
    return Entry(line: line, commit: commit, path: path, ruleID: ruleID, place: place)
  }

  /// The first entry that is meant for a line of a path from the root, and for the commit that
  /// brought it in, if that is known; `isOurs` says whether a rule here has an id.
  func entry(
    for names: [String], at path: String, line place: Int, commit: String?, isOurs: (String) -> Bool
  ) -> Entry? {
    entries.first { entry in
      entry.place == place && entry.path == path && (entry.commit == nil || entry.commit == commit)
        && ForeignRules.mayMean(entry.ruleID, names, isOurs: isOurs)
    }
  }
}
