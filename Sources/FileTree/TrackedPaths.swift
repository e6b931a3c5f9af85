/// What a work tree's index holds; git never ignores what it tracks.
///
/// Asked only for entries that ignore patterns leave out and for folders that may be submodules,
/// from several threads at once. Paths count from the root of the work tree and end without a slash.
package protocol TrackedPaths: Sendable {
  /// Whether the index holds this very path, as a file or as a submodule.
  func isTracked(_ path: Span<UInt8>) -> Bool

  /// Whether the index holds this path or any below it.
  func holdsTracked(_ folder: Span<UInt8>) -> Bool

  /// Whether the index holds a submodule at this very path.
  func isSubmodule(_ folder: Span<UInt8>) -> Bool
}
