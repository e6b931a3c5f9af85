import Testing

@testable import Commands

/// Command lines, and what is understood of them.
struct ParsedArgumentsTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var line: [String]
    var command: String
    var operands: [String] = []
    /// `name=value`, or the bare name of an option without a value.
    var options: [String] = []

    var testDescription: String { line.joined(separator: " ") }

    init(_ line: [String], _ command: String, _ operands: [String] = [], _ options: [String] = []) {
      self.line = line
      self.command = command
      self.operands = operands
      self.options = options
    }
  }

  static let examples: [Example] = [
    Example([], "scan"),
    Example(["scan"], "scan"),
    Example(["scan", "a", "b"], "scan", ["a", "b"]),
    Example(["--format", "json"], "scan", [], ["format=json"]),
    Example(["-f", "json", "-q"], "scan", [], ["format=json", "quiet"]),
    Example(["scan", "--format=json", "a"], "scan", ["a"], ["format=json"]),
    Example(["scan", "-fjson", "a"], "scan", ["a"], ["format=json"]),
    Example(["scan", "a", "--quiet", "b"], "scan", ["a", "b"], ["quiet"]),
    Example(["scan", "--output=a=b"], "scan", [], ["output=a=b"]),
    Example(["scan", "--output="], "scan", [], ["output="]),
    Example(
      ["scan", "-f", "json", "-o", "a", "-f", "sarif", "-o", "b"], "scan", [],
      ["format=json", "output=a", "format=sarif", "output=b"]),
    Example(["scan", "--output", "--quiet"], "scan", [], ["output=--quiet"]),
    Example(["scan", "--", "--quiet", "--", "-f"], "scan", ["--quiet", "--", "-f"]),
    Example(["--", "scan"], "scan", ["scan"]),
    Example(["scan", "-"], "scan", ["-"]),
    Example(["scan", ""], "scan", [""]),
    Example(["history", "--range", "A..B", "repo"], "history", ["repo"], ["range=A..B"]),
    Example(["rules", "show", "an-id"], "rules", ["show", "an-id"]),
    Example(["hook", "install"], "hook", ["install"]),
    Example(["--version"], "version"),
    Example(["-V"], "version"),
    Example(["--help"], "help"),
    Example(["-h"], "help"),
    Example(["--quiet", "--help"], "help"),
    Example(["history", "--help"], "help", ["history"]),
    Example(["history", "repo", "-h", "--nonsense"], "help", ["history"]),
    Example(["help", "scan"], "help", ["scan"]),
  ]

  @Test(arguments: examples)
  func understands(_ example: Example) throws {
    let parsed = try ParsedArguments(example.line)
    #expect(parsed.command == example.command)
    #expect(parsed.operands == example.operands)
    #expect(
      parsed.options.map { $0.name + ($0.value.isEmpty ? "" : "=\($0.value)") }
        == example.options.map { $0.hasSuffix("=") ? String($0.dropLast()) : $0 })
  }

  @Test(
    arguments: [
      (["sacn"], "there is no command `sacn`"),
      (["some/folder"], "kunci scan PATH"),
      (["SCAN"], "there is no command `SCAN`"),
      ([""], "there is no command ``"),
      (["scan", "--nonsense"], "unknown option `--nonsense`"),
      (["scan", "--nonsense=1"], "unknown option `--nonsense`"),
      (["scan", "--form", "json"], "unknown option `--form`"),
      (["scan", "-x"], "unknown option `-x`"),
      (["scan", "--range", "A..B"], "unknown option `--range`"),
      (["scan", "--format"], "option `--format` wants a value"),
      (["scan", "-f"], "option `--format` wants a value"),
      (["scan", "--quiet=yes"], "option `--quiet` takes no value"),
      (["scan", "-qf"], "option `--quiet` takes no value"),
      (["history", "a", "b"], "unexpected argument `b`"),
      (["staged", "a", "b"], "unexpected argument `b`"),
      (["unpushed", "--range", "A..B"], "unknown option `--range`"),
      (["stdin", "a"], "unexpected argument `a`"),
      (["version", "--quiet"], "unknown option `--quiet`"),
      (["help", "a", "b"], "unexpected argument `b`"),
    ] as [([String], String)])
  func namesWhatIsWrong(_ line: [String], _ message: String) {
    let error = #expect(throws: UsageError.self) { try ParsedArguments(line) }
    #expect(error?.message.contains(message) == true)
  }

  @Test func theLastValueCounts() throws {
    let parsed = try ParsedArguments(["scan", "--threads", "1", "--threads=2"])
    #expect(parsed.value(of: .threads) == "2")
    #expect(parsed.values(of: .threads) == ["1", "2"])
    #expect(parsed.has(.threads))
    #expect(!parsed.has(.quiet))
    #expect(parsed.value(of: .rules) == nil)
  }

  /// Names that an option could be confused with.
  @Test(arguments: CommandSpec.all)
  func everyOptionIsUnderstoodByItsName(_ command: CommandSpec) throws {
    #expect(Set(command.options.map(\.name)).count == command.options.count)
    let letters = command.options.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
    for option in command.options {
      let parsed = try ParsedArguments(
        [command.name, "--\(option.name)"] + (option.value == nil ? [] : ["value"]))
      #expect(parsed.command == command.name)
      #expect(parsed.has(option))
      #expect(parsed.value(of: option) == (option.value == nil ? "" : "value"))
    }
  }
}

extension CommandSpec: CustomTestStringConvertible {
  /// The command's name.
  public var testDescription: String { name }
}
