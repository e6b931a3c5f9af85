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
  init(hasFindings: Bool, isComplete: Bool) {
    self = hasFindings ? .findings(1) : isComplete ? .clean : .incomplete
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
