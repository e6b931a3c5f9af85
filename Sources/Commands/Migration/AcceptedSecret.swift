import Basics
import BuiltInRules
import Findings
import RuleSet

/// A secret that somebody accepted in another scanner, and what is known of it.
struct AcceptedSecret {
  /// How it is recognised.
  enum Mark: Equatable {
    /// The secret as that scanner took it out of the text.
    case text(String)
    /// SHA-1 of it, in hexadecimal digits.
    case sha1(String)
    /// Only its place is known: the line that it begins in, from 1.
    case line(Int)
  }

  var mark: Mark
  /// From the root; nil for anywhere.
  var path: String?
  /// The rule there; nil for any.
  var ruleID: String?
  /// The commit that brought it in; nil for any, and the work tree.
  var commit: String?
  /// Where that is written.
  var source: (file: String, line: Int)
  /// Whether it is listed in an ignore file, and not in a baseline.
  var isIgnored = false

  /// Whether a finding is this secret.
  ///
  /// - Parameters:
  ///   - finding: A finding.
  ///   - pathFromRoot: Makes paths of the report those from the root.
  /// - Returns: Whether one of its places is the one that is meant, and so is the secret.
  func matches(_ finding: Finding, _ pathFromRoot: (String) -> String) -> Bool {
    guard
      finding.locations.contains(where: { location in
        (path == nil || path == pathFromRoot(location.path)
          || path == location.path)
          && (commit == nil || commit == location.provenance.commit?.id.hex)
          && isAt(location)
      })
    else { return false }
    switch mark {
    case .text(let text):
      let secret = String(decoding: finding.secret, as: UTF8.self)
      // Each takes more or less of what stands there; anywhere, only the secret itself is meant.
      return text == secret
        || path != nil
          && (text.count >= 8 && secret.contains(text)
            || secret.count >= 8 && text.contains(secret))
    case .sha1(let digest):
      return Self.hashed(finding.secret).contains(digest)
    case .line: return isMeant(finding.rule.id)
    }
  }

  private func isAt(_ location: Location) -> Bool {
    guard case .line(let line) = mark else { return true }
    return location.region.line == line
  }

  private func isMeant(_ rule: String) -> Bool {
    guard let ruleID else { return true }
    return ForeignRules.mayMean(ruleID, [rule]) { BuiltInRules.ruleSet[$0] != nil }
  }

  /// The hashes of what detect-secrets may have taken for this secret: all of it, or the title of a
  /// private key.
  private static func hashed(_ secret: [UInt8]) -> [String] {
    var texts = [secret]
    if secret.starts(with: "-----".utf8),
      let line = secret.split(separator: UInt8(ascii: "\n")).first
    {
      let title = line.split(separator: UInt8(ascii: "-")).first ?? []
      texts.append(Array(title))
    }
    return texts.map { SHA1.hash($0.span).hexadecimal }
  }
}
