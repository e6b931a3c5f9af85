import BuiltInRules
import Detection
import Findings
import Reports
import Synchronization
import SystemIO

/// Writing to the user.
enum Console {
  private static let flag = Atomic(false)

  /// Whether something for standard output could not be written, other than to a reader that has
  /// gone: then no command has done what it was asked for.
  static var hasLostOutput: Bool { flag.load(ordering: .relaxed) }

  /// Writes to standard output; a reader that has gone is no reason to complain.
  ///
  /// - Returns: Whether nothing else kept the text from its reader, such as a full disk.
  @discardableResult
  static func print(_ text: String) -> Bool {
    do throws(SystemError) {
      try StandardStreams.write(text, to: .output)
    } catch {
      guard !error.isBrokenPipe else { return true }
      flag.store(true, ordering: .relaxed)
      Console.error(error.message)
      return false
    }
    return true
  }

  /// Writes lines to standard output.
  static func print(lines: [String]) { print(lines.joined(separator: "\n") + "\n") }

  /// Writes to standard error.
  static func note(_ text: String) {
    try? StandardStreams.write(text, to: .error)
  }

  /// Writes an error to standard error; a key that was typed in the wrong place is not repeated.
  static func error(_ message: String) {
    note("kunci: error: \(redacted(message))\n")
  }

  /// A text with everything in it redacted that a built-in rule finds.
  static func redacted(_ text: String) -> String {
    // The built-in rules have been checked, so there is a detector of them.
    (try? Detector(BuiltInRules.ruleSet)).map { Redactor($0).redact(text) } ?? text
  }

  /// Writes the errors of a scan, the first of many; names of files can hold anything.
  static func list(_ errors: [ScanReport.ScanError]) {
    let (shown, rest) = ErrorText.lines(of: errors)
    for error in shown { Console.error(error.place + error.message) }
    if rest > 0 { Console.error("and \(rest) more") }
  }
}
