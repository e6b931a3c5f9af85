/// Everything that is wrong with some rule files.
package struct RuleFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The problems, by file, then by place.
  package var problems: [RuleFileProblem]

  package init(_ problems: [RuleFileProblem]) {
    self.problems = problems
  }

  /// One line for each problem.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Something that is wrong with a rule file, and where.
package struct RuleFileProblem: Sendable, Equatable, CustomStringConvertible {
  /// The file as the reader was told to name it.
  package var file: String
  /// Where in the file.
  package var position: TOMLPosition
  /// What is wrong, in lower case and without a full stop.
  package var message: String
  /// Whether the file can be used all the same.
  package var isWarning = false

  /// The problem as compilers print it: `file:line:column: error: message`.
  package var description: String {
    "\(file):\(position.line):\(position.column): \(isWarning ? "warning" : "error"): \(message)"
  }
}
