import Detection
import Findings

/// One match at one place, before equal secrets are joined.
struct Sighting: Sendable {
  var match: SecretMatch
  var location: Location
}
