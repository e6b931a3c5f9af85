package import Findings

/// Something packed, or a part of it, that could not be read.
package struct Unopened: Sendable, Equatable {
  /// The archive or the member.
  package var provenance: Provenance
  /// Why, such as `encrypted`.
  package var reason: String

  package init(_ provenance: Provenance, _ reason: String) {
    self.provenance = provenance
    self.reason = reason
  }
}
