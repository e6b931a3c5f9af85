import Foundation
import TestSupport
import Testing

@testable import Commands

/// Completions hold all commands and options, in a language that the shells understand.
struct CompletionsTests {
  @Test(arguments: CompletionScript.allCases)
  func everyCommandAndOptionOccurs(shell: CompletionScript) {
    let text = shell.text
    for command in Command.allCases {
      #expect(text.contains(command.rawValue))
      for option in command.type.optionSpecs {
        #expect(text.contains(shell == .fish ? "-l \(option.name) " : "--\(option.name)"))
        for value in option.choices { #expect(text.contains(value)) }
      }
      for operand in command.type.operandWords { #expect(text.contains(operand)) }
    }
  }

  /// Shells that are not installed cannot be asked.
  @Test(arguments: CompletionScript.allCases)
  func theShellUnderstandsIt(shell: CompletionScript) throws {
    let folder = try TemporaryFolder()
    try folder.write("script", shell.text)
    let path = folder.path("script")
    let run = try ProgramRun(
      "/bin/sh",
      [
        "-c",
        "command -v \(shell.rawValue) >/dev/null || exit 77; exec \(shell.rawValue) -n '\(path)'",
      ],
      in: folder.path)
    #expect([0, 77].contains(run.status) && run.errors == "", Comment(rawValue: run.errors))
    #expect(shell != .bash || run.status == 0)
  }

  @Test(arguments: [
    ("kunci hist", "history"), ("kunci scan --form", "--format"), ("kunci scan -f sa", "sarif"),
    ("kunci scan --format gitl", "gitlab gitleaks"), ("kunci rules ch", "check"),
    ("kunci hook inst", "install"), ("kunci history --through", "--through-git"),
    ("kunci completions f", "fish"),
  ])
  func bashCompletes(line: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("script", CompletionScript.bash.text)
    let ask = """
      . '\(folder.path("script"))'; COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _kunci; echo "${COMPREPLY[@]}"
      """
    let run = try ProgramRun("/usr/bin/env", ["bash", "-c", ask], in: folder.path)
    #expect(run.output == expected + "\n", Comment(rawValue: run.errors))
  }

  @Test func theCommandWritesThem() throws {
    let folder = try TemporaryFolder()
    for shell in CompletionScript.allCases {
      let run = try KunciProgram.run(["completions", shell.rawValue], in: folder.path)
      #expect(run.status == 0 && run.output == shell.text)
    }
    for arguments in [[], ["tcsh"]] {
      let run = try KunciProgram.run(["completions"] + arguments, in: folder.path)
      #expect(run.status == 2 && run.errors.contains("bash, zsh, fish"))
    }
  }
}
