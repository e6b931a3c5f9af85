import Basics

extension Agent {
  /// Gemini CLI: <https://geminicli.com/docs/hooks/reference>.
  ///
  /// Everything is a `decision`; the reason for denying an output takes its place. A folder that is
  /// mentioned stands for all files below it that git does not ignore:
  /// <https://geminicli.com/docs/reference/commands>.
  static let geminiCLI = Agent(
    name: "gemini-cli", title: "Gemini CLI",
    documentation: "https://geminicli.com/docs/hooks/reference",
    eventMembers: ["hook_event_name"],
    events: [
      Event(
        name: "BeforeAgent", moment: .prompt, texts: [["prompt"]], mentions: .sign, folders: .tree),
      Event(
        name: "BeforeTool", moment: .toolCall, texts: [["tool_input"]],
        packedFiles: [["tool_input"]], writers: ["replace", "write_file"],
        globReaders: ["read_many_files"], matcher: ".*"),
      Event(
        name: "AfterTool", moment: .toolOutput, texts: [["tool_response", "llmContent"]],
        matcher: ".*"),
    ],
    settings: AgentSettings(
      user: ".gemini/settings.json", project: ".gemini/settings.json", layout: .matcherGroups,
      timeout: ("timeout", 10_000)),
    advice: "It counts from the next session on; /hooks panel shows it."
  ) { verdict, _ in
    func deny(_ reason: String) -> Answer {
      Answer(["decision": "deny", "reason": .string(reason)])
    }
    return switch verdict {
    case .pass: Answer([:])
    case .refuse(let reason), .ask(let reason): deny(reason)
    case .replace(let output, let note): deny(noted(note, output))
    }
  }
}
