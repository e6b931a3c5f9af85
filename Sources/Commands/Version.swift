/// The version of kunci.
package enum Version {
  /// As `kunci version` prints it.
  package static let text = "0.1.0"
}
