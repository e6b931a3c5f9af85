import Foundation
import TestSupport
import Testing

/// `kunci rules examples`: keys to try a gate with.
struct RuleExamplesTests {
  private struct Line: Decodable {
    var ruleID: String
    var provider: String
    var text: String
    var secret: String
  }

  private func lines(_ arguments: String...) throws -> [Line] {
    let folder = try TemporaryFolder()
    let run = try KunciProgram.run(["rules", "examples"] + arguments, in: folder.path)
    try #require(run.status == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test func allBuiltInRulesHaveSome() throws {
    let all = try lines()
    let folder = try TemporaryFolder()
    let listed = try KunciProgram.run(["rules", "list"], in: folder.path).output
      .split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    let silent = Set(listed).subtracting(all.map(\.ruleID))
    // The check for files of secrets has no text to find.
    #expect(silent == ["tracked-secret-file"])
  }

  @Test(arguments: ["openrouter", "openrouter-api-key", "OpenRouter"])
  func aNameChooses(name: String) throws {
    let lines = try lines(name)
    #expect(!lines.isEmpty)
    #expect(lines.allSatisfy { $0.provider == "OpenRouter" && $0.text.contains($0.secret) })
  }

  @Test func theSourceSaysTheSame() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Rules/openrouter.toml").path
    let own = try lines(file)
    let builtIn = try lines("openrouter")
    #expect(own.map(\.ruleID) == builtIn.map(\.ruleID))
    // Drawn from other seeds, but of one length.
    #expect(own.map(\.text.count) == builtIn.map(\.text.count))
  }

  @Test func theyAreFound() throws {
    let folder = try TemporaryFolder()
    let text = try KunciProgram.run(["rules", "examples", "openrouter-api-key"], in: folder.path)
      .output
    let run = try KunciProgram.run(
      ["stdin", "-f", "short"], in: folder.path, input: Data(text.utf8))
    #expect(run.status == 1 && run.output.contains("[openrouter-api-key]"))
  }
}
