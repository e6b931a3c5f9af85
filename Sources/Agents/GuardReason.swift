import Basics
import Findings
import Redaction

/// What whoever tried something with a secret is told, so that they can go on without it.
enum GuardReason {
  static func prompt(_ secrets: [RedactedSecret]) -> String {
    "kunci: this prompt holds \(list(secrets)), so it was not sent. Take it out, and name"
      + " \(variables(secrets)) in its place."
  }

  static func toolCall(_ secrets: [RedactedSecret]) -> String {
    "kunci: this holds \(list(secrets)), so it was not done. Do not write secrets down: use"
      + " \(variables(secrets)), which the user sets, and try again."
  }

  /// For the user, who decides.
  static func question(_ secrets: [RedactedSecret]) -> String {
    "kunci: this seems to hold \(list(secrets)). If that is a secret, do not let it be done:"
      + " \(variables(secrets)), which you set, can take its place."
  }

  /// Of a file, or of the only one that can be meant.
  static func file(
    _ path: String?, _ secrets: [RedactedSecret], withheld text: String?
  ) -> String {
    let reason = "kunci: \(path ?? "this file") holds \(list(secrets)), so it was not read"
    guard let text else {
      return reason
        + ". \(variables(secrets, isFirst: true)) can be used without knowing the value."
    }
    return reason
      + ". Its values are withheld, its names are not. This is what it says, and all that is needed to"
      + " use it:\n\n" + text
  }

  static func mention(_ path: String, _ secrets: [RedactedSecret], isPacked: Bool) -> String {
    "kunci: \(path) holds \(list(secrets)), so this prompt was not sent. Leave the file out"
      + (isPacked ? "." : ": `kunci redact FILE` prints it without its values.")
  }

  /// Of what nobody could look into.
  static func unseen(_ moment: Agent.Moment, _ why: String) -> String {
    let what =
      switch moment {
      case .prompt: "this prompt was not sent"
      case .toolCall: "this was not done"
      case .fileRead: "this file was not read"
      case .toolOutput: "this output is withheld"
      }
    return "kunci: \(what), as nobody can say whether it holds a secret: \(why)."
  }

  static func unseenFile(_ name: String, _ why: String, isPrompt: Bool) -> String {
    "kunci: nobody can say whether \(name) holds a secret: \(why). So"
      + (isPrompt
        ? " this prompt was not sent; leave it out." : " it was not read.")
  }

  static func output(_ secrets: [RedactedSecret]) -> String {
    "kunci: \(list(secrets)) in this output \(isOne(secrets) ? "was" : "were") redacted. Go on"
      + " without the value; \(variables(secrets)) can be used without knowing it."
  }

  static func blockedOutput(_ secrets: [RedactedSecret]) -> String {
    "kunci: this output holds \(list(secrets)). Do not repeat it or write it down; use"
      + " \(variables(secrets)) in its place."
  }

  /// The secrets, each kind once.
  private static func list(_ secrets: [RedactedSecret]) -> String {
    var seen: Set<Fingerprint> = []
    let names = secrets.filter { seen.insert($0.fingerprint).inserted }.map {
      let title = title(of: $0.rule)
      return "\(article(title)) \(title) (\($0.redacted))"
    }
    guard names.count > 3 else { return Quantity.list(names, before: "and") }
    return names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
  }

  private static func isOne(_ secrets: [RedactedSecret]) -> Bool {
    Set(secrets.map(\.fingerprint)).count == 1
  }

  /// What stands for an issuer in rules for secrets that anybody can make.
  private static let anyIssuer: Set<String> = [
    "Address with a password", "Private key", "Unknown issuer",
  ]

  /// The title of a rule within a sentence.
  private static func title(of rule: RuleDescription) -> String {
    guard anyIssuer.contains(rule.provider), let first = rule.title.first,
      !rule.title.dropFirst().prefix(1).allSatisfy(\.isUppercase)
    else { return rule.title }
    return first.lowercased() + rule.title.dropFirst()
  }

  private static func article(_ title: String) -> String {
    "AEIOUaeiou".contains(title.prefix(1)) ? "an" : "a"
  }

  /// The environment variables that the secrets usually stand in; those that anybody can make have none.
  private static func variables(_ secrets: [RedactedSecret], isFirst: Bool = false) -> String {
    var names: [String] = []
    for secret in secrets where !anyIssuer.contains(secret.rule.provider) {
      let name = "$" + variable(of: secret.rule.id)
      if !names.contains(name) { names.append(name) }
    }
    let article = isFirst ? "An" : "an"
    guard !names.isEmpty else { return article + " environment variable" }
    // What it is called in this project nobody has said.
    return article + " environment variable such as "
      + Quantity.list(Array(names.prefix(3)), before: "or")
  }

  /// `OPENAI_API_KEY` for `openai-project-key`, as most programs call it.
  static func variable(of ruleID: String) -> String {
    let words = ruleID.uppercased().split(separator: "-")
    guard let first = words.first, words.count > 1, words.last == "KEY" else {
      return words.joined(separator: "_")
    }
    return words.contains("API") || words.contains("PRIVATE") || words.contains("ACCESS")
      ? words.joined(separator: "_") : "\(first)_API_KEY"
  }
}
