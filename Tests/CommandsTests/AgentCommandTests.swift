import Agents
import Findings
import Foundation
import TestSupport
import Testing

/// The guard, its installation, and the places on a computer, as programs.
struct AgentCommandTests {
  private static let key = ScannedFolder.key(1)

  private func prompt(_ text: String) -> String {
    "{\"hook_event_name\":\"UserPromptSubmit\",\"prompt\":\"\(text)\"}"
  }

  @Test func theGuardAnswers() throws {
    let scanned = try ScannedFolder()
    let blocked = try scanned.kunci(["guard", "claude-code"], input: prompt("use \(Self.key)"))
    #expect(blocked.status == 0 && blocked.output.contains("\"decision\":\"block\""))
    #expect(!blocked.output.contains(Self.key))
    let passed = try scanned.kunci(["guard", "claude-code"], input: prompt("use it"))
    #expect(passed.status == 0 && passed.output.isEmpty && passed.errors.isEmpty)
  }

  @Test func theGuardFailsClosed() throws {
    let scanned = try ScannedFolder()
    for input in ["", "nonsense", "{}"] {
      let run = try scanned.kunci(["guard", "codex"], input: input)
      #expect(run.status == 2 && run.errors.contains("so it was stopped"))
      let open = try scanned.kunci(["guard", "codex", "--fail-open"], input: input)
      #expect(open.status == 0 && open.errors.contains("nothing was looked at"))
    }
    #expect(try scanned.kunci("guard").errors.contains("say which agent"))
    #expect(try scanned.kunci("guard", "claude").errors.contains("did you mean"))
  }

