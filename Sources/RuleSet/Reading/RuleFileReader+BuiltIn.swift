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
    checkRevocation(of: rule, in: table, at: position)
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
