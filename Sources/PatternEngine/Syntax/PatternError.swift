/// A regular expression that cannot be used.
package struct PatternError: Error, Equatable, CustomStringConvertible {
  /// Where in the expression, in bytes from 0.
  package var offset: Int
  /// What is wrong there, and what to write instead where that is known.
  package var reason: String

  package var description: String { "\(reason) (at byte \(offset) of the expression)" }
}
