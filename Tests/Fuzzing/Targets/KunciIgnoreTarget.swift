@testable import Engine

/// The other ignore files, and comments beside a secret.
///
/// Input: which of them, a path, a zero, and the text.
final class KunciIgnoreTarget: FuzzTarget {
  static let name = "kunciignore"

  static var seeds: [[UInt8]] {
    let digits = String(repeating: "5a", count: 16)
    let own = """
      \u{FEFF}# comment
      \(digits) # a reason
      \(digits) path:src/*.env until:2030-01-31
      rule:openai path:/a\\ b/ # other
      rule:openai
      path:x
      """
    let theirs = """
      # comment
      src/a.txt:generic-api-key:12
      \(String(repeating: "5a", count: 20)):src\\a:b.txt:aws-key:3
      x:y
      """
    let comments = """
      key = 1 # kunci:ignore openai-key, aws: a reason
      // gitleaks:allow -- x
      /* secretlint-disable @secretlint/secretlint-rule-aws -- x */
      # pragma: allowlist nextline secret
      """
    return [
      [0] + "src/x.env\0\(own)".utf8, [1] + "src/a.txt\0\(theirs)".utf8,
      [2, 0] + comments.utf8,
    ]
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let kind = reader.byte()
    let parts = reader.takeRest().parts(2)
    guard let text = parts.last, parts.count == 2 else { return }
    let path = String(decoding: parts[0], as: UTF8.self)
    let lines = text.count { $0 == UInt8(ascii: "\n") } + 1
    switch kind {
    case 0:
      let file = IgnoreFile(text)
      invariant(file.entries.allSatisfy { (1...lines).contains($0.line) }, "a line outside")
      for problem in file.problems {
        invariant((1...lines).contains(problem.line) && problem.column >= 1, "a place outside")
        invariant(problem.column <= text.count + 1, "a column outside")
      }
      for entry in file.entries {
        _ = entry.covers([], of: ["openai-key"], at: path)
        _ = entry.path?.matches(path)
        _ = entry.isExpired(on: 20_000)
      }
    case 1:
      let file = GitleaksIgnore(text)
      let numbers = file.entries.map(\.line) + file.malformed
      invariant(numbers.allSatisfy { (1...lines).contains($0) }, "a line outside")
      invariant(Set(numbers).count == numbers.count, "a line twice")
      _ = file.entry(for: ["aws-key"], at: path, line: 3, commit: nil) { $0 == "aws-key" }
    default:
      for position in text.indices {
        guard let dialect = InlineComment.dialect(at: position, in: text) else { continue }
        invariant(!dialect.name.isEmpty, "a comment without a name")
        let rest = text[(position + dialect.marker.count)...]
        let scope = InlineComment.scope(dialect.scoping, of: rest) { $0.hasPrefix("a") }
        _ = scope?.covers(["aws-key"])
      }
    }
  }
}
