/// The files hold something that only git should judge: a form that is not read here, a file that
/// cannot be read, a setting that says to look elsewhere.
///
/// Whoever catches it asks the git program, or gives up with what git says.
package struct NeedsGit: Error, Sendable, Equatable {
  package init() {}
}
