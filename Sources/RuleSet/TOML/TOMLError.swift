/// Why a text is not TOML 1.0, and where.
package struct TOMLError: Error, Sendable, Equatable {
  /// Where the text goes wrong.
  package var position: TOMLPosition
  /// What is wrong, in lower case and without a full stop.
  package var message: String

  package init(at position: TOMLPosition, _ message: String) {
    self.position = position
    self.message = message
  }
}
