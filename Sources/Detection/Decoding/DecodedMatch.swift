/// A match in a decoded text, in the offsets of the buffer.
struct DecodedMatch {
  /// The number of the decoded text, in the order in which they were decoded.
  var text: Int
  var secret: SecretMatch
}
