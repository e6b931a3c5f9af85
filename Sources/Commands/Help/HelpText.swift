/// The texts of `kunci help`.
enum HelpText {
  static let general: String = {
    let width = Command.allCases.map(\.rawValue.count).max() ?? 0
    let commands = Command.allCases.map { command in
      "  \(padded(command.rawValue, width))  \(command.type.summary)"
    }
    let topicWidth = HelpTopic.allCases.map(\.rawValue.count).max() ?? 0
    let topics = HelpTopic.allCases.map { topic in
      "  \(padded(topic.rawValue, topicWidth))  \(topic.summary)"
    }
    return """
      kunci finds leaked keys in files and in git history.

      Usage: kunci COMMAND [OPTIONS]
             kunci              the same as: kunci scan .

      Commands:
      \(commands.joined(separator: "\n"))

      Topics:
      \(topics.joined(separator: "\n"))

      Exit codes: 0 nothing found and all was read; 1 something found; 2 not everything could be
      done, and nothing was found.

      More about one of them: kunci help COMMAND|TOPIC; about all commands, as a man page:
      kunci help --man

      """
  }()

  static func text(for command: Command) -> String {
    let (type, options) = (command.type, command.type.optionSpecs)
    var text = "Usage: kunci \(command.rawValue)"
    if !type.placeholder.isEmpty { text += " \(type.placeholder)" }
    if !options.isEmpty { text += " [OPTIONS]" }
    text += "\n\n\(type.details)\n"
    guard !options.isEmpty else { return text }
    let names = options.map { option in
      let short = option.short.map { "-\($0), " } ?? "    "
      return "\(short)--\(option.name)" + (option.value.map { " \($0.placeholder)" } ?? "")
    }
    let width = names.map(\.count).max() ?? 0
    text += "\nOptions:\n"
    for (name, option) in zip(names, options) {
      let lines = wrapped(option.help, width: 94 - width)
      for (index, line) in lines.enumerated() {
        text += "  \(padded(index == 0 ? name : "", width))  \(line)\n"
      }
    }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, last.count + word.count + 1 > width {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] += (last.isEmpty ? "" : " ") + word
      }
    }
    return lines
  }
}
