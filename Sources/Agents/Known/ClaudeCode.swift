import Basics

extension Agent {
  /// Claude Code: <https://code.claude.com/docs/en/hooks>.
  ///
  /// A prompt is blocked by `decision`, a tool by `permissionDecision`, and what a tool gave is
  /// replaced by `updatedToolOutput`, which must have the shape that the tool's own output has. Without
  /// `suppressOriginalPrompt` a blocked prompt would be repeated in what is shown. What a tool said when
  /// it failed can be neither replaced nor blocked; the model is warned.
  static let claudeCode = Agent(
    name: "claude-code", title: "Claude Code",
    documentation: "https://code.claude.com/docs/en/hooks",
    eventMembers: ["hook_event_name"],
    events: [
      Event(
        name: "UserPromptSubmit", moment: .prompt, texts: [["prompt"]], mentions: .sign),
      Event(
        name: "PreToolUse", moment: .toolCall, texts: [["tool_input"]],
        packedFiles: [["tool_input"]], writers: ["Edit", "MultiEdit", "NotebookEdit", "Write"],
        matcher: "*", canAsk: true),
      Event(name: "PostToolUse", moment: .toolOutput, texts: [["tool_response"]], matcher: "*"),
      Event(
        name: "PostToolUseFailure", moment: .toolOutput, texts: [["error"]], matcher: "*",
        canReplace: false),
    ],
    settings: AgentSettings(
      user: ".claude/settings.json", project: ".claude/settings.json", layout: .matcherGroups,
      timeout: ("timeout", 10)),
    advice: "It counts from the next session on; /hooks shows it.",
    isRunByVisualStudioCode: true
  ) { verdict, event in
    switch verdict {
    case .pass: Answer()
    case .refuse(let reason) where event.moment == .toolCall:
      permission("deny", reason, event)
    case .refuse(let reason) where event.name == "PostToolUseFailure":
      Answer([
        "hookSpecificOutput": [
          "hookEventName": .string(event.name), "additionalContext": .string(reason),
        ]
      ])
    case .refuse(let reason):
      Answer([
        "decision": "block", "reason": .string(reason),
        "hookSpecificOutput": [
          "hookEventName": .string(event.name),
          "suppressOriginalPrompt": event.moment == .prompt ? true : nil,
        ],
      ])
    case .ask(let reason): permission("ask", reason, event)
    case .replace(let output, let note):
      Answer([
        "hookSpecificOutput": [
          "hookEventName": .string(event.name), "updatedToolOutput": .written(output),
          "additionalContext": .string(note),
        ]
      ])
    }
  }

  /// A decision about a tool, in the form that several agents share.
  static func permission(_ decision: String, _ reason: String, _ event: Event) -> Answer {
    Answer([
      "hookSpecificOutput": [
        "hookEventName": .string(event.name), "permissionDecision": .string(decision),
        "permissionDecisionReason": .string(reason),
      ]
    ])
  }

  /// A note with what the model may see, for agents that let a text stand in the place of an output.
  static func noted(_ note: String, _ output: JSONTree.Node) -> String {
    note + "\n\n" + output.wording
  }
}
