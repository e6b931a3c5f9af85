import Testing

@testable import Commands

/// Help says everything, and fits a terminal.
struct HelpTextTests {
  @Test func generalHelpNamesEveryCommand() {
    let lines = HelpText.general.split(separator: "\n")
    for command in CommandSpec.all {
      #expect(
        lines.contains { $0.hasPrefix("  \(command.name) ") && $0.hasSuffix(command.summary) })
    }
    #expect(HelpText.general.contains("0 nothing found"))
  }

  @Test(arguments: CommandSpec.all)
  func helpOfACommandNamesEveryOption(_ command: CommandSpec) {
    let text = HelpText.text(for: command)
    #expect(text.hasPrefix("Usage: kunci \(command.name)"))
    // Wrapping changes only white space.
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for option in command.options {
      let short = option.short.map { "-\($0), " } ?? ""
      let value = option.value.map { " \($0.placeholder)" } ?? ""
      #expect(words.contains("\(short)--\(option.name)\(value) \(option.help)"))
    }
  }

  @Test(arguments: CommandSpec.all)
  func noLineIsLongerThanATerminalIsWide(_ command: CommandSpec) {
    for line in (HelpText.general + HelpText.text(for: command)).split(separator: "\n") {
      #expect(line.count <= 100)
    }
  }
}
