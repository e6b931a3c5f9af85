import Findings

/// What is asked of the built-in rules beyond what every rule file has to say.
extension RuleFileReader {
  /// Notes what the top of a built-in file must leave to its rules.
  mutating func checkBuiltInDefaults(in root: TOMLTable) {
    if let value = root["revoke_url"] {
      note(at: value, "`revoke_url` stands in each rule: a page is right for one kind of key only")
    }
  }

  /// Notes what a built-in rule lacks.
  mutating func checkBuiltIn(_ rule: Rule, in table: TOMLTable, at position: TOMLPosition) {
    checkGrammar(of: rule, at: table["id"]?.position ?? position)
    checkRevocation(of: rule, in: table, at: position)
    if rule.references.isEmpty {
      note(at: position, "`references` is missing, here and at the top of the file")
    }
  }

  /// Notes an id that is not `provider[-product]-kind[-variant]`, the provider being the file.
  private mutating func checkGrammar(of rule: Rule, at position: TOMLPosition) {
    guard !rule.id.isEmpty else { return }
    let provider = file.split(separator: "/").last?.split(separator: ".").first ?? ""
    if rule.id != provider, !rule.id.hasPrefix(provider + "-") {
      note(at: position, "`id` must begin with the name of its file: `\(provider)-…`")
    }
    guard let kind = RuleKind(of: rule.id) else {
      note(
        at: position,
        "`id` must end in what the secret is, one of \(RuleKind.words.joined(separator: ", ")), and"
          + " at most a variant: \(RuleKind.variants.joined(separator: ", "))")
      return
    }
    if kind.isPublic, rule.description.severity != .low {
      note(at: position, "an id or a public key is no secret by itself: its `severity` is low")
    }
  }

  private mutating func checkRevocation(
    of rule: Rule, in table: TOMLTable, at position: TOMLPosition
  ) {
    guard let value = table["revoke_url"] else {
      note(at: position, "`revoke_url` is missing: write \"none\" where there is no page")
      return
    }
    let steps = rule.description.revocation.steps
    if value.content == .string("none"), steps == Revocation.generalSteps {
      note(at: value, "without a page, `revoke_steps` must say how the key is revoked")
    }
  }
}

/// What the end of a rule's id says that the rule finds.
private struct RuleKind {
  static let words = [
    "auth", "credentials", "id", "key", "password", "secret", "session", "string", "token", "url",
    "user", "webhook",
  ]
  static let variants = [
    "alone", "by-host", "encrypted", "jwt", "legacy", "routable", "stateless", "uuid", "v1",
  ]
  private static let publicWords = ["anon", "public", "publishable"]

  /// Whether it opens nothing alone: an identifier, or a key that is public by design.
  let isPublic: Bool

  /// - Returns: Nil when the id does not end in a kind.
  init?(of id: String) {
    var id = id[...]
    while let variant = Self.variants.first(where: { id.hasSuffix("-" + $0) }) {
      id = id.dropLast(variant.count + 1)
    }
    let parts = id.split(separator: "-").map(String.init)
    guard let kind = parts.last, Self.words.contains(kind) else { return nil }
    let what = parts.dropLast().last ?? ""
    isPublic = kind == "id" || Self.publicWords.contains(what)
  }
}
