/// A configuration file: rules, allowlists, and what is to become of the built-in rules.
///
/// It is TOML in the schema of gitleaks and betterleaks
/// (https://github.com/gitleaks/gitleaks#configuration). A table of `[[rules]]` with any of kunci's
/// own keys, such as `severity`, is a rule as in a ``RuleFile``.
package struct Configuration: Sendable, Equatable {
  /// The file as problems name it.
  package var name: String
  /// The rules in the file's order.
  package var rules: [Rule] = []
  /// Where the id of each rule stands, as many as there are rules.
  package var positions: [TOMLPosition] = []
  /// Allowlists for rules of elsewhere: tables of `[[rules]]` without an expression.
  package var extensions: [Extension] = []
  /// Allowlists for all rules, or for those that they name.
  package var allowlists: [Allowlist] = []
  /// `[extend] useDefault`, if it is written.
  package var usesBuiltInRules: Bool?
  /// `[extend] path`: a configuration to start from.
  package var base: Reference?
  /// `[extend] disabledRules`.
  package var disabledRules: [Reference] = []
  /// What is not honoured, or should be looked at, by place.
  package var warnings: [RuleFileProblem] = []

  /// A text that names something elsewhere, and where the text stands.
  package struct Reference: Sendable, Equatable {
    package var text: String
    package var position: TOMLPosition
    /// Whether it is the id of a rule as another scanner means it.
    package var isForeign = false
  }

  /// Allowlists that are added to a rule.
  package struct Extension: Sendable, Equatable {
    package var rule: Reference
    package var allowlists: [Allowlist]
  }

  /// Reads and checks a file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - name: The file as problems shall name it.
  /// - Throws: All that is wrong with the file; what is only not honoured is a warning.
  package init(_ bytes: [UInt8], named name: String) throws(RuleFileError) {
    self.name = name
    var reader = RuleFileReader(file: name)
    try reader.read(bytes) { $0.readConfiguration($1, into: &self) }
    warnings = reader.warnings.sorted { $0.position < $1.position }
    guard ForeignRules.areMeant(in: name) else { return }
    for index in disabledRules.indices { disabledRules[index].isForeign = true }
    for index in extensions.indices { extensions[index].rule.isForeign = true }
    for index in allowlists.indices { allowlists[index].targetsForeignRules = true }
  }

  /// Returns whether a file is a configuration rather than a rule file.
  ///
  /// Then it says more than rules, or has a rule in gitleaks' schema. A file that is no TOML is
  /// neither.
  package static func isConfiguration(_ bytes: [UInt8]) -> Bool {
    guard let root = try? TOMLParser.parse(bytes) else { return false }
    if ["title", "extend", "allowlist", "allowlists"].contains(where: { root[$0] != nil }) {
      return true
    }
    guard case .array(let rules) = root["rules"]?.content else { return false }
    return rules.contains { rule in
      guard case .table(let table) = rule.content else { return false }
      return !RuleFileReader.isOwnRule(table)
        && ["regex", "path", "allowlist", "allowlists"].contains { table[$0] != nil }
    }
  }

  /// This configuration on top of another one, which it extends: a rule of the same id takes the
  /// other's place.
  package func extending(_ base: Configuration) -> Configuration {
    var joined = self
    let own = Set(rules.map(\.id))
    let disabled = Set(disabledRules.map(\.text))
    let kept = base.rules.indices.filter {
      !own.contains(base.rules[$0].id) && !disabled.contains(base.rules[$0].id)
    }
    joined.rules = kept.map { base.rules[$0] } + rules
    joined.positions = kept.map { base.positions[$0] } + positions
    joined.extensions = base.extensions + extensions
    joined.allowlists = base.allowlists + allowlists
    joined.usesBuiltInRules = usesBuiltInRules ?? base.usesBuiltInRules
    joined.disabledRules =
      base.disabledRules
      + disabledRules.filter { reference in
        !base.rules.contains { $0.id == reference.text }
      }
    joined.warnings = base.warnings + warnings
    joined.base = nil
    return joined
  }

  mutating func warn(at position: TOMLPosition, _ message: String) {
    warnings.append(
      RuleFileProblem(file: name, position: position, message: message, isWarning: true))
  }
}
