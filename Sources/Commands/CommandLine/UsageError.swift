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

  /// Calls a function whose errors say by themselves what the user has to change.
  static func rethrowing<Result>(
    of command: Command? = nil, _ body: () throws -> Result
  ) throws(UsageError) -> Result {
    do {
      return try body()
    } catch {
      throw UsageError("\(error)", command: command)
    }
  }
}
