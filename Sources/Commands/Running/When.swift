import SystemIO

/// `auto`, `always` or `never`.
enum When: String {
  case auto
  case always
  case never

  init(_ option: OptionSpec, _ arguments: ParsedArguments) throws(UsageError) {
    guard let text = arguments.value(of: option) else {
      self = .auto
      return
    }
    guard let when = When(rawValue: text) else {
      throw UsageError(
        "--\(option.name) is auto, always or never, not `\(text)`", command: arguments.command)
    }
    self = when
  }

  /// Whether to colour a stream.
  func allowsColor(on stream: StandardStreams.Output) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      Terminal.isTerminal(stream) && (Environment.value(of: "NO_COLOR") ?? "").isEmpty
        && Environment.value(of: "TERM") != "dumb"
    }
  }
}
