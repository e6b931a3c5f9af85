import Agents
import Engine
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

  /// Visual Studio Code runs the hooks of these as well, and gets answers of its own.
  @Test(arguments: ["claude-code", "copilot-cli"])
  func hooksThatAnotherAgentRunsAnswerIt(name: String) throws {
    let agent = try #require(Agents.named(name))
    for fixture in try AgentFixture.all() where fixture.agent.name == "vscode" {
      for key in [AgentFixture.key, "plain"] {
        let payload = String(decoding: try fixture.payload(key), as: UTF8.self)
        for text in [payload, payload.replacing("hookEventName", with: "hook_event_name")] {
          let answer = try AgentFixture.makeGuard(of: agent).answer(to: Array(text.utf8))
          #expect(answer == (try fixture.answer(key)))
        }
      }
    }
  }

  /// A member of the editor's payloads is nothing special in those of other agents.
  @Test func otherAgentsKeepTheirAnswers() throws {
    for fixture in try AgentFixture.all()
    where !["vscode", "claude-code", "copilot-cli"].contains(fixture.agent.name) {
      let payload = String(decoding: try fixture.payload(), as: UTF8.self)
      let more = payload.replacing("{", with: "{\"sessionId\":\"s\",", maxReplacements: 1)
      let answer = try AgentFixture.makeGuard(of: fixture.agent).answer(to: Array(more.utf8))
      #expect(answer == (try fixture.answer()))
    }
  }

  /// Copilot CLI runs the hooks of Visual Studio Code, and calls an output otherwise.
  @Test func anOutputOfCopilotIsLookedAt() throws {
    let agent = try #require(Agents.named("vscode"))
    let payload =
      #"{"hook_event_name":"PostToolUse","tool_name":"bash","tool_input":{},"tool_result":"#
      + #"{"result_type":"success","text_result_for_llm":"KEY=\#(AgentFixture.key)"}}"#
    let answer = try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8))
    #expect(answer.output.contains(#""decision":"block""#))
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
    try folder.write("a name/.env", "OPENROUTER_API_KEY=\(AgentFixture.key)\n")
    try folder.write("odd#name.env,", "OPENROUTER_API_KEY=\(AgentFixture.key)\n")
    for (prompt, isSent) in [
      ("see @conf/.env, please", false), ("(@conf/.env)", false), ("see conf/.env", true),
      ("mail a@conf/.env", true), ("@absent @", true), ("@conf/.env#L1-20 ?", false),
      ("@conf/.env#L1-20, and", false), ("@conf/.env:1-20", false), ("@conf/.env:7:3.", false),
      ("@'a name/.env' now", false), ("@a\\\\ name/.env", false), ("@odd#name.env,", false),
      ("@conf/.env\u{3000}を", false), ("@conf/.env\u{A0}x", false), ("「@conf/.env」。", false),
      ("@conf", true), ("@absent#L1", true), ("@`conf/.env`", false),
    ] {
      let payload =
        "{\"hook_event_name\":\"UserPromptSubmit\",\"cwd\":\"\(folder.path)\",\"prompt\":\"\(prompt)\"}"
      let answer = try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8))
      #expect(answer.output.isEmpty == isSent, "\(prompt)")
      #expect(!answer.output.contains(AgentFixture.key))
    }
  }

  @Test func aMailIsTakenApart() throws {
    let folder = try TemporaryFolder()
    let agent = try #require(Agents.named("claude-code"))
    let fields = "From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n"
    let key = "KEY=\(AgentFixture.key)\n"
    // So that no piece is a key, nor what stands before one.
    let broken = key.map { "\($0)=\n" }.joined()
    let mails = [
      "Content-Transfer-Encoding: quoted-printable\n\n\(broken)\n",
      "Content-Transfer-Encoding: base64\n\n\(Data(key.utf8).base64EncodedString())\n",
      "Content-Transfer-Encoding: quoted-printable\n\nKEY=3Dnone\n",
    ]
    for (mail, isSent) in zip(mails, [false, false, true]) {
      try folder.write("a.eml", fields + mail)
      let payload =
        "{\"hook_event_name\":\"UserPromptSubmit\",\"cwd\":\"\(folder.path)\",\"prompt\":\"@a.eml\"}"
      let answer = try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8))
      #expect(answer.output.isEmpty == isSent, "\(mail.prefix(50))")
      #expect(!answer.output.contains(AgentFixture.key))
    }
  }

  /// What a prompt with a mention of a file is answered.
  private func answer(
    toMention name: String, in folder: TemporaryFolder, failsOpen: Bool = false
  ) throws -> Answer {
    let agent = try #require(Agents.named("claude-code"))
    let payload =
      "{\"hook_event_name\":\"UserPromptSubmit\",\"cwd\":\"\(folder.path)\",\"prompt\":\"see @\(name)\"}"
    return try AgentFixture.makeGuard(of: agent, failsOpen: failsOpen)
      .answer(to: Array(payload.utf8))
  }

  @Test func largeFilesAreLookedIntoToTheirEnd() throws {
    let folder = try TemporaryFolder()
    let filler = String(repeating: "nothing to see in this line\n", count: 100_000)
    try folder.write("large.txt", filler + "OPENROUTER_API_KEY=\(AgentFixture.key)\n")
    try folder.write("clean.txt", filler)
    let answer = try answer(toMention: "large.txt", in: folder)
    #expect(answer.output.contains("\"decision\":\"block\""))
    #expect(answer.output.contains(AgentFixture.redacted))
    #expect(try self.answer(toMention: "clean.txt", in: folder).output.isEmpty)
    // Zeros make no difference.
    try folder.write("binary", Array("a\0b\0KEY=\(AgentFixture.key)\0c".utf8))
    #expect(try self.answer(toMention: "binary", in: folder).output.contains("block"))
    try folder.write("image", Array("a\0b\0c".utf8))
    #expect(try self.answer(toMention: "image", in: folder).output.isEmpty)
  }

  @Test func whatCannotBeLookedIntoIsStopped() throws {
    let folder = try TemporaryFolder()
    try Shell.run(
      "cd \"$0\" && mkfifo pipe && truncate -s 65M huge && ln -s loop loop",
      arguments: [folder.path])
    for (name, why) in [
      ("pipe", "no regular file"), ("huge", "larger than 64 MiB"), ("loop", "cannot be read"),
    ] {
      let answer = try answer(toMention: name, in: folder)
      #expect(answer.output.contains("\"decision\":\"block\""), "\(name)")
      #expect(answer.output.contains(why) && answer.output.contains(name), "\(name)")
      let open = try self.answer(toMention: name, in: folder, failsOpen: true)
      #expect(open.output.isEmpty, "\(name)")
    }
    // The name itself may be a key.
    let named = AgentFixture.key + ".txt"
    try Shell.run("mkfifo \"$0\"", arguments: [folder.path(named)])
    let agent = try #require(Agents.named("windsurf"))
    let payload =
      "{\"agent_action_name\":\"pre_read_code\",\"tool_info\":{\"file_path\":\"\(folder.path(named))\"}}"
    let answer = try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8))
    #expect(answer.exitCode == 2 && !answer.errors.contains(AgentFixture.key))
  }

  @Test func manyMentionsTakeNoTime() throws {
    let folder = try TemporaryFolder()
    try folder.write(".env", "OPENROUTER_API_KEY=\(AgentFixture.key)\n")
    for (filler, isSent) in [
      (String(repeating: "@", count: 200_000), true),
      (String(repeating: "@/", count: 2_000) + " @.env", false),
      ((0..<100_000).map { " @x\($0)" }.joined(), false), ("@@.env", false),
    ] {
      let answer = try answer(toMention: filler, in: folder)
      #expect(answer.output.isEmpty == isSent, "\(filler.prefix(20))")
    }
    let agent = try #require(Agents.named("claude-code"))
    for prompt in ["1", "true", "[]", "{\"a\":1}"] {
      let payload = "{\"hook_event_name\":\"UserPromptSubmit\",\"prompt\":\(prompt)}"
      #expect(
        try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8)).output.isEmpty)
    }
  }

  /// What a tool gave, as Claude Code's Bash tool has it.
  private func answer(toOutput text: String) throws -> Answer {
    let agent = try #require(Agents.named("claude-code"))
    let payload =
      "{\"hook_event_name\":\"PostToolUse\",\"tool_name\":\"Bash\",\"tool_input\":{},\"tool_response\":"
      + "{\"stdout\":\"\(text)\",\"interrupted\":false}}"
    return try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8))
  }

  /// A key in a mail that a tool prints is not let through, however the mail says it.
  @Test func mailsHideNothing() throws {
    let key = AgentFixture.key
    let head = "From: a@example.com\\nContent-Transfer-Encoding: quoted-printable\\n\\n"
    for place in [3, 20, 60] {
      let text = head + "key =3D \(key.prefix(place))=\\n\(key.dropFirst(place))\\n"
      let shown = AgentFixture.redacted.replacing("…", with: "=E2=80=A6")
      #expect(try answer(toOutput: text).output.contains(shown))
      #expect(try !answer(toOutput: text).output.contains("\(key.dropFirst(max(place, 20)))"))
    }
    #expect(try answer(toOutput: head + "caf=C3=A9\\n").output.isEmpty)
  }

  @Test func zerosHideNothing() throws {
    let answer = try answer(toOutput: #"a\u0000b\u0000KEY="# + AgentFixture.key + #"\u0000c\n"#)
    #expect(!answer.output.contains(AgentFixture.key))
    #expect(
      answer.output.contains(
        #""updatedToolOutput":{"stdout":"a\u0000b\u0000KEY=\#(AgentFixture.redacted)\u0000c\n""#))
    #expect(try self.answer(toOutput: #"a\u0000b\u0000c"#).output.isEmpty)
    // Between its characters, they are an encoding, and no part can be replaced.
    let wide = AgentFixture.key.map { "\($0)" }.joined(separator: #"\u0000"#)
    let withheld = try self.answer(toOutput: #"\u00ff\u0000"# + wide + #"\u0000"#)
    #expect(
      withheld.output.contains(#""updatedToolOutput":{"stdout":"[withheld by kunci]""#))
    #expect(withheld.output.contains("\"interrupted\":false"))
    let problem = AnswerForm.problem(
      with: withheld, of: try #require(Agents.named("claude-code")), on: "PostToolUse",
      isPass: false)
    #expect(problem == nil)
  }

  /// JSON in a string of JSON in a string: what it means at last is looked at.
  @Test func whatStringsMeanIsLookedAtHoweverDeep() throws {
    let agent = try #require(Agents.named("claude-code"))
    let value = String(AgentFixture.key.suffix(28))
    var text = "{\"api_key\":\"\(value)\",\"b\":1}"
    for depth in 1...7 {
      for lines in [text, "\(text)\n\(text)\n", "log\n\(text)"] {
        let string = String(
          decoding: try JSONSerialization.data(withJSONObject: [lines]).dropFirst().dropLast(),
          as: UTF8.self)
        let payload =
          "{\"hook_event_name\":\"PostToolUse\",\"tool_name\":\"x\",\"tool_input\":{},\"tool_response\":"
          + "{\"text\":\(string)}}"
        let output = try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8)).output
        #expect(output.contains("updatedToolOutput"), "\(depth)")
        #expect(!output.contains(value), "\(depth)")
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let specific = object?["hookSpecificOutput"] as? [String: Any]
        var inner = (specific?["updatedToolOutput"] as? [String: Any])?["text"] as? String
        // It is JSON in JSON as before.
        for _ in 1..<depth {
          let line = inner?.split(separator: "\n").last.map { Data($0.utf8) } ?? Data()
          inner = (try JSONSerialization.jsonObject(with: line) as? [String: String])?["a"]
        }
        #expect(inner?.contains("\"b\":1") == true, "\(depth)")
      }
      text = String(
        decoding: try JSONSerialization.data(withJSONObject: ["a": text]), as: UTF8.self)
    }
  }

  @Test func theUserIsAskedAndNotTold() throws {
    let agent = try #require(Agents.named("claude-code"))
    let payload =
      #"{"hook_event_name":"PreToolUse","tool_name":"x","tool_input":{"password":"xK9#mQ2$vL7pR4!w"}}"#
    let answer = try AgentFixture.makeGuard(of: agent).answer(to: Array(payload.utf8))
    #expect(answer.output.contains(#""permissionDecision":"ask""#))
    #expect(answer.output.contains("seems to hold a secret value"))
    // Nobody knows how such a variable is called.
    #expect(answer.output.contains("an environment variable") && !answer.output.contains("$"))
  }

  @Test func whatAProjectAcceptsPasses() throws {
    let folder = try TemporaryFolder()
    let agent = try #require(Agents.named("claude-code"))
    let prompt = Array(
      "{\"hook_event_name\":\"UserPromptSubmit\",\"cwd\":\"/x\",\"prompt\":\"\(AgentFixture.key)\"}"
        .utf8)
    func isSent(_ lines: String) throws -> Bool {
      try folder.write(".kunciignore", lines + "\n")
      return try AgentFixture.makeGuard(of: agent) { asked in
        #expect(asked == "/x")
        return AcceptedSecrets(at: folder.path, baseline: "baseline.json")
      }.answer(to: prompt).output.isEmpty
    }
    let fingerprint = AgentFixture.fingerprint
    #expect(try !isSent(""))
    #expect(try isSent(fingerprint))
    #expect(try isSent("\(fingerprint) # a sample"))
    // Only a secret itself is accepted, not whatever stands somewhere, or is of some kind.
    for line in [
      "\(fingerprint) until:2001-01-01", "\(fingerprint) path:docs/", "*.env", "**/*",
      "rule:openrouter-api-key path:**", String(fingerprint.dropLast()),
    ] {
      #expect(try !isSent(line), "\(line)")
    }
    try folder.write("baseline.json", "{\"kunci_\(fingerprint)\": {}, \"kunciBaseline\": 1}")
    #expect(try isSent(""))
    // A comment is written by whoever writes the text.
    try folder.write("baseline.json", "{}")
    let comment = Array(
      String(decoding: prompt, as: UTF8.self)
        .replacing(AgentFixture.key, with: "\(AgentFixture.key) # kunci:ignore").utf8)
    #expect(
      try !AgentFixture.makeGuard(of: agent).answer(to: comment).output.isEmpty)
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
