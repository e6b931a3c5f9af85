import Findings
import GitRepository
import Reports
import SystemIO

extension ExplainCommand {
  /// What the history says of a finding, and what to do with which commands.
  func historyText(of finding: Finding) throws(UsageError) -> String {
    let facts: LeakFacts
    do throws(GitError) {
      let repository = try Repository(at: path ?? ".", usesEnvironment: path == nil)
      facts = try LeakFacts(finding, in: repository)
    } catch {
      throw UsageError("\(path ?? "."): \(error)", command: .explain)
    }
    if let replacements {
      try ReplaceTextFile(spellings: facts.spellings).write(to: replacements, in: facts.repository)
      return "Written, readable by you alone: \(TerminalText.visible(replacements))\n"
    }
    let wrap = LineWrap(width: StandardStreams.Output.output.columns)
    let place = RepositoryFacts(of: .history(repository: path, .everything))?.folder
    let git = GitWords(RepositoryFacts(folder: place, head: facts.head)).prefix
    let steps = LeakAdvice(facts, git: git, folder: place).steps
    var text = "In the history:\n"
    text += LeakText(facts: facts, wrap: wrap).lines.map { $0 + "\n" }.joined()
    text += "\nWhat to do:\n"
    for (index, step) in steps.enumerated() {
      let lines = wrap.lines(step.sentence, after: 5)
      for (line, sentence) in lines.enumerated() {
        text += (line == 0 ? "  \(index + 1). " : "     ") + TerminalText.visible(sentence) + "\n"
      }
      for command in step.commands { text += "       \(TerminalText.visible(command))\n" }
    }
    return text
  }
}
