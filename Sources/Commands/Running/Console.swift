import SystemIO

/// Writing to the user.
enum Console {
  /// Writes to standard output; a reader that has gone is no reason to complain.
  static func print(_ text: String) {
    try? StandardStreams.write(text, to: .output)
  }

  /// Writes to standard error.
  static func note(_ text: String) {
    try? StandardStreams.write(text, to: .error)
  }

  static func error(_ message: String) {
    note("kunci: error: \(message)\n")
  }
}
