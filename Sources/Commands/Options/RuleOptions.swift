/// Which rules to use, as options say it.
struct RuleOptions: Equatable, Sendable {
  /// Where the configuration comes from.
  enum ConfigurationSource: Equatable, Sendable {
    /// The root of what is scanned, where one may be.
    case repository
    /// A file that the user names.
    case file(String)
    case none
  }

  var configuration = ConfigurationSource.repository
  /// Whether settings that come with what is scanned count.
  var trustsRepository = true
  /// Files and folders of rules to use as well.
  var paths: [String] = []
  /// Ids of the only rules to use; empty for all.
  var only: [String] = []
  /// Ids of rules to leave out.
  var skip: [String] = []
}

/// A command that goes by rules.
protocol UsesRules: Sendable {
  var rules: RuleOptions { get set }
}

extension Option where Target: UsesRules {
  /// The options that say where rules come from.
  static var ruleSources: [Self] {
    [
      Option(
        "config", short: "c", value: "FILE",
        help: "Use the rules and allowlists of this TOML file, in gitleaks' schema or kunci's; in"
          + " place of .kunci.toml or .gitleaks.toml at the root of what is scanned."
      ) { $0.rules.configuration = .file($1) },
      Option(
        "no-repo-config",
        help: "Do not read .kunci.toml, .gitleaks.toml or .kunci-baseline.json of what is scanned,"
          + " such as in CI."
      ) {
        if $0.rules.configuration == .repository { $0.rules.configuration = .none }
        $0.rules.trustsRepository = false
      },
      Option(
        "rules", value: "PATH", help: "Use the rules of this TOML file or folder as well."
      ) { $0.rules.paths.append($1) },
    ]
  }
}
