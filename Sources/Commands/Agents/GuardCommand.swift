import Agents
import BuiltInRules
import Detection
import Engine
import FileTree
import Findings
import RuleSet
import SystemIO

/// `kunci guard AGENT`, which an agent's hook calls.
struct GuardCommand: ParsableCommand, UsesRules {
  var name: String?
  var rules = RuleOptions()
  var failsOpen = false
  var least = Confidence.medium

  static let summary = "Answer a coding agent's hook."
  static var details: String {
    """
    Reads from standard input what a coding agent is about to do, and answers in the agent's own
    form: a prompt with a secret is not sent, a command or file with one not run or written, and
    what a tool gives reaches the model without its secrets where the agent lets a hook replace
    that. kunci hook install AGENT sets it up. AGENT is one of
    \(AgentList.lines)

    Nothing is written to disk, and nothing is sent anywhere. What kunci cannot read stops what is
    about to happen, with exit code 2, unless --fail-open is given. Secrets that the project has
    accepted by fingerprint pass; comments and other entries do not count: see kunci help agents.
    """
  }
  static var operands: Operands<Self> {
    .one("AGENT", words: { Agent.names }) { $0.name = $1 }
  }

  static var options: [Option<Self>] {
    [
      Option(
        "fail-open", help: "Let the agent go on when kunci cannot read what it is told."
      ) { $0.failsOpen = true },
      Option(
        "min-confidence", choice: "LEVEL",
        help: "Look for secrets that are at least low, medium (default) or high in confidence."
      ) { $0.least = $1 },
    ] + Option.ruleSources
  }

  func run() throws(UsageError) -> ExitCode {
    do {
      let agent = try Agent.known(name)
      let used = try UserRules(rules, UserChecks(rules, hasIndex: false), at: nil)
      let detector = try UsageError.rethrowing {
        try Detector(used.ruleSet, hiding: used.hiddenRules)
      }
      var payload = ByteBuffer()
      try StandardStreams.readInput(into: &payload)
      let trusts = rules.trustsRepository
      let answer = try AgentGuard(
        agent, PayloadRedactor(detector, atLeast: least), failsOpen: failsOpen
      ) { folder in
        guard trusts else { return AcceptedSecrets() }
        return AcceptedSecrets(
          at: WorkTree.containing(folder)?.root ?? folder, baseline: BaselineCommand.fileName)
      }.answer(to: payload.copied())
      if !answer.output.isEmpty { Console.print(answer.output + "\n") }
      if !answer.errors.isEmpty { Console.note(answer.errors) }
      return answer.exitCode == 0 && !Console.hasLostOutput ? .clean : .incomplete
    } catch {
      let message =
        switch error {
        case let error as UsageError: error.message
        case let error as SystemError: error.message
        case let error as AgentGuard.Unreadable: error.message
        default: "\(error)"
        }
      Console.error("\(message); \(failsOpen ? "nothing was looked at" : "so it was stopped")")
      return failsOpen ? .clean : .incomplete
    }
  }
}
