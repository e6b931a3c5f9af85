package import Basics

/// A coding agent with a documented interface for hooks.
///
/// An agent is one file of data in `Known`, and one line in ``Agents/all``.
package struct Agent: Sendable {
  /// What one types, such as `claude-code`.
  package let name: String
  /// What it is called.
  package let title: String
  /// The page that documents its hooks, which all here is taken from.
  package let documentation: String
  /// Members of a payload that may name the event, the first that is there counts; none where the
  /// event shows in the members alone.
  let eventMembers: [String]
  /// The events that the guard is asked about.
  package let events: [Event]
  /// Where its hooks are configured.
  package let settings: AgentSettings
  /// What the user should know after the installation.
  package let advice: String
  /// Writes a verdict the way the agent reads it.
  let answer: @Sendable (Verdict, Event) -> Answer

  /// An event, and what of its payload counts.
  package struct Event: Sendable {
    /// As the agent calls it.
    package var name: String
    package var moment: Moment
    /// Where the texts stand that are looked at, as names of members from the outside in.
    var texts: [[String]]
    /// Whether a member must be there for the payload to be of this event, where none names it.
    var needs: String?
    /// Members of the arguments that name a file which the agent is about to read; the guard looks
    /// into it where the output cannot be replaced later.
    var files: [[String]] = []
    /// Whether `@` before the name of a file in the first text means what the file holds, which then is
    /// sent without another event.
    var mentionsFiles = false
    /// Tools that the hook is for, as a matcher of the agent; nil where it has none.
    var matcher: String?
    /// Whether the agent asks the user when told to.
    var canAsk = false
    /// Whether what the tool gave can be replaced; else the event is for a warning.
    var canReplace = true
    /// What else payloads call it.
    var aliases: [String] = []

    func isCalled(_ name: String) -> Bool { self.name == name || aliases.contains(name) }
  }

  /// The folder that a payload says the agent works in.
  func folder(of payload: JSONTree.Node) -> String? {
    let own = payload["cwd"] ?? payload["tool_info"]?["cwd"] ?? payload["workspacePath"]
    return own?.string ?? payload["workspace_roots"]?.elements.first?.string
      ?? payload["workspaceRoots"]?.elements.first?.string
  }

  /// What is about to happen.
  package enum Moment: Sendable {
    /// A prompt is sent to the model.
    case prompt
    /// A tool runs: a command, a file that is written, an address that is called.
    case toolCall
    /// A file is read.
    case fileRead
    /// What a tool gave goes to the model.
    case toolOutput
  }
}

/// What the guard thinks of an event.
package enum Verdict: Sendable {
  /// Nothing is to be said.
  case pass
  /// It must not happen, and why, for whoever tried.
  case refuse(String)
  /// The user should decide.
  case ask(String)
  /// It may happen with this in place of what the event's first text holds.
  case replace(with: JSONTree.Node, note: String)
}

/// What the guard writes and how it ends.
package struct Answer: Sendable, Equatable {
  /// For standard output.
  package var output = ""
  /// For standard error.
  package var errors = ""
  package var exitCode: Int32 = 0

  package init(output: String = "", errors: String = "", exitCode: Int32 = 0) {
    self.output = output
    self.errors = errors
    self.exitCode = exitCode
  }

  /// An answer in JSON.
  init(_ output: JSON) { self.init(output: output.oneLine) }

  /// Most agents take this exit code for a refusal, and standard error for the reason.
  static let refusalCode: Int32 = 2

  /// A refusal for an agent whatever the event is.
  static func refusal(_ reason: String) -> Answer {
    Answer(errors: reason + "\n", exitCode: refusalCode)
  }
}

/// The agents.
package enum Agents {
  /// All of them, in the order of help.
  package static let all: [Agent] = [
    .claudeCode, .codex, .cursor, .geminiCLI, .copilotCLI, .visualStudioCode, .windsurf, .kiro,
    .cline,
  ]

  /// Agents that one may look for here, and why they are not.
  package static let others: [(title: String, why: String)] = [
    (
      "OpenCode",
      "calls no program: its hooks are JavaScript that runs inside of it"
        + "\n    (https://opencode.ai/docs/plugins)"
    ),
    (
      "Amp",
      "lets a program decide about a tool (`delegate`), but not about prompts and outputs; kunci"
        + "\n    does not answer it (https://ampcode.com/manual/appendix)"
    ),
  ]

  package static func named(_ name: String) -> Agent? { all.first { $0.name == name } }
}
