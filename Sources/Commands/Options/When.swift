import SystemIO

/// When something is shown that suits a terminal only.
enum When: String, CaseIterable, Sendable {
  case auto
  case always
  case never

  /// Returns whether to colour a stream.
  func allowsColor(on stream: StandardStreams.Output) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      stream.isTerminal && (Environment.value(of: "NO_COLOR") ?? "").isEmpty
        && Environment.value(of: "TERM") != "dumb"
    }
  }
}
