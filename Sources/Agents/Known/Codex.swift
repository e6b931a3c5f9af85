import Basics

extension Agent {
  /// Codex: <https://developers.openai.com/codex/hooks>, with its schemas in `codex-rs/hooks/schema` of
  /// `openai/codex`.
  ///
  /// It does not ask when a hook tells it to, and of what a tool gave only a block with a reason is
  /// sure to count: the reason takes its place.
  static let codex = Agent(
    name: "codex", title: "Codex",
    documentation: "https://developers.openai.com/codex/hooks",
    eventMembers: ["hook_event_name"],
    events: [
      Event(name: "UserPromptSubmit", moment: .prompt, texts: [["prompt"]]),
      Event(name: "PreToolUse", moment: .toolCall, texts: [["tool_input"]], matcher: ".*"),
      Event(name: "PostToolUse", moment: .toolOutput, texts: [["tool_response"]], matcher: ".*"),
    ],
    settings: AgentSettings(
      user: ".codex/hooks.json", project: ".codex/hooks.json", layout: .matcherGroups,
      timeout: ("timeout", 10)),
    advice: "Codex asks once whether it may run the hook; /hooks shows it."
  ) { verdict, event in
    func block(_ reason: String) -> Answer {
      Answer(["decision": "block", "reason": .string(reason)])
    }
    return switch verdict {
    case .pass: Answer()
    case .refuse(let reason), .ask(let reason):
      event.moment == .toolCall ? permission("deny", reason, event) : block(reason)
    case .replace(let output, let note): block(noted(note, output))
    }
  }
}
