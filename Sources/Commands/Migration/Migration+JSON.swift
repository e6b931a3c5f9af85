import Basics
import RuleSet

/// What is written in JSON: gitleaks' reports, detect-secrets' baselines, secretlint's rules.
extension Migration {
  /// Reads a file; what is in none of these forms is a loss.
  mutating func readJSON(_ bytes: [UInt8], of file: String) {
    let value: JSONTree.Node
    do throws(JSONTree.Failure) {
      value = try JSONTree(bytes).root
    } catch {
      lose(file, error.line, error.message)
      return
    }
    if value.isArray {
      for finding in value.elements { readGitleaks(finding, of: file) }
    } else if let results = value["results"] {
      readDetectSecrets(value, results, of: file)
    } else if let rules = value["rules"], rules.isArray {
      for rule in rules.elements { readSecretlint(rule, of: file) }
    } else {
      lose(file, "this is no report, baseline or configuration that kunci knows")
    }
  }

  /// A finding of a report that is used as a baseline.
  private mutating func readGitleaks(_ finding: JSONTree.Node, of file: String) {
    guard let line = finding.members.first?.line,
      let path = finding["File"]?.string
    else {
      lose(file, "an entry is no finding of gitleaks")
      return
    }
    let secret = finding["Secret"]?.string ?? ""
    // With --redact, nothing of it is left; with --redact=N, its start.
    let isKnown = !secret.isEmpty && !secret.hasPrefix("REDACTED") && !secret.hasSuffix("...")
    guard isKnown || finding["StartLine"]?.integer != nil else {
      lose(file, line, "neither the secret nor its line is known")
      return
    }
    let commit = finding["Commit"]?.string ?? ""
    accept(
      AcceptedSecret(
        mark: isKnown ? .text(secret) : .line(finding["StartLine"]?.integer ?? 0), path: path,
        ruleID: finding["RuleID"]?.string, commit: commit.isEmpty ? nil : commit.lowercased(),
        source: (file, line)))
  }

  private mutating func readDetectSecrets(
    _ baseline: JSONTree.Node, _ results: JSONTree.Node, of file: String
  ) {
    for filter in baseline["filters_used"]?.elements ?? [] {
      let name = filter["path"]?.string?.split(separator: ".").last ?? ""
      for pattern in filter["pattern"]?.texts ?? [] {
        switch name {
        case "should_exclude_file": allow(pattern, .path, from: file, line: nil)
        case "should_exclude_line": allow(pattern, .line, from: file, line: nil)
        case "should_exclude_secret": allow(pattern, .secret, from: file, line: nil)
        default: lose(file, "the filter `\(name)` has no counterpart here")
        }
      }
    }
    // Before version 1.0.
    for text in baseline["exclude"]?["files"]?.texts ?? [] {
      allow(text, .path, from: file, line: nil)
    }
    for text in baseline["exclude"]?["lines"]?.texts ?? [] {
      allow(text, .line, from: file, line: nil)
    }
    for found in results.members {
      for secret in found.value.elements {
        guard let hash = secret["hashed_secret"]?.string else { continue }
        let line = secret.members.first?.line ?? found.line
        accept(
          AcceptedSecret(
            mark: .sha1(hash.lowercased()), path: found.name, source: (file, line)))
      }
    }
  }

  private mutating func readSecretlint(_ rule: JSONTree.Node, of file: String) {
    let line = rule.members.first?.line
    for pattern in rule["options"]?["allows"]?.texts ?? [] {
      allow(Self.expression(ofSecretlint: pattern), .secret, from: file, line: line)
    }
    for nested in rule["rules"]?.elements ?? [] { readSecretlint(nested, of: file) }
    for id in rule["allowMessageIds"]?.texts ?? [] {
      lose(file, line, "the message `\(id)` has no counterpart here")
    }
    guard rule["disabled"]?.boolean != nil else { return }
    lose(file, line, "`disabled` is not carried over: name the rules in `disabledRules`")
  }

  /// `/text/flags`, or a text that is meant as it stands.
  private static func expression(ofSecretlint pattern: String) -> String {
    let end = pattern.lastIndex(of: "/")
    guard pattern.hasPrefix("/"), let end, end > pattern.startIndex else {
      return pattern.map { $0.isLetter || $0.isNumber ? "\($0)" : "\\\($0)" }.joined()
    }
    let flags = pattern[pattern.index(after: end)...].filter("ims".contains)
    let body = String(pattern[pattern.index(after: pattern.startIndex)..<end])
    return (flags.isEmpty ? "" : "(?\(flags))") + body.replacing("\\/", with: "/")
  }
}

extension JSONTree.Node {
  /// A string, or an array of them.
  fileprivate var texts: [String] { string.map { [$0] } ?? elements.compactMap(\.string) }
}
