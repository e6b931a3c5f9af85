import Basics

extension Agent {
  /// Agents in Visual Studio Code: <https://code.visualstudio.com/docs/agents/reference/hooks-reference>.
  ///
  /// What a tool gave cannot be replaced, so a file is looked into before it is read; an output with a
  /// secret is blocked. Copilot CLI runs what is in `.github/hooks` as well, and calls an output
  /// `tool_result` then.
  static let visualStudioCode = Agent(
    name: "vscode", title: "Visual Studio Code",
    documentation: "https://code.visualstudio.com/docs/agents/reference/hooks-reference",
    eventMembers: ["hookEventName", "hook_event_name"],
    events: [
      Event(name: "UserPromptSubmit", moment: .prompt, texts: [["prompt"]], mentions: .signAndHash),
      Event(
        name: "PreToolUse", moment: .toolCall, texts: [["tool_input"]],
        files: [["tool_input"]], writers: writingTools, canAsk: true),
      Event(
        name: "PostToolUse", moment: .toolOutput, texts: [["tool_response"]],
        moreTexts: [["tool_result"]], canReplace: false),
    ],
    settings: AgentSettings(
      user: ".copilot/hooks/kunci-vscode.json", project: ".github/hooks/kunci-vscode.json",
      layout: .commands(member: "command"), timeout: ("timeout", 10)),
    advice: "Visual Studio Code loads it at once."
  ) { verdict, event in
    switch (verdict, event.moment) {
    case (.pass, _): Answer([:])
    case (.refuse(let reason), .toolCall): permission("deny", reason, event)
    case (.ask(let reason), .toolCall): permission("ask", reason, event)
    case (.refuse(let reason), .prompt), (.ask(let reason), .prompt):
      Answer(["continue": false, "stopReason": .string(reason)])
    case (.refuse(let reason), _), (.ask(let reason), _), (.replace(_, let reason), _):
      Answer(["decision": "block", "reason": .string(reason)])
    }
  }

  /// Those that write, none of which answers with what the file holds: as the page above calls them, and as
  /// the editor does.
  private static let writingTools: Set<String> = [
    "applyPatch", "apply_patch", "createDirectory", "createFile", "create_directory", "create_file",
    "editFiles", "edit_notebook_file", "insertEdit", "insert_edit_into_file",
    "multi_replace_string_in_file", "replaceString", "replace_string_in_file",
  ]
}
