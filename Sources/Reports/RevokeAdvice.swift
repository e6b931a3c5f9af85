/// The advice to revoke first, in parts that sentences are made of.
struct RevokeAdvice {
  /// Of one key.
  static let one = RevokeAdvice("it", "its", renew: "make a new one")
  /// Of several.
  static let many = RevokeAdvice("them", "their", renew: "make new ones")

  let revoke: String
  let renew: String
  /// To look for what somebody else did with the key.
  let inspect: String
  let cleanUp = "only then clean up"
  /// Why not the other way round.
  let reason: String

  private init(_ pronoun: String, _ possessive: String, renew: String) {
    revoke = "revoke \(pronoun)"
    self.renew = renew
    inspect = "look through \(possessive) usage"
    reason = "rewriting the history does not call \(pronoun) back"
  }

  /// Returns a part as the start of a sentence.
  static func starting(_ part: String) -> String { part.prefix(1).uppercased() + part.dropFirst() }
}
