import Testing

@testable import Commands

/// Help says everything, and fits a terminal.
struct HelpTextTests {
  @Test func generalHelpNamesEveryCommand() {
    let lines = HelpText.general.split(separator: "\n")
    for command in Command.allCases {
      #expect(
        lines.contains {
          $0.hasPrefix("  \(command.rawValue) ") && $0.hasSuffix(command.type.summary)
        })
    }
    #expect(HelpText.general.contains("0 nothing found"))
  }

  @Test(arguments: Command.allCases)
  func helpOfACommandNamesEveryOption(_ command: Command) {
    let text = HelpText.text(for: command)
    #expect(text.hasPrefix("Usage: kunci \(command.rawValue)"))
    // Wrapping changes only white space.
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for option in command.type.optionSpecs {
      let short = option.short.map { "-\($0), " } ?? ""
      let value = option.value.map { " \($0.placeholder)" } ?? ""
      #expect(words.contains("\(short)--\(option.name)\(value) \(option.help)"))
    }
  }

  @Test(arguments: HelpTopic.allCases)
  func topicsAreListedAndFit(_ topic: HelpTopic) throws {
    #expect(HelpText.general.contains("  \(topic.rawValue) "))
    #expect(topic.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(Command(rawValue: topic.rawValue) == nil)
    // Emphasis of Markdown means nothing here.
    #expect(topic.text.firstMatch(of: #/(^| )\*[a-z]+\*/#) == nil)
  }

  @Test(arguments: Command.allCases)
  func noLineIsLongerThanATerminalIsWide(_ command: Command) {
    for line in (HelpText.general + HelpText.text(for: command)).split(separator: "\n") {
      #expect(line.count <= 100)
    }
  }
}
