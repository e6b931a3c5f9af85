/// A file that holds secrets by its kind: that git tracks one is a finding in itself.
package enum SecretFile: CaseIterable, Sendable {
  /// `.env` and its like: names and values.
  case environment
  /// The key of a service account, in JSON.
  case serviceAccount
  /// A private key, or a store of them.
  case privateKey
  /// What a package manager or another client logs in with, such as `.npmrc`.
  case credentials
  /// A notebook whose output shows a secret.
  case notebook

  /// The id of the check, which `--skip`, ignore files and comments name like a rule's.
  package static let ruleID = "tracked-secret-file"

  /// What is said of the check as a whole.
  package static let rule = description(title: "File of secrets tracked by git")

  /// What a report says of a file of this kind.
  package var description: RuleDescription {
    switch self {
    case .environment: Self.description(title: "Environment file tracked by git")
    case .serviceAccount: Self.description(title: "Service-account key file tracked by git")
    case .privateKey: Self.description(title: "Private key file tracked by git")
    case .credentials: Self.description(title: "Credentials file tracked by git")
    case .notebook: Self.description(title: "Notebook with a secret in its output tracked by git")
    }
  }

  private static func description(title: String) -> RuleDescription {
    RuleDescription(
      id: ruleID, provider: "git", title: title, severity: .medium, confidence: .medium,
      revocation: Revocation(
        url: nil,
        steps: [
          "Revoke what the file holds if it was ever committed: it stays in the history and in"
            + " every clone (kunci history tells since when and how far)."
        ]))
  }
}
