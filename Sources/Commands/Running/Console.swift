import SystemIO

/// Writing to the user.
enum Console {
  /// Writes to standard output; a reader that has gone is no reason to complain.
  ///
  /// - Returns: Whether nothing else kept the text from its reader, such as a full disk.
  @discardableResult
  static func print(_ text: String) -> Bool {
    do throws(SystemError) {
      try StandardStreams.write(text, to: .output)
    } catch {
      guard !error.isBrokenPipe else { return true }
      Console.error("\(error.path): cannot \(error.operation): \(error.reason)")
      return false
    }
    return true
  }

  /// Writes to standard error.
  static func note(_ text: String) {
    try? StandardStreams.write(text, to: .error)
  }

  static func error(_ message: String) {
    note("kunci: error: \(message)\n")
  }
}
