/// How kunci ends.
enum ExitCode: Equatable {
  /// Nothing found, and everything that was asked for has been read and done.
  case clean
  /// Something found.
  case findings(Int32)
  /// Something went wrong, so that nothing found means little.
  case incomplete

  /// The code of a scan.
  ///
  /// - Parameters:
  ///   - hasFindings: Whether something was found.
  ///   - isComplete: Whether everything has been read, and every report written.
  ///   - number: The number for findings; 0 hides no scan that was not done in full.
  init(hasFindings: Bool, isComplete: Bool, findings number: Int32) {
    guard isComplete || hasFindings && number != 0 else {
      self = .incomplete
      return
    }
    self = hasFindings ? .findings(number) : .clean
  }

  /// The number that the process ends with.
  var number: Int32 {
    switch self {
    case .clean: 0
    case .findings(let number): number
    case .incomplete: 2
    }
  }
}
