package import SystemIO

/// What a walk met besides the files that it handed out.
package struct WalkOutcome: Sendable {
  /// Why an entry was passed over.
  package enum SkipReason: String, Sendable {
    /// A symbolic link: what it leads to is met where it stands, if it is part of the tree.
    case symbolicLink = "symbolic link"
    /// A pipe, socket or device.
    case special = "special file"
    /// A submodule, which is a repository of its own.
    case submodule = "submodule; scan it by itself, or use --recurse-submodules"
    /// A submodule that was to be entered, but has no work tree.
    case absentSubmodule = "submodule that is not checked out; scan it by itself"
    /// A file or folder that the caller leaves out.
    case excluded = "left out by --exclude"
    /// It was listed, but was gone when it was opened.
    case vanished = "vanished while scanning"
  }

  /// An entry that was passed over.
  package struct Skipped: Sendable, Equatable {
    /// The path, as in the visits.
    package let path: String
    /// Why.
    package let reason: SkipReason
  }

  /// Number of files handed to the visitor.
  package internal(set) var files = 0
  /// Number of folders read.
  package internal(set) var folders = 0
  /// Number of entries that ignore patterns left out; a folder counts once.
  package internal(set) var ignored = 0
  /// Entries passed over, sorted by path.
  package internal(set) var skipped: [Skipped] = []
  /// What could not be read, sorted by path; the walk was not complete if there is any.
  package internal(set) var errors: [SystemError] = []

  mutating func merge(_ other: WalkOutcome) {
    files += other.files
    folders += other.folders
    ignored += other.ignored
    skipped += other.skipped
    errors += other.errors
  }

  mutating func sort() {
    skipped.sort { $0.path < $1.path }
    errors.sort { ($0.path, $0.operation) < ($1.path, $1.operation) }
  }
}
