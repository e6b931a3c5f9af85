import Agents
import Foundation
import TestSupport
import Testing

/// Files that a payload names, in whatever member, or that a prompt mentions in whatever way.
struct NamedFilesTests {
  /// A payload that names a file, where the name is `FILE` and the folder `ROOT`.
  struct Case: Sendable, CustomTestStringConvertible {
    var agent: String
    var payload: String

    var testDescription: String { "\(agent): \(payload)" }
  }

  /// What an agent answers, with names of files in the place of the words.
  static func answer(
    _ agent: String, _ payload: String, file: String = "", root: String, failsOpen: Bool = false
  ) throws -> Answer {
    let text = payload.replacing("FILE", with: file).replacing("ROOT", with: root)
      .replacing("NAME", with: root.split(separator: "/").last ?? "")
    return try AgentFixture.makeGuard(of: try #require(Agents.named(agent)), failsOpen: failsOpen)
      .answer(to: Array(text.utf8))
  }

  static func isStopped(_ answer: Answer) -> Bool {
    #expect(!(answer.output + answer.errors).contains(AgentFixture.key))
    return answer.exitCode != 0
      || [#""deny""#, #""block""#, #""continue":false"#, #""cancel":true"#].contains {
        answer.output.contains($0)
      }
  }

  static let environment = "PORT=8080\nOPENROUTER_API_KEY=\(AgentFixture.key)\n"

  static let reading: [Case] = [
    Case(
      agent: "cursor",
      payload: #"{"hook_event_name":"beforeSubmitPrompt","workspace_roots":["ROOT"],"prompt":"x","#
        + #""attachments":[{"type":"rule","file_path":"ROOT/plain.txt"},"#
        + #"{"type":"file","filePath":"ROOT/FILE"}]}"#),
    Case(
      agent: "cursor",
      payload: #"{"hook_event_name":"beforeReadFile","workspace_roots":["ROOT"],"file_path":"a","#
        + #""content":"x","attachments":[{"type":"rule","file_path":"ROOT/FILE"}]}"#),
    Case(
      agent: "cline",
      payload: #"{"workspaceRoots":["ROOT"],"userPromptSubmit":{"prompt":"x","#
        + #""attachments":["FILE"]}}"#),
    Case(
      agent: "cline",
      payload: #"{"workspaceRoots":["ROOT"],"taskStart":{"taskMetadata":"#
        + #"{"initialTask":"look at @/FILE now"}}}"#),
    Case(
      agent: "cline",
      payload: #"{"workspaceRoots":["/absent/p","ROOT"],"userPromptSubmit":{"prompt":"#
        + #""look at @NAME:/FILE.","attachments":[]}}"#),
    Case(
      agent: "cline",
      payload: #"{"workspaceRoots":["/absent/p","ROOT"],"preToolUse":"#
        + #"{"toolName":"read_file","parameters":{"path":"@NAME:FILE"}}}"#),
    Case(
      agent: "cline",
      payload: #"{"workspaceRoots":["/absent","ROOT"],"preToolUse":"#
        + #"{"toolName":"read_file","parameters":{"path":"FILE"}}}"#),
    Case(
      agent: "kiro",
      payload: #"{"hook_event_name":"PreToolUse","cwd":"ROOT","tool_name":"readMultipleFiles","#
        + #""tool_input":{"paths":["plain.txt","FILE"]}}"#),
    Case(
      agent: "kiro",
      payload: #"{"hook_event_name":"PreToolUse","cwd":"ROOT","tool_name":"read","#
        + #""tool_input":{"file_path":"FILE"}}"#),
    Case(
      agent: "kiro",
      payload: #"{"hook_event_name":"preToolUse","cwd":"ROOT","tool_name":"fs_read","#
        + #""tool_input":{"operations":[{"mode":"Line","path":"ROOT/FILE"}]}}"#),
    Case(
      agent: "kiro",
      payload: #"{"hook_event_name":"preToolUse","cwd":"ROOT","tool_name":"fs_read","#
        + #""tool_input":"{\"operations\":[{\"path\":\"ROOT/FILE\"}]}"}"#),
    Case(
      agent: "vscode",
      payload: #"{"hookEventName":"PreToolUse","cwd":"ROOT","tool_name":"fetch","#
        + #""tool_input":{"urls":["https://example.com","file://ROOT/FILE?x#L1"]}}"#),
    Case(
      agent: "vscode",
      payload: #"{"hookEventName":"UserPromptSubmit","cwd":"ROOT","prompt":"see #file:FILE."}"#),
    Case(
      agent: "cursor",
      payload:
        #"{"hook_event_name":"beforeSubmitPrompt","workspace_roots":["/absent","file://ROOT"],"#
        + #""prompt":"@FILE"}"#),
    Case(
      agent: "claude-code",
      payload: #"{"hook_event_name":"UserPromptSubmit","cwd":"","workspacePath":"ROOT","#
        + #""prompt":"@FILE"}"#),
    Case(
      agent: "gemini-cli",
      payload:
        #"{"hook_event_name":"BeforeAgent","cwd":"ROOT","prompt":"sum up @file://ROOT/FILE"}"#),
  ]

  @Test(arguments: reading)
  func aFileWithAKeyIsNotSent(_ test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("key.env", Self.environment)
    try folder.write("plain.txt", "nothing\n")
    for (file, isStopped) in [("key.env", true), ("plain.txt", false), ("absent", false)] {
      let answer = try Self.answer(test.agent, test.payload, file: file, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(file)")
    }
  }

  @Test func urlsAreDecoded() throws {
    let folder = try TemporaryFolder()
    try folder.write("a b/%41.env", Self.environment)
    let payload =
      #"{"hookEventName":"PreToolUse","cwd":"/","tool_name":"read","tool_input":{"uri":"FILE"}}"#
    for (url, isStopped) in [
      ("file://ROOT/a%20b/%2541.env", true), ("FILE://localhostROOT/a%20b/%2541.env", true),
      ("file:ROOT/a%20b/%2541.env#L3", true), ("file://ROOT/a%20b/%41.env", false),
      ("file://elsewhereROOT/a%20b/%2541.env", false), ("file://ROOT/%", false),
    ] {
      let answer = try Self.answer("vscode", payload, file: url, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(url)")
    }
  }

  /// A tool that writes sends nothing of what is there; what it writes is looked at.
  @Test(arguments: [
    (
      "kiro", #""hook_event_name":"preToolUse","tool_name":"TOOL","tool_input""#,
      ["fs_write", "write"]
    ),
    (
      "vscode", #""hookEventName":"PreToolUse","tool_name":"TOOL","tool_input""#,
      [
        "create_file", "createFile", "replace_string_in_file",
      ]
    ),
    (
      "gemini-cli", #""hook_event_name":"BeforeTool","tool_name":"TOOL","tool_input""#,
      ["write_file"]
    ),
  ])
  func whatIsWrittenOverIsNotRead(_ agent: String, _ head: String, _ tools: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(".env", Self.environment)
    for tool in tools {
      for (content, isStopped) in [("PORT=1", false), (AgentFixture.key, true)] {
        let payload =
          "{\"cwd\":\"ROOT\",\(head.replacing("TOOL", with: tool)):"
          + "{\"path\":\".env\",\"filePath\":\".env\",\"content\":\"\(content)\"}}"
        let answer = try Self.answer(agent, payload, root: folder.path)
        #expect(Self.isStopped(answer) == isStopped, "\(tool) \(content)")
      }
    }
  }

  /// Only members whose names mean paths name files.
  @Test func otherArgumentsAreNoNames() throws {
    let folder = try TemporaryFolder()
    try folder.write("key", Self.environment)
    for (input, isStopped) in [
      (#"{"query":"key","pattern":"key","regex":["key"]}"#, false),
      (#"{"operations":[{"mode":"Search","path":"absent","pattern":"key"}]}"#, false),
      (#"{"operations":[{"mode":"Image","image_paths":["key"]}]}"#, true),
      (#"{"a":[{"b":{"relative_path":"key"}}]}"#, true), (#"{"uri":{"fsPath":"key"}}"#, true),
    ] {
      let payload =
        #"{"hook_event_name":"PreToolUse","cwd":"ROOT","tool_name":"x","tool_input":"# + input + "}"
      let answer = try Self.answer("kiro", payload, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(input)")
    }
  }

  @Test func clineReadsWhatItReplacesIn() throws {
    let folder = try TemporaryFolder()
    try folder.write(".env", Self.environment)
    for (tool, isStopped) in [("write_to_file", false), ("replace_in_file", true)] {
      let payload =
        #"{"workspaceRoots":["ROOT"],"preToolUse":{"toolName":"\#(tool)","#
        + #""parameters":{"path":".env","content":"PORT=1"}}}"#
      let answer = try Self.answer("cline", payload, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(tool)")
    }
  }

  @Test func namesAreReadToTheirEnd() throws {
    let folder = try TemporaryFolder()
    try folder.write("key.env", Self.environment)
    let prompt = #"{"hook_event_name":"UserPromptSubmit","cwd":"ROOT","prompt":"@FILE"}"#
    let member =
      #"{"hook_event_name":"PreToolUse","cwd":"ROOT","tool_name":"read","tool_input":{"path":"FILE"}}"#
    let json = #"{\"@context\":\"https://example.org/"# + String(repeating: "x", count: 9_000)
    for (file, isStopped) in [
      (String(repeating: "./", count: 600) + "key.env", true),
      (String(repeating: "./", count: 3_000) + "key.env", true),
      (String(repeating: "a/../", count: 3_000) + "key.env", true),
      (String(repeating: "./", count: 3_000) + "absent", false), (json, false),
      (String(repeating: "a/", count: 3_000), false),
    ] {
      let answer = try Self.answer("claude-code", prompt, file: file, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(file.prefix(20))")
      // So long a name is not repeated.
      #expect(answer.output.utf8.count < 1_000)
      guard file != json else { continue }
      let read = try Self.answer("kiro", member, file: file, root: folder.path)
      #expect(Self.isStopped(read) == isStopped, "\(file.prefix(20))")
    }
    let endless = String(repeating: "./", count: 60_000) + "absent"
    let answer = try Self.answer("claude-code", prompt, file: endless, root: folder.path)
    #expect(answer.output.contains("more than 4096 bytes"))
    let open = try Self.answer(
      "claude-code", prompt, file: endless, root: folder.path, failsOpen: true)
    #expect(!Self.isStopped(open))
  }

  /// An editor names a file without its folder.
  @Test func aBareNameIsLookedForEverywhere() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b/key.env", Self.environment)
    try folder.write("node_modules/x/other.env", Self.environment)
    try folder.write("a/plain.txt", "nothing\n")
    for (prompt, isStopped) in [
      ("#file:key.env", true), ("see #file:'key.env', please", true), ("#file:b/key.env", true),
      ("#key.env", false), ("key.env", false), ("#file:plain.txt", false), ("#file:absent", false),
      ("#file:other.env", false), ("# key.env", false), ("##file:key.env", true),
      ("#file:x/key.env", false),
    ] {
      let payload = #"{"hookEventName":"UserPromptSubmit","cwd":"ROOT","prompt":"FILE"}"#
      let answer = try Self.answer("vscode", payload, file: prompt, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(prompt)")
    }
  }

  /// What an agent sends of a folder that is named, each in its own way.
  @Test func foldersAreLookedInto() throws {
    let folder = try TemporaryFolder()
    try folder.write("direct/key.env", Self.environment)
    try folder.write("deep/below/key.env", Self.environment)
    try folder.write("ignored/key.env", Self.environment)
    try folder.write("clean/plain.txt", "nothing\n")
    try folder.write(".gitignore", "ignored/key.env\n")
    try folder.write("links/elsewhere", "nothing\n")
    try Shell.run(
      "cd \"$0\" && git init -q . && ln -s ../direct/key.env links/link", arguments: [folder.path])
    let gemini = #"{"hook_event_name":"BeforeAgent","cwd":"ROOT","prompt":"@FILE/ sum up"}"#
    let cline = #"{"workspaceRoots":["ROOT"],"userPromptSubmit":{"prompt":"see @/FILE/"}}"#
    let windsurf = #"{"agent_action_name":"pre_read_code","tool_info":{"file_path":"ROOT/FILE"}}"#
    let claude = #"{"hook_event_name":"UserPromptSubmit","cwd":"ROOT","prompt":"@FILE/"}"#
    for (name, tree, files) in [
      ("direct", true, true), ("deep", true, false), ("ignored", false, true),
      ("clean", false, false), ("absent", false, false), ("links", true, true),
    ] {
      for (agent, payload, isStopped) in [
        ("gemini-cli", gemini, tree), ("windsurf", windsurf, tree), ("cline", cline, files),
        ("claude-code", claude, false),
      ] {
        let answer = try Self.answer(agent, payload, file: name, root: folder.path)
        #expect(Self.isStopped(answer) == isStopped, "\(agent) \(name)")
      }
    }
    let alias = try Self.answer(
      "gemini-cli", #"{"hook_event_name":"BeforeAgent","cwd":"ROOT","prompt":"why @/ here"}"#,
      root: folder.path("clean"))
    #expect(!Self.isStopped(alias))
    let named = try Self.answer("gemini-cli", gemini, file: "deep", root: folder.path)
    #expect(named.output.contains("deep/below/key.env holds"))
    try Shell.run(
      "mkdir \"$0\" && cd \"$0\" && for i in $(seq 5001); do : > f$i; done",
      arguments: [folder.path("many")])
    let many = try Self.answer("gemini-cli", gemini, file: "many", root: folder.path)
    #expect(Self.isStopped(many) && many.output.contains("more than 5000 files"))
  }

  /// Gemini CLI escapes what means something to a shell.
  @Test func escapedNamesAreRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("a dir/my (1) [x] & 'y'.env", Self.environment)
    try folder.write("a dir/plain (1).txt", "nothing\n")
    let payload = #"{"hook_event_name":"BeforeAgent","cwd":"ROOT","prompt":"see FILE now"}"#
    for (prompt, isStopped) in [
      (#"@a\\ dir/my\\ \\(1\\)\\ \\[x\\]\\ \\&\\ \\'y\\'.env"#, true),
      (#"@a\\ dir/my\\ \\(1\\)\\ \\[x\\]\\ \\&\\ \\'y\\'.env."#, true),
      (#"@a\\ dir/plain\\ \\(1\\).txt"#, false), (#"@a\\ dir/absent\\(1\\).txt"#, false),
    ] {
      let answer = try Self.answer("gemini-cli", payload, file: prompt, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(prompt)")
    }
  }

  /// What is packed, which the output cannot be freed of later, in whatever way it is named.
  @Test func patternsStandForFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("plain/key.txt", "a line\n" + Self.environment)
    try Shell.run(
      "cd \"$0\" && python3 -m zipfile -c docs.zip plain && mkdir -p a/b && mv docs.zip a/b && "
        + "echo nothing > plain/x && python3 -m zipfile -c a/clean.zip plain/x",
      arguments: [folder.path])
    let payload =
      #"{"hook_event_name":"BeforeTool","cwd":"ROOT","tool_name":"TOOL","tool_input":FILE}"#
    for (tool, input, isStopped) in [
      ("read_many_files", #"{"include":["a/b/docs.zip"]}"#, true),
      ("read_many_files", #"{"include":["**/*.zip"]}"#, true),
      ("read_many_files", #"{"paths":["a/*/docs.{pdf,zip}"]}"#, true),
      ("read_many_files", #"{"paths":["x"],"include":["./a/b/d?cs.zip"]}"#, true),
      ("read_many_files", #"{"include":["ROOT/a/b/*"]}"#, true),
      ("read_many_files", #"{"include":["a/*.zip"]}"#, false),
      ("read_many_files", #"{"include":["**/*.pdf"],"exclude":["**/*.zip"]}"#, false),
      ("read_many_files", #"{"include":["{{{,**/*.pdf"]}"#, false),
      ("grep", #"{"include":["**/*.zip"]}"#, false),
    ] {
      let answer = try Self.answer(
        "gemini-cli", payload.replacing("TOOL", with: tool), file: input, root: folder.path)
      #expect(Self.isStopped(answer) == isStopped, "\(tool) \(input)")
    }
  }

  /// What Cline puts in of git, and what nobody can look into.
  @Test func changesAreLookedInto() throws {
    let repository = try GitFixture()
    try repository.folder.write("gone.env", Self.environment)
    try repository.folder.write("plain.txt", "nothing\n")
    let first = try repository.commit("One")
    let payload = #"{"workspaceRoots":["ROOT"],"userPromptSubmit":{"prompt":"see FILE, please"}}"#
    func isStopped(_ mention: String, failsOpen: Bool = false) throws -> Bool {
      Self.isStopped(
        try Self.answer(
          "cline", payload, file: mention, root: repository.path, failsOpen: failsOpen))
    }
    #expect(try !isStopped("@git-changes"))
    try repository.folder.write("plain.txt", "another\n")
    #expect(try !isStopped("@git-changes"))
    // What is taken away is shown as well.
    try repository.git("rm", "-q", "gone.env")
    #expect(try isStopped("@git-changes"))
    let second = try repository.commit("Two")
    #expect(try !isStopped("@git-changes"))
    try repository.folder.write("plain.txt", Self.environment)
    #expect(try isStopped("@git-changes"))
    let third = try repository.commit("Three")
    try repository.folder.write("plain.txt", "nothing\n")
    let fourth = try repository.commit("Four", day: 3)
    try repository.folder.write("plain.txt", "other\n")
    let last = try repository.commit("Five", day: 4)
    for (commit, isFound) in [
      (first, true), (second, true), (third, true), (fourth, true), (last, false),
      (String(last.prefix(7)), false), (String(third.prefix(7)), true), ("abcdef0123", false),
    ] {
      #expect(try isStopped("@\(commit)") == isFound, "\(commit)")
    }
    #expect(try isStopped("@terminal"))
    #expect(try !isStopped("@terminal", failsOpen: true))
    #expect(try !isStopped("@terminals") && !isStopped("terminal"))
    let other = try Self.answer(
      "claude-code", #"{"hook_event_name":"UserPromptSubmit","cwd":"ROOT","prompt":"@terminal"}"#,
      root: repository.path)
    #expect(!Self.isStopped(other))
  }
}
