/// `kunci completions bash|zsh|fish`: a script that a shell loads to complete kunci's words.
struct CompletionsCommand: ParsableCommand {
  /// The shell's name.
  var shell: String?

  static let summary = "Print a script that completes commands and options."
  static let details = """
    Prints what a shell needs to complete the names of commands, options and values:
      bash   source <(kunci completions bash), in ~/.bashrc
      zsh    kunci completions zsh > ~/.zfunc/_kunci, in a folder of $fpath
      fish   kunci completions fish > ~/.config/fish/completions/kunci.fish
    """
  static var operands: Operands<Self> {
    .one("bash|zsh|fish", words: { CompletionScript.allCases.map(\.rawValue) }) { $0.shell = $1 }
  }

  func run() throws(UsageError) -> ExitCode {
    guard let script = shell.flatMap(CompletionScript.init) else {
      let known = CompletionScript.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("say for which shell: \(known)", command: .completions)
    }
    Console.print(script.text)
    return .clean
  }
}
