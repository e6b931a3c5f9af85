import Agents
import Foundation
import TestSupport
import Testing

/// The guard's entries come and go, and leave everything else in a file of settings as it was.
struct HookEntriesTests {
  private static let command = "/opt/kunci guard"

  private static let settings: [String] = [
    "{}\n", "{}", "{ }\n", "{\n}\n", "{\"a\": 1}\n", "{\n  \"model\": \"x\"\n}\n",
    "{\n  // mine\n  \"model\": \"x\", // why\n  /* all */\n}\n",
    "{\n\t\"env\": {\"A\": \"1\"},\n\t\"hooks\": {\n\t\t\"Stop\": []\n\t}\n}\n",
    "{\r\n    \"theme\": \"dark\",\r\n    \"list\": [1, 2.50, 1e9,]\r\n}\r\n",
    "{\n  \"version\": 1,\n  \"hooks\": {}\n}\n",
  ]

  /// Those with a file of settings; others have scripts.
  private static let agents = Agents.all.filter { !$0.settings.isFolder }

  private func text(_ entries: HookEntries) -> String {
    String(decoding: entries.text, as: UTF8.self)
  }

  @Test(arguments: agents.map(\.name), settings)
  func whatIsPutInComesOut(_ name: String, _ settings: String) throws {
    let agent = try #require(Agents.named(name))
    // Kiro has a list there.
    let settings =
      name != "kiro"
      ? settings
      : settings.replacing("\"hooks\": {}", with: "\"hooks\": []").replacing(
        "\"hooks\": {\n\t\t\"Stop\": []\n\t}", with: "\"hooks\": [{\"name\": \"a\"}]")
    let command = "\(Self.command) \(name)"
    var entries = try HookEntries(of: agent, in: Array(settings.utf8))
    #expect(entries.installed.isEmpty)
    try entries.install(command)
    #expect(entries.isInstalled(command))
    #expect(entries.installed.map(\.event) == agent.events.map(\.name))
    let installed = text(entries)
    // Twice is once.
    try entries.install(command)
    #expect(text(entries) == installed)
    for line in settings.split(whereSeparator: \.isNewline) where line.contains("//") {
      #expect(installed.contains(line.trimmingCharacters(in: .whitespaces)))
    }
    try entries.uninstall()
    #expect(entries.installed.isEmpty)
    // What an installation adds beside the entries stays: a version, and hooks that were empty.
    let remains = text(entries)
    if !settings.contains("\"hooks\": {}"), !settings.contains("\"hooks\": []") {
      #expect(Self.essence(remains) == Self.essence(settings))
    }
    #expect(throws: Never.self) { _ = try HookEntries(of: agent, in: Array(remains.utf8)) }
  }

  /// A text without blanks and without the version that an agent's file has to have.
  private static func essence(_ text: String) -> String {
    text.filter { !$0.isWhitespace }.replacing("\"v1\"", with: "1")
      .replacing(",\"version\":1", with: "")
      .replacing("\"version\":1,", with: "").replacing("\"version\":1", with: "")
  }

  @Test func nothingIsAsGoodAsAnEmptyObject() throws {
    for agent in Self.agents {
      var entries = try HookEntries(of: agent, in: nil)
      try entries.install("\(Self.command) \(agent.name)")
      let object = try JSONSerialization.jsonObject(with: Data(entries.text)) as? [String: Any]
      if let list = object?["hooks"] as? [[String: Any]] {
        #expect(list.map { $0["trigger"] as? String } == agent.events.map(\.name))
        #expect(object?["version"] as? String == "v1")
      } else {
        let hooks = try #require(object?["hooks"] as? [String: Any])
        #expect(Set(hooks.keys) == Set(agent.events.map(\.name)))
      }
      try entries.uninstall()
      #expect(entries.isBare)
    }
  }

  @Test func hooksOfOthersStay() throws {
    let agent = try #require(Agents.named("claude-code"))
    let settings = """
      {
        "hooks": {
          "PreToolUse": [
            {
              "matcher": "Bash",
              "hooks": [
                { "type": "command", "command": "./check.sh" } // ours
              ]
            }
          ]
        }
      }

      """
    var entries = try HookEntries(of: agent, in: Array(settings.utf8))
    try entries.install("\(Self.command) claude-code")
    #expect(text(entries).contains("./check.sh"))
    try entries.uninstall()
    #expect(text(entries) == settings)
  }

  @Test(arguments: ["[]", "{", "{\"hooks\": 1}", "{\"hooks\": {\"PreToolUse\": {}}}", "nonsense"])
  func whatIsOfAnotherFormIsLeftAlone(_ settings: String) throws {
    let agent = try #require(Agents.named("claude-code"))
    #expect(throws: HookEntries.Failure.self) {
      _ = try HookEntries(of: agent, in: Array(settings.utf8))
    }
  }
}
