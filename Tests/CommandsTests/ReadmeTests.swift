import Foundation
import KeyFormats
import TestSupport
import Testing

@testable import Commands
@testable import Reports

/// What the README says is so.
struct ReadmeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let text: String = {
    (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
  }()

  /// The blocks of a language, each as its lines.
  private static func blocks(_ language: String) -> [[String]] {
    var blocks: [[String]] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```\(language)"
        if isInside { blocks.append([]) }
      } else if isInside {
        blocks[blocks.count - 1].append(String(line))
      }
    }
    return blocks
  }

  /// The repository of the sample: a key that was committed, pushed, and then taken out of the file.
  private func sample() throws -> GitFixture {
    let repository = try GitFixture("chat", in: TemporaryFolder())
    let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 4)
    try repository.write(".env.example", "OPENROUTER_API_KEY=sk-or-v1-your-key-here\n")
    try repository.write(
      "src/chat.ts",
      "import OpenAI from \"openai\"\n\nconst client = new OpenAI({\n"
        + "  baseURL: \"https://openrouter.ai/api/v1\",\n  apiKey: \"\(key)\",\n})\n")
    try commit("Try the chat client", day: 4, in: repository)
    try repository.write(
      "src/chat.ts",
      "import OpenAI from \"openai\"\n\nconst client = new OpenAI({\n"
        + "  baseURL: \"https://openrouter.ai/api/v1\",\n  apiKey: process.env.OPENROUTER_API_KEY,\n})\n"
    )
    try commit("Read the key from the environment", day: 6, in: repository)
    try repository.git("init", "-q", "--bare", "../origin.git")
    try repository.git("remote", "add", "origin", "../origin.git")
    try repository.git("push", "-q", "origin", "main")
    return repository
  }

  private func commit(_ message: String, day: Int, in repository: GitFixture) throws {
    let date = "2026-05-0\(day)T12:00:00+00:00"
    try repository.git("add", "-A")
    try repository.git(
      ["commit", "-q", "-m", message],
      environment: [
        "GIT_AUTHOR_NAME": "Ada Example", "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date,
      ])
  }

  @Test func theSampleIsWhatKunciWrites() throws {
    let repository = try sample()
    let run = try KunciProgram.run(["history"], in: repository.path)
    let shown = try #require(Self.blocks("text").first).joined(separator: "\n") + "\n"
    #expect(shown == "$ kunci history\n\(run.output)\(run.errors)")
    #expect(try KunciProgram.run(["scan"], in: repository.path).status == 0)
  }

  @Test func everyCommandWorks() throws {
    let repository = try sample()
    let fingerprint = try #require(
      try KunciProgram.run(["history", "-f", "short"], in: repository.path).output
        .split(whereSeparator: \.isWhitespace).last)
    try repository.folder.makeFolder("bin")
    try repository.folder.link("bin/kunci", to: KunciProgram.path)
    try repository.folder.makeFolder("home")
    try repository.write(".env", "X=1\n")
    // Something to migrate.
    try repository.write(".secretlintignore", "dist/\n")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let environment = GitFixture.environment.merging([
      "PATH": "\(repository.folder.path("bin")):\(path)", "HOME": repository.folder.path("home"),
    ]) { $1 }
    let lines = Self.blocks("sh").flatMap(\.self).filter { !$0.isEmpty }
    #expect(lines.count > 20 && lines.allSatisfy { $0.contains("kunci") })
    for line in lines {
      let run = try ProgramRun(
        "/usr/bin/env", ["sh", "-c", line], in: repository.path,
        environment: environment.mapValues(Optional.some))
      #expect(run.status == 0 || run.status == 1, "\(line): \(run.status) \(run.errors)")
      #expect(!run.errors.contains("kunci: error"), "\(line): \(run.errors)")
    }
    // The fingerprint that it names is that of its sample.
    #expect(Self.text.contains("kunci explain \(fingerprint.prefix(8)) --history"))
  }

  @Test func itsTablesNameWhatIsThere() throws {
    for topic in HelpTopic.allCases { #expect(Self.text.contains("| `\(topic.rawValue)` |")) }
    let known = Set(Command.allCases.flatMap { $0.type.optionSpecs.flatMap(\.words) })
    for row in Self.text.split(separator: "\n") where row.hasPrefix("| `-") {
      let names = row.split(separator: "|").first ?? ""
      for option in names.matches(of: #/`(--?[a-z-]+)/#) {
        #expect(known.contains(String(option.output.1)), "\(option.output.1)")
      }
    }
    let formats = ReportFormat.allCases.map { "`\($0.rawValue)`" }
    let row = try #require(
      Self.text.split(separator: "\n").first { $0.contains("`--format FORMAT`") })
    for format in formats { #expect(row.contains(format), "\(format)") }
  }

  @Test func itsNumberOfProvidersIsNoExaggeration() throws {
    let scanned = try ScannedFolder()
    let errors = try scanned.kunci("rules", "list").errors
    let known = try #require(errors.firstMatch(of: #/for (\d+) providers/#)?.output.1)
    let said = try #require(Self.text.firstMatch(of: #/over (\d+) providers/#)?.output.1)
    let (providers, claimed) = (try #require(Int(known)), try #require(Int(said)))
    #expect(claimed <= providers && providers < claimed + 100)
  }
}
