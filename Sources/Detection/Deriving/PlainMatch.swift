/// A match of a rule in a text as it stands, whether or not another match has precedence.
struct PlainMatch: Sendable {
  /// The rule's number.
  var rule: Int
  /// Where the expression's match begins, which may be before the secret.
  var begin: Int
  var secret: SecretMatch
}
