import Agents
import Foundation
import TestSupport
import Testing

/// What the guard answers to the payloads of each agent.
struct AgentGuardTests {
  @Test func everyEventHasAPayload() throws {
    let all = try AgentFixture.all()
    for agent in Agents.all {
      let known = Set(all.filter { $0.agent.name == agent.name }.map(\.event))
      // Windsurf names a file and leaves it to the hook to read it: see below.
      let expected = Set(agent.events.map(\.name)).subtracting(["pre_read_code"])
      #expect(known == expected, "\(agent.name)")
    }
  }

  @Test(arguments: try AgentFixture.all())
  func aKeyIsNotLetThrough(_ fixture: AgentFixture) throws {
    let answer = try fixture.answer()
    let text = answer.output + answer.errors
    #expect(!text.contains(AgentFixture.key))
    #expect(text.contains(AgentFixture.redacted))
    #expect(text.contains("OPENROUTER_API_KEY"))
    let problem = AnswerForm.problem(
      with: answer, of: fixture.agent, on: fixture.event, isPass: false)
    #expect(problem == nil)
  }

  @Test(arguments: try AgentFixture.all())
  func aReferenceIsLetThrough(_ fixture: AgentFixture) throws {
    let answer = try fixture.answer("$OPENROUTER_API_KEY")
    #expect(answer.exitCode == 0 && answer.errors.isEmpty)
    let problem = AnswerForm.problem(
      with: answer, of: fixture.agent, on: fixture.event, isPass: true)
    #expect(problem == nil)
  }

  @Test func whatAToolGaveKeepsItsForm() throws {
    let fixture = try #require(
      try AgentFixture.all().first { $0.agent.name == "claude-code" && $0.event == "PostToolUse" })
    let answer = try fixture.answer()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
    let specific = try #require(object["hookSpecificOutput"] as? [String: Any])
    let file = try #require(
      (specific["updatedToolOutput"] as? [String: Any])?["file"] as? [String: Any])
    #expect(
      file["content"] as? String == "PORT=8080\nOPENROUTER_API_KEY=\(AgentFixture.redacted)\n")
    #expect(file["numLines"] as? Int == 2)
  }

  @Test func aFileIsLookedIntoWhereNobodyCanAfterwards() throws {
    let folder = try TemporaryFolder()
    try folder.write(".env", "PORT=8080\nOPENROUTER_API_KEY=\(AgentFixture.key)\n")
    try folder.write("plain.txt", "nothing\n")
    let windsurf = try #require(Agents.named("windsurf"))
    for (name, code) in [(".env", Int32(2)), ("plain.txt", 0), ("absent", 0)] {
      let payload =
        "{\"agent_action_name\":\"pre_read_code\",\"tool_info\":{\"file_path\":\"\(folder.path(name))\"}}"
      let answer = try AgentFixture.makeGuard(of: windsurf).answer(to: Array(payload.utf8))
      #expect(answer.exitCode == code, "\(name)")
      #expect(!answer.errors.contains(AgentFixture.key))
    }
    let code = try #require(Agents.named("vscode"))
    let payload =
      "{\"hookEventName\":\"PreToolUse\",\"cwd\":\"\(folder.path)\",\"tool_name\":\"readFile\","
      + "\"tool_input\":{\"filePath\":\".env\"}}"
    let answer = try AgentFixture.makeGuard(of: code).answer(to: Array(payload.utf8))
    #expect(answer.output.contains("\"permissionDecision\":\"deny\""))
    // The name is what the model needs, the value is not.
    #expect(answer.output.contains("OPENROUTER_API_KEY=\(AgentFixture.redacted)"))
  }

  @Test func aFileThatAPromptMentionsIsLookedInto() throws {
    let folder = try TemporaryFolder()
    try folder.write("conf/.env", "OPENROUTER_API_KEY=\(AgentFixture.key)\n")
    let agent = try #require(Agents.named("claude-code"))
    for (prompt, isSent) in [
      ("see @conf/.env, please", false), ("(@conf/.env)", false), ("see conf/.env", true),
      ("mail a@conf/.env", true), ("@absent @", true),
    ] {
      let payload =
        "{\"hook_event_name\":\"UserPromptSubmit\",\"cwd\":\"\(folder.path)\",\"prompt\":\"\(prompt)\"}"
      let answer = try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8))
      #expect(answer.output.isEmpty == isSent, "\(prompt)")
      #expect(!answer.output.contains(AgentFixture.key))
    }
  }

  @Test(arguments: [
    "", "{", "[]", "{\"hook_event_name\":\"PreToolUse\"}", "{\"hook_event_name\":3}",
    "{\"hook_event_name\":\"UserPromptSubmit\",\"prompt\":}", "{\"prompt\":\"x\"} trailing",
  ])
  func whatIsNoPayloadIsAnError(_ text: String) throws {
    let agent = try #require(Agents.named("claude-code"))
    #expect(throws: AgentGuard.Unreadable.self) {
      try AgentFixture.makeGuard(of: agent).answer(to: Array(text.utf8))
    }
  }

  @Test func anEventOfNoConcernIsLeftAlone() throws {
    let agent = try #require(Agents.named("claude-code"))
    let answer = try AgentFixture.makeGuard(of: agent)
      .answer(to: Array("{\"hook_event_name\":\"SessionStart\",\"source\":\"startup\"}".utf8))
    #expect(answer.output.isEmpty && answer.errors.isEmpty && answer.exitCode == 0)
  }
}
