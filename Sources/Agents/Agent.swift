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
  /// Whether Visual Studio Code runs its hooks as well, see
  /// <https://code.visualstudio.com/docs/agents/reference/hooks-reference>.
  var isRunByVisualStudioCode = false
  /// Writes a verdict the way the agent reads it.
  let answer: @Sendable (Verdict, Event) -> Answer

  /// An event, and what of its payload counts.
  package struct Event: Sendable {
    /// As the agent calls it.
    package var name: String
    package var moment: Moment
    /// Where the texts stand that are looked at, as names of members from the outside in.
    var texts: [[String]]
    /// Where more texts stand, in some payloads.
    var moreTexts: [[String]] = []
    /// Whether a member must be there for the payload to be of this event, where none names it.
    var needs: String?
    /// Parts of the payload in which members name files that reach the model, see ``FileMembers``; the
    /// guard looks into them where the output cannot be replaced later.
    var files: [[String]] = []
    /// Likewise where the output can be replaced, if it is a text: the guard looks into what is packed,
    /// as a PDF is, of which the model gets more than can be taken out of it.
    var packedFiles: [[String]] = []
    /// Where the tool is named.
    var tool = ["tool_name"]
    /// Tools that send nothing to the model of the files that they name.
    ///
    /// What they write is in their arguments, and looked at there. A tool that answers with the file as
    /// it is then is none of them: the model gets what it did not have.
    var writers: Set<String> = []
    /// Tools that take patterns for names of files, see ``FileGlobs``.
    var globReaders: Set<String> = []
    /// How the first text mentions files, whose content is sent then without another event; nil where it
    /// does not.
    var mentions: FileMentions.Style?
    /// Whether a prompt can also mention what git shows, and the terminal, see ``MentionedChanges``.
    var mentionsChanges = false
    /// What is sent of a folder that is mentioned or attached.
    var folders = FileLook.FolderContent.nothing
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

  /// The agent that has sent a payload to a hook of this one.
  ///
  /// Visual Studio Code names the event or the session in members that no agent has whose hooks it runs.
  func sender(of payload: JSONTree.Node) -> Agent {
    guard isRunByVisualStudioCode else { return self }
    let isNamed =
      payload["hookEventName"] != nil
      || payload["hook_event_name"] != nil && payload["sessionId"] != nil
    return isNamed ? .visualStudioCode : self
  }

  /// The folders that a payload says the agent works in, the nearest first.
  func folders(of payload: JSONTree.Node) -> [String] {
    let own = [payload["cwd"], payload["tool_info"]?["cwd"], payload["workspacePath"]]
    let roots = [payload["workspace_roots"], payload["workspaceRoots"]]
    let named = (own + roots.flatMap { $0?.elements ?? [] }).compactMap { $0?.string }
    var folders: [String] = []
    for name in named {
      let folder = FileURL.paths(of: name).first ?? name
      if !folder.isEmpty, !folders.contains(folder) { folders.append(folder) }
    }
    return folders.isEmpty ? ["."] : folders
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
      "calls no program either: its hooks are plugins. `delegate`, a rule of its older permissions,"
        + "\n    does, but the first rule that matches decides: what kunci let pass would run unasked"
        + "\n    (https://ampcode.com/manual/appendix)"
    ),
  ]

  package static func named(_ name: String) -> Agent? { all.first { $0.name == name } }
}
