import Basics
import Findings

/// All about the check for tracked files of secrets, for people.
///
/// It has no shape: it goes by names, by what git tracks and by what rules find.
enum SecretFileText {
  static let lines: [String] = {
    let about = SecretFile.rule
    let head = [
      "\(about.title)  [\(about.id)]", "",
      "provider:    \(about.provider)", "severity:    \(about.severity.rawValue)",
      "confidence:  \(about.confidence.rawValue)",
      "looks at:    files that git tracks (scan) or that the next commit would add (staged)",
      "             .env and its like with a value for a name such as API_KEY or DB_PASSWORD,",
      "             or with a secret that a rule finds",
      "             service-account JSON; .npmrc, .pypirc, .netrc, .git-credentials and",
      "             .docker/config.json with a secret that a rule finds",
      "             id_rsa, *.pem, *.key, *.p12, *.pfx, *.jks and *.keystore with a private key",
      "             notebooks with a secret that a rule finds in an output",
      "never at:    .env.example and its like, and what is in folders of tests or examples",
    ]
    let steps = about.revocation.steps.enumerated().map { number, step in
      (number == 0 ? "revoke:      " : "             ") + "\(number + 1). \(step)"
    }
    return head + steps
  }()
}
