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
        name: "UserPromptSubmit", moment: .prompt, texts: [["prompt"]], mentions: .signAndHash,
        aliases: ["userPromptSubmit"]),
      Event(
        name: "PreToolUse", moment: .toolCall, texts: [["tool_input"]],
        files: [["tool_input"]], writers: writingTools, matcher: ".*", aliases: ["preToolUse"]),
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

  /// Those of the CLI and of the IDE, none of which answers with what the file holds:
  /// <https://kiro.dev/docs/cli/reference/built-in-tools>.
  private static let writingTools: Set<String> = [
    "create_file", "deleteFile", "delete_file", "fsAppend", "fsCreate", "fsReplace", "fsWrite",
    "fs_append", "fs_replace", "fs_write", "strReplace", "str_replace", "write",
  ]
}
