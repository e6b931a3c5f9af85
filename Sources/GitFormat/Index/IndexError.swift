/// Why an index file could not be read.
package struct IndexError: Error, Sendable, Equatable {
  /// What is wrong.
  package enum Reason: Sendable, Equatable {
    /// It does not begin as an index does.
    case notAnIndex
    /// It ends within an entry or an extension.
    case truncated
    /// A value cannot be right.
    case corrupt(String)
    /// It is in a form that only git reads: ask `git ls-files`.
    case unsupported(String)
  }

  /// What is wrong.
  package let reason: Reason
  /// Where, in bytes from the start of the file.
  package let offset: Int
}

extension IndexError: CustomStringConvertible {
  package var description: String {
    switch reason {
    case .notAnIndex: "this is no git index"
    case .truncated: "the git index is cut off at byte \(offset)"
    case .corrupt(let what): "the git index is corrupt at byte \(offset): \(what)"
    case .unsupported(let what): "the git index holds what only git reads: \(what)"
    }
  }
}
