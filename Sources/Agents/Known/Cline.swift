import Basics

extension Agent {
  /// Cline: <https://docs.cline.bot/customization/hooks> and
  /// <https://docs.cline.bot/features/hooks/hook-reference>.
  ///
  /// A hook is a script that is called like its event. What a tool gave cannot be replaced; stopping the
  /// task keeps it from being sent. A prompt can also mention what git shows, and the terminal, of which
  /// no hook is told more than that. A folder that is mentioned stands for the files in it. `replace_in_file`
  /// and `apply_patch` answer with all of the file, so they count as reading it; `write_to_file` with what
  /// it wrote.
  static let cline = Agent(
    name: "cline", title: "Cline", documentation: "https://docs.cline.bot/customization/hooks",
    eventMembers: [],
    events: [
      Event(
        name: "TaskStart", moment: .prompt, texts: [["taskStart"]], needs: "taskStart",
        mentions: .sign, mentionsChanges: true, folders: .files),
      Event(
        name: "UserPromptSubmit", moment: .prompt, texts: [["userPromptSubmit", "prompt"]],
        needs: "userPromptSubmit", files: [["userPromptSubmit", "attachments"]],
        mentions: .sign, mentionsChanges: true, folders: .files),
      Event(
        name: "PreToolUse", moment: .toolCall, texts: [["preToolUse", "parameters"]],
        needs: "preToolUse", files: [["preToolUse", "parameters"]],
        tool: ["preToolUse", "toolName"], writers: ["new_rule", "write_to_file"]),
      Event(
        name: "PostToolUse", moment: .toolOutput, texts: [["postToolUse", "result"]],
        needs: "postToolUse", canReplace: false),
    ],
    settings: AgentSettings(
      user: "Documents/Cline/Hooks", project: ".clinerules/hooks", layout: .scripts),
    advice: "Cline runs the scripts once hooks are enabled in its settings."
  ) { verdict, event in
    switch verdict {
    case .pass: Answer(["cancel": false])
    case .refuse(let reason), .ask(let reason), .replace(_, let reason):
      Answer([
        "cancel": true, "errorMessage": .string(reason),
        // The model is told as well, so that it can do it otherwise.
        "contextModification": event.moment == .prompt ? nil : .string(reason),
      ])
    }
  }
}
