import Basics

/// A shell that can complete kunci's words, and the script that makes it.
///
/// The script follows from the tables that parse the command line. Where it has nothing to offer,
/// shells complete paths.
enum CompletionScript: String, CaseIterable {
  case bash
  case zsh
  case fish

  /// The script.
  var text: String {
    switch self {
    case .bash: Self.bashText
    case .zsh: Self.zshText
    case .fish: Self.fishText
    }
  }

  private static func words(_ words: [String]) -> String { words.joined(separator: " ") }

  /// Options with a choice of values, each once.
  private static var choices: [OptionSpec] {
    var seen: Set<String> = []
    return Command.allCases.flatMap { $0.type.optionSpecs }.filter {
      !$0.choices.isEmpty && seen.insert($0.name).inserted
    }
  }

  // MARK: Scripts

  private static var bashText: String {
    let commands = Command.allCases.map { command in
      let words = words(
        command.type.optionSpecs.flatMap(\.words) + ["--help"] + command.type.operandWords)
      return "    \(command.rawValue)) words='\(words)' ;;\n"
    }
    let choices = choices.map { option in
      "    \(option.words.joined(separator: "|")))"
        + " COMPREPLY=($(compgen -W '\(words(option.choices))' -- \"$word\")); return ;;\n"
    }
    return """
      # Completions of kunci for bash: source <(kunci completions bash)
      _kunci() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W '\(words(Command.allCases.map(\.rawValue)))' -- "$word"))
          return
        fi
        case $before in
      \(choices.joined())  esac
        case ${COMP_WORDS[1]} in
      \(commands.joined())    *) words= ;;
        esac
        COMPREPLY=($(compgen -W "$words" -- "$word"))
      }
      complete -o default -F _kunci kunci

      """
  }

  private static var zshText: String {
    let list = Command.allCases.map {
      "    \(ShellWord.quoted("\($0.rawValue):\($0.type.summary)"))\n"
    }
    let commands = Command.allCases.map { command in
      let options = command.type.optionSpecs.flatMap { option in
        option.words.map { name in
          let argument =
            option.value.map { value in
              ":\(value.placeholder):"
                + (value.choices.isEmpty ? "_files" : "(\(words(value.choices)))")
            } ?? ""
          return "      \(ShellWord.quoted("*\(name)[\(escaped(option.help))]\(argument)")) \\\n"
        }
      }
      let operands = command.type.operandWords
      let rest =
        operands.isEmpty ? "_files" : "_alternative 'words::(\(words(operands)))' 'files::_files'"
      return "    \(command.rawValue)) _arguments \\\n\(options.joined())"
        + "      '--help[Explain the command.]' \(ShellWord.quoted("*:: :\(rest)")) ;;\n"
    }
    return """
      #compdef kunci
      # Completions of kunci for zsh: put this file as _kunci into a folder of $fpath.
      _kunci() {
        local -a commands=(
      \(list.joined())  )
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in
      \(commands.joined())  esac
      }
      if [ "$funcstack[1]" = _kunci ]; then _kunci "$@"; else compdef _kunci kunci; fi

      """
  }

  private static var fishText: String {
    var lines = ["# Completions of kunci for fish: kunci completions fish | source"]
    for command in Command.allCases {
      lines.append(
        "complete -c kunci -n __fish_use_subcommand -f -a \(command.rawValue) -d \(ShellWord.quoted(command.type.summary))"
      )
    }
    for command in Command.allCases {
      let place = "complete -c kunci -n '__fish_seen_subcommand_from \(command.rawValue)'"
      let operands = command.type.operandWords
      if !operands.isEmpty { lines.append("\(place) -a \(ShellWord.quoted(words(operands)))") }
      for option in command.type.optionSpecs {
        let short = option.short.map { " -s \($0)" } ?? ""
        let values = option.choices
        let value =
          option.value == nil
          ? "" : values.isEmpty ? " -r" : " -x -a \(ShellWord.quoted(words(values)))"
        lines.append(
          "\(place)\(short) -l \(option.name)\(value) -d \(ShellWord.quoted(option.help))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Help as zsh takes it between brackets.
  private static func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
