private import Findings

extension Configuration {
  /// Whose word a configuration is.
  package enum Origin: String, Sendable {
    /// The user named it.
    case option
    /// It came with what is scanned: whoever wrote that may have an interest in finding nothing.
    case repository
  }

  /// Rules and allowlists that come of a configuration.
  package struct Applied: Sendable, Equatable {
    package var ruleSet: RuleSet
    /// Allowlists for all rules, or for those that they name.
    package var allowlists: [Allowlist]
    /// Number of rules that the file added or replaced.
    package var addedRules: Int
    /// Ids of built-in rules that it took away, sorted.
    package var disabledRules: [String]
    /// Whether the built-in rules are left out as a whole.
    package var dropsBuiltInRules: Bool
    package var warnings: [RuleFileProblem]
  }

  /// The least number for the precedence of a rule that may turn out to be not for its place, or
  /// whose author is not the user: after all built-in rules, so that it hides none of theirs.
  private static let precedence = 300

  /// Adds the file's rules to the built-in ones.
  ///
  /// A file that the user named can replace built-in rules by their id and do without them
  /// (`useDefault = false`). One that came with the repository can only take away those that it
  /// names, and what it says is reported.
  ///
  /// - Parameters:
  ///   - builtIn: The rules so far.
  ///   - origin: Whose word it is.
  /// - Returns: What holds for a scan.
  package func applied(to builtIn: RuleSet, from origin: Origin) -> Applied {
    var result = self
    let drops = origin == .option && usesBuiltInRules == false
    if origin == .repository, usesBuiltInRules == false {
      result.warn(
        at: TOMLPosition(line: 1, column: 1),
        "`useDefault = false` is not honoured in a repository's own file; give it with --config")
    }
    var ruleSet = drops ? RuleSet() : builtIn
    let disabled = result.disable(in: &ruleSet)
    var added = rules
    if origin == .repository {
      let taken = zip(rules, positions).filter { builtIn[$0.0.id] != nil }
      if let first = taken.first {
        let others = taken.count == 1 ? "" : " and \(taken.count - 1) more"
        result.warn(
          at: first.1,
          "`\(first.0.id)`\(others): built-in rules keep their ids, so these are not honoured; "
            + "give the file with --config to replace them")
      }
      added.removeAll { builtIn[$0.id] != nil }
    }
    for index in added.indices {
      added[index].precedence = Self.precedence(of: added[index], from: origin)
    }
    ruleSet = ruleSet.replacing(with: added)
    ruleSet = ruleSet.replacing(with: result.extended(in: ruleSet))
    result.resolveTargets(in: ruleSet)
    return Applied(
      ruleSet: ruleSet, allowlists: result.allowlists, addedRules: added.count,
      disabledRules: disabled,
      dropsBuiltInRules: drops,
      warnings: result.warnings.sorted { ($0.file, $0.position) < ($1.file, $1.position) })
  }

  /// Returns a rule's precedence: one that a path or an allowlist decides about goes last, as that
  /// is known only later.
  private static func precedence(of rule: Rule, from origin: Origin) -> Int {
    guard rule.kind != .kunci || rule.path != nil || origin == .repository else {
      return rule.precedence
    }
    return max(rule.precedence, precedence) + (rule.allowlists.isEmpty ? 0 : 5)
      + (rule.id.hasPrefix("generic") ? 10 : 0) + (rule.path == nil ? 0 : 20)
  }

  /// Takes away the rules that `disabledRules` names.
  private mutating func disable(in ruleSet: inout RuleSet) -> [String] {
    var disabled: Set<String> = []
    for reference in disabledRules {
      switch meaning(of: reference, in: ruleSet) {
      case .rules(let ids): disabled.formUnion(ids)
      case .nothing(let scanner):
        warn(
          at: reference.position, ForeignRules.noCounterpart(reference.text, of: scanner))
      case .unknown:
        warn(
          at: reference.position,
          "there is no rule `\(reference.text)` to disable\(hint(for: reference.text, in: ruleSet))"
        )
      }
    }
    ruleSet = ruleSet.removing(Array(disabled))
    return disabled.sorted()
  }

  /// The rules that get more allowlists.
  private mutating func extended(in ruleSet: RuleSet) -> [Rule] {
    var rules: [String: Rule] = [:]
    for added in extensions {
      let id = added.rule.text
      switch meaning(of: added.rule, in: ruleSet) {
      case .rules(let ids):
        for named in ids.compactMap({ ruleSet[$0] }) {
          rules[named.id, default: named].allowlists += added.allowlists
        }
      case .nothing(let scanner):
        warn(
          at: added.rule.position,
          ForeignRules.noCounterpart(id, of: scanner) + "; its allowlists are not honoured")
      case .unknown:
        warn(
          at: added.rule.position,
          "there is no rule `\(id)` to add allowlists to\(hint(for: id, in: ruleSet)); "
            + "they are not honoured")
      }
    }
    return rules.values.sorted { $0.id < $1.id }
  }

  /// Puts the ids of rules here in place of those that `targetRules` names.
  private mutating func resolveTargets(in ruleSet: RuleSet) {
    for index in allowlists.indices {
      for id in allowlists[index].targetRules {
        let reference = Reference(
          text: id, position: TOMLPosition(line: 1, column: 1),
          isForeign: allowlists[index].targetsForeignRules)
        switch meaning(of: reference, in: ruleSet) {
        case .rules(let ids):
          // Never empty, which would stand for all rules.
          guard !ids.isEmpty else { continue }
          allowlists[index].targetRules.removeAll { $0 == id }
          allowlists[index].targetRules += ids
        case .nothing(let scanner):
          warnOnce("`targetRules`: " + ForeignRules.noCounterpart(id, of: scanner))
        case .unknown:
          warnOnce("`targetRules` names `\(id)`, which no rule is\(hint(for: id, in: ruleSet))")
        }
      }
    }
  }

  private mutating func warnOnce(_ message: String) {
    guard !warnings.contains(where: { $0.message == message }) else { return }
    warn(at: TOMLPosition(line: 1, column: 1), message)
  }

  /// What an id means: in a file of another scanner what it means there, and a rule that was added.
  private func meaning(of reference: Reference, in ruleSet: RuleSet) -> RuleSet.NameMeaning {
    let id = reference.text
    let meaning = ruleSet.meaning(of: id, isForeign: reference.isForeign)
    guard rules.contains(where: { $0.id == id }), ruleSet[id] != nil else { return meaning }
    guard case .rules(let ids) = meaning, !ids.contains(id) else { return .rules([id]) }
    return .rules(ids + [id])
  }

  private func hint(for id: String, in ruleSet: RuleSet) -> String {
    Spelling.hint(for: id, among: ruleSet.ids)
  }
}
