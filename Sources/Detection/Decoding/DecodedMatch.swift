/// A match in a decoded text, in the offsets of the buffer.
struct DecodedMatch: Sendable {
  /// The number of the decoded text; no two texts that a worker decodes have the same.
  var text: Int
  var secret: SecretMatch

  /// The same match in a text in which it stands elsewhere.
  func moved(by distance: Int) -> DecodedMatch {
    var moved = self
    let range = secret.range
    moved.secret.range = range.lowerBound + distance..<range.upperBound + distance
    return moved
  }
}
