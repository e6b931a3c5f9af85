import Basics
package import Findings

/// How to ask a provider whether a key still works, as a command of curl.
///
/// The key is read into a variable of the shell, so that neither the command nor the shell's history
/// holds it.
package struct KeyCheckText {
  private let check: KeyCheck

  package init(_ check: KeyCheck) { self.check = check }

  /// The name of the variable that the command reads.
  package static let variable = "KUNCI_KEY"

  /// What reads the key without showing it.
  package static let reading = "read -rs \(variable)   # paste the key, then press Enter"

  /// The command.
  package var command: String {
    var words = ["curl", "-sS", "-i"]
    if check.method != .get { words += ["-X", check.method.rawValue] }
    if let user = check.user { words += ["-u", quoted(user)] }
    for header in check.headers { words += ["-H", quoted(header)] }
    if let body = check.body { words += ["-d", ShellWord.quoted(body)] }
    return (words + [quoted(check.url)]).joined(separator: " ")
  }

  /// What the answers mean, and what they tell.
  var meanings: [(word: String, meaning: String)] {
    let answers = [("works", check.live), ("revoked", check.revoked), ("limited", check.limited)]
    return answers.filter { !$0.1.isEmpty }.map { ($0.0, $0.1.joined(separator: "; ")) }
      + (check.tells.map { [("tells", $0)] } ?? [])
  }

  /// The two commands, what the answers mean, and who says so.
  package var lines: [String] {
    [Self.reading, command]
      + (meanings + [("from", check.documentation)]).map { word, meaning in
        "\(word):" + String(repeating: " ", count: 9 - word.count) + meaning
      }
  }

  /// A word in double quotes, in which a shell puts the key; rule files hold nothing else that means
  /// something there.
  private func quoted(_ text: String) -> String {
    "\"\(text.replacing(KeyCheck.placeholder, with: "$\(Self.variable)"))\""
  }
}
