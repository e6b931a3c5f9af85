package import Basics
package import GitFormat

/// One path that a commit or the index changes.
package struct PathChange: Sendable, Equatable {
  /// What happened to the path.
  package enum Status: Sendable, Equatable {
    case added
    case modified
    case deleted
    /// From a file to a link or a submodule, or the other way round.
    case typeChanged
    /// In conflict: not merged yet, so there is no single content.
    case unmerged
  }

  /// Path from the top of the work tree; any bytes but NUL.
  package var path: [UInt8]
  /// What happened, compared with the first parent.
  package var status: Status
  /// What stands there now; absent when it was deleted.
  package var mode: FileMode
  /// The object that stands there now: nil when deleted or unmerged.
  package var new: ObjectID?
  /// What each parent has there, in their order; nil for a parent without the path.
  package var old: [ObjectID?]
}

/// The part of a raw diff entry before its path (git-diff, "Raw output format").
///
/// One colon per parent, a mode per parent and the result's, an id per parent and the result's,
