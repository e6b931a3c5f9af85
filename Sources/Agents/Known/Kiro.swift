extension Agent {
  /// Kiro, the IDE from 1.0 and the CLI from 3.0: <https://kiro.dev/docs/hooks>, and
  /// <https://kiro.dev/docs/cli/v3/hooks> for the file; <https://kiro.dev/docs/cli/hooks> for payloads
  /// and exit codes.
  ///
  /// Only what comes before can be stopped, by the exit code; the reason is standard error. Older CLIs
  /// spell events in lower camel case.
  static let kiro = Agent(
    name: "kiro", title: "Kiro", documentation: "https://kiro.dev/docs/hooks",
    eventMembers: ["hook_event_name"],
    events: [
      Event(
        name: "UserPromptSubmit", moment: .prompt, texts: [["prompt"]],
        aliases: ["userPromptSubmit"]),
      Event(
        name: "PreToolUse", moment: .toolCall, texts: [["tool_input"]],
        files: [["tool_input", "path"], ["tool_input", "operations"]], matcher: ".*",
        aliases: ["preToolUse"]),
    ],
    settings: AgentSettings(
      user: ".kiro/hooks/kunci.json", project: ".kiro/hooks/kunci.json", version: .text("v1"),
      layout: .triggers, timeout: ("timeout", 10)),
    advice: "Kiro cannot hide what a tool gave: what a command prints is not looked at."
  ) { verdict, _ in
    switch verdict {
    case .pass: Answer()
    case .refuse(let reason), .ask(let reason), .replace(_, let reason): .refusal(reason)
    }
  }
}
