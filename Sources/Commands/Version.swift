/// The version of kunci.
///
/// What packages a release reads it from this file.
package enum Version {
  /// As `kunci version` prints it.
  package static let text = "0.1.0"
}
