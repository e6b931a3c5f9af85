extension Agent {
  /// Cascade in Windsurf: <https://docs.windsurf.com/windsurf/cascade/hooks>.
  ///
  /// Only what comes before can be stopped, by the exit code; the reason is standard error. What is read
  /// may be a folder with all that is in it.
  static let windsurf = Agent(
    name: "windsurf", title: "Windsurf",
    documentation: "https://docs.windsurf.com/windsurf/cascade/hooks",
    eventMembers: ["agent_action_name"],
    events: [
      Event(
        name: "pre_user_prompt", moment: .prompt, texts: [["tool_info", "user_prompt"]],
        mentions: .sign),
      Event(
        name: "pre_read_code", moment: .fileRead, texts: [], files: [["tool_info", "file_path"]],
        folders: .tree),
      Event(name: "pre_write_code", moment: .toolCall, texts: [["tool_info"]]),
      Event(name: "pre_run_command", moment: .toolCall, texts: [["tool_info"]]),
      Event(
        name: "pre_mcp_tool_use", moment: .toolCall, texts: [["tool_info"]],
        files: [["tool_info", "mcp_tool_arguments"]], tool: ["tool_info", "mcp_tool_name"],
        writers: ["create_directory", "write_file"]),
    ],
    settings: AgentSettings(
      user: ".codeium/windsurf/hooks.json", project: ".windsurf/hooks.json",
      layout: .commands(member: "command"), showsOutput: true, namesType: false),
    advice: "Windsurf cannot hide what a tool gave: what a command prints is not looked at."
  ) { verdict, _ in
    switch verdict {
    case .pass: Answer()
    case .refuse(let reason), .ask(let reason), .replace(_, let reason): .refusal(reason)
    }
  }
}
