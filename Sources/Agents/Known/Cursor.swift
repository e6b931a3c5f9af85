import Basics

extension Agent {
  /// Cursor: <https://cursor.com/docs/hooks>.
  ///
  /// What comes of a file or a command cannot be replaced, only what comes of an MCP server. An entry
  /// that fails closed takes no answer for a failure, so there is always one. Prompts and files come with
  /// `attachments`, other files that are sent with them. Completions read files by an event of their own.
  static let cursor = Agent(
    name: "cursor", title: "Cursor", documentation: "https://cursor.com/docs/hooks",
    eventMembers: ["hook_event_name"],
    events: [
      Event(
        name: "beforeSubmitPrompt", moment: .prompt, texts: [["prompt"]], files: [["attachments"]],
        mentions: .sign),
      Event(
        name: "beforeShellExecution", moment: .toolCall, texts: [["command"]], canAsk: true),
      Event(
        name: "beforeMCPExecution", moment: .toolCall, texts: [["tool_input"]],
        moreTexts: [["command"], ["url"]], canAsk: true),
      Event(
        name: "beforeReadFile", moment: .fileRead, texts: [["content"]], files: [["attachments"]],
        packedFiles: [["file_path"]]),
      Event(
        name: "beforeTabFileRead", moment: .fileRead, texts: [["content"]],
        packedFiles: [["file_path"]]),
      Event(name: "preToolUse", moment: .toolCall, texts: [["tool_input"]], matcher: "Write"),
      Event(name: "postToolUse", moment: .toolOutput, texts: [["tool_output"]], matcher: "MCP:.*"),
    ],
    settings: AgentSettings(
      user: ".cursor/hooks.json", project: ".cursor/hooks.json", version: .number(1),
      layout: .commands(member: "command"), timeout: ("timeout", 10), failsClosed: true,
      namesType: false),
    advice: "Cursor reads it at once; Settings > Hooks shows it."
  ) { verdict, event in
    func permission(_ decision: String, _ reason: String? = nil) -> Answer {
      // Of a file that is about to be read only the user is told.
      Answer([
        "permission": .string(decision), "user_message": reason.map(JSON.string),
        "agent_message": event.moment == .toolCall ? reason.map(JSON.string) : nil,
      ])
    }
    switch (verdict, event.moment) {
    case (.pass, .prompt): return Answer(["continue": true])
    case (.pass, .toolOutput): return Answer([:])
    case (.pass, _): return permission("allow")
    case (.refuse(let reason), .prompt), (.ask(let reason), .prompt):
      return Answer(["continue": false, "user_message": .string(reason)])
    case (.ask(let reason), .toolCall): return permission("ask", reason)
    case (.refuse(let reason), .toolOutput), (.ask(let reason), .toolOutput):
      return Answer(["additional_context": .string(reason)])
    case (.refuse(let reason), _), (.ask(let reason), _): return permission("deny", reason)
    case (.replace(let output, let note), _):
      // The output of an MCP server is JSON in a string.
      let inner = output.string.flatMap { try? JSONTree(Array($0.utf8)) }
      return Answer([
        "updated_mcp_tool_output": .written(inner?.root ?? output),
        "additional_context": .string(note),
      ])
    }
  }
}
