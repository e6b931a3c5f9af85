/// `kunci completions bash|zsh|fish`: a script that a shell loads to complete kunci's words.
enum CompletionsCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    guard let name = arguments.operands.first, let shell = CompletionScript(rawValue: name) else {
      let known = CompletionScript.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("say for which shell: \(known)", command: "completions")
    }
    Console.print(shell.text)
    return .clean
  }
}
