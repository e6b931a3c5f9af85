import Basics
import Findings

/// The findings that a project has accepted so far: those it knows are not reported again.
///
/// A finding is known by its fingerprint, so it may move to other lines and files. The file is a
/// JSON object with a member for each finding, `kunci_` and its fingerprint, and
/// `"kunciBaseline": 1` at the end.
package struct Baseline: Sendable, Equatable {
  /// The member that says the file's form, and the form that this program knows.
  package static let mark = (name: "kunciBaseline", version: 1)
  /// What stands before each fingerprint, so that no rule takes it for a key.
  package static let prefix = "kunci_"

  /// The file, as the user named it.
  package let name: String
  private let known: Set<Fingerprint>

  /// A file that is no baseline.
  package struct Malformed: Error, Equatable {
    /// From 1.
    package var line: Int
    package var message: String
  }

  /// Reads the content of a file.
  ///
  /// - Throws: ``Malformed``, for the first thing that is wrong.
  package init(_ bytes: [UInt8], named name: String) throws(Malformed) {
    let value: JSONTree.Node
    do throws(JSONTree.Failure) {
      value = try JSONTree(bytes).root
    } catch {
      throw Malformed(line: error.line, message: error.message)
    }
    guard value.isObject else {
      throw Malformed(line: 1, message: "a baseline is a JSON object" + Self.hint(for: value))
    }
    let hint = Self.hint(for: value)
    guard hint.isEmpty else {
      throw Malformed(line: 1, message: "this is no baseline of kunci" + hint)
    }
    var known: Set<Fingerprint> = []
    var isMarked = false
    for member in value.members {
      if member.name == Self.mark.name {
        guard member.value.integer == Self.mark.version else {
          throw Malformed(
            line: member.line, message: "this form of baseline is of another version of kunci")
        }
        isMarked = true
      } else if member.name.hasPrefix(Self.prefix),
        let fingerprint = Fingerprint(member.name.dropFirst(Self.prefix.count)),
        member.value.isObject
      {
        known.insert(fingerprint)
      } else {
        throw Malformed(
          line: member.line,
          message: "here stands `\(Self.prefix)` and a fingerprint of 32 hexadecimal digits")
      }
    }
    guard isMarked else {
      throw Malformed(
        line: 1, message: "this is no baseline of kunci: `\(Self.mark.name)` is missing")
    }
    self.name = name
    self.known = known
  }

  /// How many findings have been accepted.
  package var count: Int { known.count }

  /// What to do with the baseline of another scanner; empty for anything else.
  private static func hint(for value: JSONTree.Node) -> String {
    if value.isArray {
      return "; of a report of gitleaks or betterleaks, `kunci migrate FILE` makes one"
    }
    return value["plugins_used"] == nil
      ? "" : "; of that of detect-secrets, `kunci migrate FILE` makes one"
  }

  /// Whether a finding has been accepted under one of its fingerprints.
  func knows(_ fingerprints: [Fingerprint]) -> Bool { !known.isDisjoint(with: fingerprints) }
}
