import Basics

extension Agent {
  /// GitHub Copilot CLI: <https://docs.github.com/en/copilot/reference/hooks-reference>.
  ///
  /// Payloads do not name their event. What a hook says of a prompt is dropped, so there is none for
  /// it.
  static let copilotCLI = Agent(
    name: "copilot-cli", title: "GitHub Copilot CLI",
    documentation: "https://docs.github.com/en/copilot/reference/hooks-reference",
    eventMembers: [],
    events: [
      Event(
        name: "postToolUse", moment: .toolOutput, texts: [["toolResult", "textResultForLlm"]],
        needs: "toolResult"),
      Event(
        name: "preToolUse", moment: .toolCall, texts: [["toolArgs"]], needs: "toolName",
        canAsk: true),
    ],
    settings: AgentSettings(
      user: ".copilot/hooks/kunci-copilot-cli.json",
      project: ".github/hooks/kunci-copilot-cli.json",
      version: .number(1), layout: .commands(member: "bash"), timeout: ("timeoutSec", 10)),
    advice: "Copilot CLI lets no hook stop a prompt: what you type is not looked at.",
    isRunByVisualStudioCode: true
  ) { verdict, _ in
    func permission(_ decision: String, _ reason: String) -> Answer {
      Answer([
        "permissionDecision": .string(decision), "permissionDecisionReason": .string(reason),
      ])
    }
    return switch verdict {
    case .pass: Answer([:])
    case .refuse(let reason): permission("deny", reason)
    case .ask(let reason): permission("ask", reason)
    case .replace(let output, let note):
      Answer([
        "modifiedResult": ["resultType": "success", "textResultForLlm": .written(output)],
        "additionalContext": .string(note),
      ])
    }
  }
}
