import Findings
import GitRepository
import Hooks
import Reports
import TestSupport
import Testing

@testable import Commands

/// Command lines, and what is understood of them.
struct CommandTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var line: [String]
    /// Whether a command is the expected one.
    var isExpected: @Sendable (any ParsableCommand) -> Bool

    var testDescription: String { line.joined(separator: " ") }

    init(_ line: [String], _ expected: some ParsableCommand) {
      self.line = line
      isExpected = { expected.equals($0) }
    }

    /// An example of `kunci scan`.
    init(_ line: [String], scan: @Sendable (inout ScanCommand) -> Void) {
      var command = ScanCommand()
      scan(&command)
      self.init(line, command)
    }

    /// An example of `kunci history`.
    init(_ line: [String], history: @Sendable (inout HistoryCommand) -> Void) {
      var command = HistoryCommand()
      history(&command)
      self.init(line, command)
    }
  }

  static let scans: [Example] = [
    Example([], scan: { _ in }),
    Example(["scan"], scan: { _ in }),
    Example(["scan", "a", "b"], scan: { $0.paths = ["a", "b"] }),
    Example(["--format", "json"], scan: { $0.scan.reports.use(.json) }),
    Example(["-f", "json", "-q"]) { (command: inout ScanCommand) in
      command.scan.reports.use(.json)
      command.scan.isQuiet = true
    },
    Example(["scan", "--format=json", "a"]) { (command: inout ScanCommand) in
      command.scan.reports.use(.json)
      command.paths = ["a"]
    },
    Example(["scan", "-fjson"], scan: { $0.scan.reports.use(.json) }),
    Example(["scan", "a", "--quiet", "b"]) { (command: inout ScanCommand) in
      command.scan.isQuiet = true
      command.paths = ["a", "b"]
    },
    Example(["scan", "--output=a=b"], scan: { $0.scan.reports.add("a=b") }),
    Example(["scan", "--output="], scan: { $0.scan.reports.add("") }),
    Example(["scan", "-f", "json", "-o", "a", "-f", "sarif", "-o", "b"]) {
      (command: inout ScanCommand) in
      command.scan.reports.use(.json)
      command.scan.reports.add("a")
      command.scan.reports.use(.sarif)
      command.scan.reports.add("b")
    },
    Example(["scan", "--output", "--quiet"], scan: { $0.scan.reports.add("--quiet") }),
    Example(["scan", "--output", "--help"], scan: { $0.scan.reports.add("--help") }),
    Example(
      ["scan", "--", "--quiet", "--", "-f"], scan: { $0.paths = ["--quiet", "--", "-f"] }),
    Example(["--", "scan"], scan: { $0.paths = ["scan"] }),
    Example(["scan", "-"], scan: { $0.paths = ["-"] }),
    Example(["scan", ""], scan: { $0.paths = [""] }),
    Example(["scan", "--threads", "1", "--threads=2"], scan: { $0.scan.threads = 2 }),
    Example(["scan", "--only", "a", "--only", "b"], scan: { $0.rules.only = ["a", "b"] }),
    Example(["scan", "--max-file-size", "20m"], scan: { $0.scan.maxFileSize = 20 << 20 }),
    Example(
      ["scan", "--no-repo-config"],
      scan: {
        $0.rules.configuration = .none
        $0.rules.trustsRepository = false
      }),
    Example(
      ["scan", "-c", "a", "--no-repo-config"],
      scan: {
        $0.rules.configuration = .file("a")
        $0.rules.trustsRepository = false
      }),
    Example(
      ["scan", "--no-repo-config", "-c", "a"],
      scan: {
        $0.rules.configuration = .file("a")
        $0.rules.trustsRepository = false
      }),
    Example(["scan", "--fail-on", "high"], scan: { $0.scan.failOn = .high }),
    Example(["scan", "--baseline", "a"], scan: { $0.scan.baseline = .file("a") }),
  ]

  static let others: [Example] = [
    Example(["history", "--range", "A..B", "repo"]) { (command: inout HistoryCommand) in
      command.ranges = ["A..B"]
      command.repositories = ["repo"]
    },
    Example(
      ["history", "--since", "2024-01-31"], history: { $0.since = SinceDate("2024-01-31", now: 0) }),
    Example(["staged"], StagedCommand()),
    Example(["unpushed", "a"], UnpushedCommand(repository: "a")),
    Example(["stdin"], StdinCommand()),
    Example(
      ["baseline", "--history", "-o", "b"],
      BaselineCommand(readsHistory: true, file: "b")),
    Example(["rules", "list"], RulesCommand(action: .list)),
    Example(["rules", "show", "an-id"], RulesCommand(action: .show(id: "an-id"))),
    Example(
      ["rules", "check", "a", "b"], RulesCommand(action: .check(paths: ["a", "b"]))),
    Example(["rules", "examples"], RulesCommand(action: .examples(names: []))),
    Example(["rules", "examples", "a"], RulesCommand(action: .examples(names: ["a"]))),
    Example(["rules", "shwo", "an-id"], RulesCommand(word: "shwo")),
    Example(["explain", "an-id", "a"], ExplainCommand(subject: "an-id", path: "a")),
    Example(
      ["hook", "install"],
      HookCommand(action: .manage(.install, [], repository: nil))),
    Example(
      ["hook", "status", "pre-push", "pre-commit", "pre-push", "a"],
      HookCommand(action: .manage(.status, [.prePush, .preCommit], repository: "a"))),
    Example(
      ["hook", "run", "pre-push", "--", "origin", "--url"],
      HookCommand(
        action: .run(HookRun(caller: .git(.prePush), arguments: ["origin", "--url"])))),
    Example(
      ["hook", "run", "pre-commit-framework", "--", "a"],
      HookCommand(action: .run(HookRun(caller: .framework, arguments: ["a"])))),
    Example(["completions", "fish"], CompletionsCommand(shell: "fish")),
    Example(["--version"], VersionCommand()),
    Example(["-V"], VersionCommand()),
    Example(["--help"], HelpCommand()),
    Example(["-h"], HelpCommand()),
    Example(["--quiet", "--help"], HelpCommand()),
    Example(["history", "--help"], HelpCommand(topic: "history")),
    Example(["history", "repo", "-h", "--nonsense"], HelpCommand(topic: "history")),
    Example(["scan", "--color", "maybe", "--help"], HelpCommand(topic: "scan")),
    Example(["help", "scan"], HelpCommand(topic: "scan")),
  ]

  @Test(arguments: scans + others)
  func understands(_ example: Example) throws {
    let parsed = try Command.parse(example.line)
    #expect(example.isExpected(parsed), "\(parsed)")
  }

  /// An option that exists here is none of another scanner's, whatever else is wrong.
  @Test(arguments: [
    (["scan", "--max-archive-depth", "-1", "src"], "--max-archive-depth"),
    (["history", "--max-archive-depth", "2", "--rnage", "x"], "--rnage"),
    (["scan", "--max-archive-depth=2", "--thraeds=2"], "--thraeds"),
  ])
  func ownOptionsAreNotForeign(line: [String], wrong: String) throws {
    let error = #expect(throws: UsageError.self) { try Command.parse(line) }
    let message = try #require(error?.message)
    #expect(message.contains(wrong) && !message.contains("other scanners"), "\(message)")
  }

  /// What whoever comes from another scanner types, and what to type here.
  @Test(
    arguments: [
      (["detect"], "kunci history"),
      (
        [
          "detect", "--source", ".", "--no-git", "-v", "--report-path", "x.json",
          "--report-format", "json",
        ], "kunci scan --format json --output x.json"
      ),
      (
        ["detect", "--source=a b", "--redact", "--exit-code", "3"],
        "kunci history --exit-code 3 'a b'"
      ),
      (["git", "-v", "--log-opts=main..HEAD", "repo"], "kunci history --range main..HEAD repo"),
      (["dir", "src", "-f", "sarif", "-r", "out"], "kunci scan --format sarif --output out src"),
      (["protect", "--staged", "--redact=100"], "kunci staged"),
      (["filesystem", "src", "--json", "--no-update"], "kunci scan --format jsonl src"),
      (["git", "file://.", "--since-commit", "abc"], "kunci history --range abc..HEAD"),
      (["scan", "--redact", "-c", "x.toml", "src"], "kunci scan -c x.toml src"),
      (["-v"], "kunci scan"), (["--source", "src"], "kunci scan src"),
      (
        ["history", "--no-banner", "--enable-rule", "github-pat"],
        "kunci history --only github-pat"
      ),
    ])
  func saysWhatToTypeHere(line: [String], here: String) throws {
    let error = #expect(throws: UsageError.self) { try Command.parse(line) }
    let said = try #require(error?.message.split(separator: "here that is: ").last)
    #expect(said.hasPrefix(here), "\(said)")
    // What is said can be typed.
    let words = here.split(separator: " ").dropFirst().map(String.init)
    if !here.contains("'") { #expect(throws: Never.self) { try Command.parse(words) } }
  }

  @Test(
    arguments: [
      (["sacn"], "there is no command `sacn`; did you mean `scan`?"),
      (["hist"], "did you mean `history`?"),
      (
        ["some/folder"], "there is no command `some/folder`; for files and folders: kunci scan PATH"
      ),
      (["/dev"], "there is no command `/dev`; to scan that path: kunci scan /dev"),
      (["SCAN"], "there is no command `SCAN`; did you mean `scan`?"),
      ([""], "there is no command ``"),
      (["scan", "--nonsense"], "unknown option `--nonsense`"),
      (["scan", "--nonsense=1"], "unknown option `--nonsense`"),
      (["scan", "--form", "json"], "unknown option `--form`; did you mean `--format`?"),
      (["scan", "--quite"], "unknown option `--quite`; did you mean `--quiet`?"),
      (["scan", "--show_secret=1"], "did you mean `--show-secrets`?"),
      (["scan", "-x"], "unknown option `-x`"),
      (["scan", "--range", "A..B"], "unknown option `--range`; it is one of: kunci history"),
      (["scan", "--format"], "option `--format` wants a value"),
      (["scan", "-f"], "option `--format` wants a value"),
      (["scan", "-f", "xml"], "unknown format `xml`; known are text, short, json"),
      (["scan", "--color", "maybe"], "--color is auto, always or never, not `maybe`"),
      (
        ["scan", "--min-confidence", "some"],
        "--min-confidence is low, medium or high, not `some`"
      ),
      (["scan", "--threads", "257"], "--threads is a number from 1 to 256"),
      (["scan", "--exit-code", "256"], "--exit-code is a number from 0 to 255"),
      (["scan", "--quiet=yes"], "option `--quiet` takes no value"),
      (["scan", "-qf"], "option `--quiet` takes no value"),
      (["unpushed", "a", "b"], "unexpected argument `b`"),
      (["staged", "a", "b"], "unexpected argument `b`"),
      (["unpushed", "--range", "A..B"], "unknown option `--range`"),
      (["stdin", "a"], "unexpected argument `a`"),
      (["version", "--quiet"], "unknown option `--quiet`"),
      (["help", "a", "b"], "unexpected argument `b`"),
    ] as [([String], String)])
  func namesWhatIsWrong(_ line: [String], _ message: String) throws {
    let error = try #require(throws: UsageError.self) { try Command.parse(line) }
    #expect(error.message.contains(message))
  }

  /// An option that changed nothing would be one that nobody reads.
  @Test(arguments: Command.allCases)
  func everyOptionIsUnderstoodAndChangesTheCommand(_ command: Command) throws {
    let options = command.type.optionSpecs
    #expect(Set(options.map(\.name)).count == options.count)
    let letters = options.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
    let plain = try Command.parse([command.rawValue])
    let samples = ["SIZE": "1K", "DATE": "2.weeks", "N": "7"]
    for option in options {
      let values = option.value.map { value in
        value.choices.isEmpty ? [samples[value.placeholder] ?? "value"] : value.choices
      }
      for word in option.words {
        let lines =
          values.map { $0.map { [command.rawValue, word, $0] } } ?? [[command.rawValue, word]]
        let parsed = try lines.map(Command.parse)
        #expect(parsed.contains { !plain.equals($0) }, "\(word)")
      }
    }
  }

  /// Two letters alone make nothing compressed, also where it is read only once.
  @Test func aStreamThatOnlyBeginsAsCompressedIsScanned() throws {
    let scanned = try ScannedFolder()
    #expect(try scanned.kunci(["stdin"], input: "x^2 is a square").status == 0)
    #expect(try scanned.kunci(["stdin"], input: "x^2 \(ScannedFolder.key(1))").status == 1)
  }
}

extension ParsableCommand {
  fileprivate func equals(_ other: any ParsableCommand) -> Bool { other as? Self == self }
}