  @Test func scriptsAreInstalled() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    func kunci(_ words: String...) throws -> ProgramRun {
      try KunciProgram.run(["hook"] + words, in: repository.path)
    }
    let folder = "repository/.clinerules/hooks"
    try scanned.folder.write("\(folder)/PreToolUse", "#!/bin/sh\n")
    let refused = try kunci("install", "cline")
    #expect(refused.status == 2 && refused.errors.contains("PreToolUse: another hook is there"))
    #expect(!FileManager.default.fileExists(atPath: scanned.folder.path("\(folder)/TaskStart")))
    try FileManager.default.removeItem(atPath: scanned.folder.path("\(folder)/PreToolUse"))
    #expect(try kunci("install", "cline").status == 0)
    #expect(try kunci("install", "cline").output.contains("already installed"))
    #expect(try kunci("status").output.contains("Cline: installed: "))
    let payload =
      "{\"hookName\":\"UserPromptSubmit\",\"userPromptSubmit\":{\"prompt\":\"use \(Self.key)\"}}"
    let run = try ProgramRun(
      scanned.folder.path("\(folder)/UserPromptSubmit"), [], in: scanned.folder.path,
      environment: [:], input: Data(payload.utf8))
    #expect(run.status == 0 && run.output.contains("\"cancel\":true"))
    #expect(try kunci("uninstall", "cline").output.contains("Cline: removed: "))
    #expect(try kunci("status", "cline").output.contains("Cline: not installed: "))
  }

  @Test(arguments: Agents.all.filter { !$0.settings.isFolder }.map(\.name))
  func whatIsInstalledAnswers(_ name: String) throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let agent = try #require(Agents.named(name))
    let settings = "repository/\(agent.settings.project)"
    let own = "{\n  // mine\n  \"a\": 1\n}\n"
    for text in [own, nil] {
      if let text { try scanned.folder.write(settings, text) }
      func kunci(_ words: String...) throws -> ProgramRun {
        try KunciProgram.run(["hook"] + words, in: repository.path)
      }
      #expect(try kunci("status", name).output.contains(": not installed: "))
      #expect(try kunci("install", name, "--fail-open").status == 0)
      #expect(try kunci("status", name).output.contains(": installed: "))
      #expect(try kunci("install", name, "--fail-open").output.contains("already installed"))
      let written = String(decoding: try scanned.folder.bytes(settings), as: UTF8.self)
      #expect(written.contains("guard \(name) --fail-open"))
      #expect(text == nil || written.contains("// mine"))
      #expect(try kunci("uninstall", name).status == 0)
      if text == nil {
        #expect(!FileManager.default.fileExists(atPath: scanned.folder.path(settings)))
      } else if agent.settings.layoutNeedsNoVersion {
        #expect(try scanned.folder.bytes(settings) == Array(own.utf8))
      }
      try Shell.run("rm -f \"$0\" \"$0.kunci-backup\"", arguments: [scanned.folder.path(settings)])
    }
  }

  @Test func allHooksAreShownAndRemovedTogether() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let home = ["HOME": Optional(scanned.folder.path("home"))]
    func kunci(_ words: String...) throws -> ProgramRun {
      try KunciProgram.run(["hook"] + words, in: repository.path, environment: home)
    }
    let hint = try kunci("install", "claude")
    #expect(hint.status == 2 && hint.errors.contains("did you mean `claude-code`?"))
    #expect(try !kunci("status").output.contains("Claude Code"))
    #expect(try kunci("install", "claude-code").status == 0)
    #expect(try kunci("install", "gemini-cli", "--global").status == 0)
    let status = try kunci("status")
    #expect(status.status == 0 && status.output.contains("pre-commit: not installed"))
    #expect(status.output.contains("Claude Code: installed: "))
    #expect(status.output.contains("Gemini CLI: installed: "))
    let removed = try kunci("uninstall")
    #expect(removed.status == 0 && removed.output.contains("Claude Code: removed: "))
    #expect(!removed.output.contains("Gemini CLI"))
    #expect(try !kunci("status").output.contains("Claude Code"))
  }

  @Test func theGuardGoesByWhatIsAccepted() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let sub = repository.path + "/sub"
    try Shell.run("mkdir \"$0\"", arguments: [sub])
    func run(_ options: String...) throws -> ProgramRun {
      try scanned.kunci(
        ["guard", "claude-code"] + options,
        input:
          "{\"hook_event_name\":\"UserPromptSubmit\",\"cwd\":\"\(sub)\",\"prompt\":\"\(Self.key)\"}"
      )
    }
    #expect(try run().output.contains("block"))
    let fingerprint = Fingerprint(
      ruleID: "openrouter-api-key", secret: Array(Self.key.utf8)
    ).description
    try scanned.folder.write("repository/.kunciignore", fingerprint + " # for tests\n")
    #expect(try run().output.isEmpty)
    #expect(try run("--no-repo-config").output.contains("block"))
  }

  @Test func namesOfMembersAreRedacted() throws {
    let scanned = try ScannedFolder()
    let home = ["HOME": Optional(scanned.folder.path("home"))]
    let key = ScannedFolder.key(6)
    try scanned.folder.write(
      "home/.claude/projects/app/s.jsonl",
      "{\"type\":\"user\",\"message\":{\"\(key)\":{\"text\":\"KEY=\(ScannedFolder.key(7))\"}}}\n")
    try scanned.folder.write("home/Downloads/\(key).json", "{\"a\": \"\(ScannedFolder.key(8))\"}\n")
    for format in ["text", "json", "jsonl", "sarif", "csv"] {
      let run = try scanned.kunci(["scan", "--machine", "-f", format], environment: home)
      #expect(run.status == 1)
      for number in UInt64(6)...8 {
        #expect(!(run.output + run.errors).contains(ScannedFolder.key(number)), "\(format)")
      }
    }
    let text = try scanned.kunci(["scan", "--machine"], environment: home)
    #expect(text.output.contains("/message/sk-or-v1-"))
    // A file with a key in its name is not told to be without one.
    #expect(text.errors.contains(".json: downloads, "))
    #expect(!text.errors.contains(".json: downloads, nothing found"))
  }

  @Test func settingsOfOnesOwn() throws {
    let scanned = try ScannedFolder()
    let home = ["HOME": Optional(scanned.folder.path)]
    let run = try scanned.kunci(["hook", "install", "gemini-cli", "--global"], environment: home)
    #expect(run.status == 0)
    #expect(try scanned.json(".gemini/settings.json")["hooks"] != nil)
    try scanned.folder.write(".gemini/settings.json", "nonsense")
    let bad = try scanned.kunci(["hook", "install", "gemini-cli", "--global"], environment: home)
    #expect(bad.status == 2 && bad.errors.contains("settings.json: line 1: "))
    #expect(try scanned.folder.bytes(".gemini/settings.json") == Array("nonsense".utf8))
  }

  @Test func theMachineIsScanned() throws {
    let scanned = try ScannedFolder()
    let home = ["HOME": Optional(scanned.folder.path("home"))]
    func key(_ number: UInt64) -> String { ScannedFolder.key(number) }
    try scanned.folder.write("home/.bash_history", "export OPENROUTER_API_KEY=\(key(2))\n")
    try scanned.folder.write(
      "home/.claude/projects/app/s.jsonl",
      "{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"hello\"}}\n"
        + "{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
        + "\"content\":\"KEY=\(key(3))\"}]}}\n")
    try scanned.folder.write("home/.netrc", "machine a login b password \(key(4))\n")
    try scanned.folder.write("home/work/.ipynb_checkpoints/n.ipynb", "{\"a\": \"\(key(5))\"}\n")
    try Shell.run("chmod 644 \"$0\"", arguments: [scanned.folder.path("home/.netrc")])
    let run = try scanned.kunci(["scan", "--machine"], environment: home)
    #expect(run.status == 1)
    for number in UInt64(2)...5 { #expect(!(run.output + run.errors).contains(key(number))) }
    #expect(
      run.errors.contains("~/.bash_history: shell histories, 1 secret: kunci redact --in-place"))
    #expect(run.errors.contains("chmod 600"))
    #expect(run.output.contains("given by a tool, sent to the model; /message/content/0/content"))
    let report = try ScannedFolder.json(
      scanned.kunci(["scan", "--machine", "-f", "json"], environment: home).outputBytes)
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.count == 4)
    let stored = findings.filter { $0["severity"] as? String == "low" }
    #expect(stored.count == 1)
    let roles = findings.compactMap {
      ($0["locations"] as? [[String: Any]])?.first?["role"] as? String
    }
    #expect(roles == ["tool-output"])
    #expect(try scanned.kunci("scan", "--machine", "clean").status == 2)
  }
}

extension AgentSettings {
  /// Whether the file has no version that stays when the hooks go.
  fileprivate var layoutNeedsNoVersion: Bool {
    !["hooks.json", "copilot-cli.json", "/kunci.json"].contains { project.hasSuffix($0) }
      || project.hasPrefix(".codex") || project.hasPrefix(".windsurf")
  }
}
