/// A command line that cannot be carried out.
struct UsageError: Error, Equatable {
  /// What is wrong, naming the argument.
  var message: String
  /// The command whose help to point to; nil for none.
  var command: Command?

  init(_ message: String, command: Command? = nil) {
    self.message = message
    self.command = command
  }
}
