import Agents
import Foundation

/// The forms of answers that the agents' documentation allows, written down after the pages that
/// ``Agent/documentation`` names, not after the code.
enum AnswerForm {
  /// A member that an answer can have, and what it can be.
  private enum Value {
    case text
    case flag
    case any
    case words([String])
    case object([String: Value])
  }

  /// What is wrong with an answer; nil for nothing.
  static func problem(
    with answer: Answer, of agent: Agent, on event: String, isPass: Bool
  ) -> String? {
    if agent.name == "windsurf" || agent.name == "kiro" {
      // Only the exit code counts, and standard error.
      guard answer.exitCode == (isPass ? 0 : 2), answer.output.isEmpty,
        answer.errors.isEmpty == isPass
      else { return "\(answer)" }
      return nil
    }
    guard answer.exitCode == 0 else { return "exit code \(answer.exitCode)" }
    if answer.output.isEmpty {
      // An entry of Cursor's that fails closed must be answered.
      return isPass && agent.name != "cursor" ? nil : "no output"
    }
    guard let object = try? JSONSerialization.jsonObject(with: Data(answer.output.utf8)),
      let members = object as? [String: Any], let form = forms[agent.name]?[event]
    else { return "no JSON object: \(answer.output)" }
    return problem(with: members, form, at: "")
  }

  private static func problem(
    with members: [String: Any], _ form: [String: Value], at path: String
  ) -> String? {
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      let place = "\(path)/\(name)"
      guard let known = form[name] else { return "\(place) is not documented" }
      switch (known, value) {
      case (.text, is String), (.flag, is Bool), (.any, _): continue
      case (.words(let words), let word as String) where words.contains(word): continue
      case (.object(let inner), let members as [String: Any]):
        if let problem = problem(with: members, inner, at: place) { return problem }
      default: return "\(place) is not of the documented form"
      }
    }
    return nil
  }

  private static let decisions = Value.words(["allow", "deny", "ask"])

  private static func permission(_ event: String) -> [String: Value] {
    [
      "hookSpecificOutput": .object([
        "hookEventName": .words([event]), "permissionDecision": decisions,
        "permissionDecisionReason": .text, "updatedInput": .any, "additionalContext": .text,
      ])
    ]
  }

  private static let blocks: [String: Value] = ["decision": .words(["block"]), "reason": .text]
  private static let denies: [String: Value] = [
    "decision": .words(["allow", "deny", "block"]), "reason": .text,
  ]
  private static let asked: [String: Value] = [
    "permission": decisions, "user_message": .text, "agent_message": .text,
  ]

  private static let forms: [String: [String: [String: Value]]] = [
    "claude-code": [
      "UserPromptSubmit": blocks.merging([
        "hookSpecificOutput": .object([
          "hookEventName": .words(["UserPromptSubmit"]), "additionalContext": .text,
          "suppressOriginalPrompt": .flag,
        ])
      ]) { $1 },
      "PreToolUse": permission("PreToolUse"),
      "PostToolUse": blocks.merging([
        "hookSpecificOutput": .object([
          "hookEventName": .words(["PostToolUse"]), "additionalContext": .text,
          "updatedToolOutput": .any,
        ])
      ]) { $1 },
      "PostToolUseFailure": [
        "hookSpecificOutput": .object([
          "hookEventName": .words(["PostToolUseFailure"]), "additionalContext": .text,
        ])
      ],
    ],
    "codex": [
      "UserPromptSubmit": blocks, "PreToolUse": permission("PreToolUse"), "PostToolUse": blocks,
    ],
    "gemini-cli": ["BeforeAgent": denies, "BeforeTool": denies, "AfterTool": denies],
    "copilot-cli": [
      "preToolUse": [
        "permissionDecision": decisions, "permissionDecisionReason": .text, "modifiedArgs": .any,
      ],
      "postToolUse": [
        "modifiedResult": .object([
          "resultType": .words(["success"]), "textResultForLlm": .text,
        ]), "additionalContext": .text,
      ],
    ],
    "vscode": [
      "UserPromptSubmit": ["continue": .flag, "stopReason": .text, "systemMessage": .text],
      "PreToolUse": permission("PreToolUse"), "PostToolUse": blocks,
    ],
    "cline": Dictionary(
      uniqueKeysWithValues: ["TaskStart", "UserPromptSubmit", "PreToolUse", "PostToolUse"].map {
        ($0, ["cancel": .flag, "errorMessage": .text, "contextModification": .text])
      }),
    "cursor": [
      "beforeSubmitPrompt": ["continue": .flag, "user_message": .text],
      "beforeShellExecution": asked, "beforeMCPExecution": asked,
      "beforeTabFileRead": ["permission": .words(["allow", "deny"]), "user_message": .text],
      "beforeReadFile": ["permission": .words(["allow", "deny"]), "user_message": .text],
      "preToolUse": asked,
      "postToolUse": ["updated_mcp_tool_output": .any, "additional_context": .text],
    ],
  ]
}
