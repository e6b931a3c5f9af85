internal import Findings

extension RuleSet {
  /// What somebody means who names rules.
  package enum NameMeaning: Sendable, Equatable {
    /// Present ids of rules; none when the rules that are meant are not in the set.
    case rules([String])
    /// A rule of another scanner that finds what no rule here does.
    case nothing(scanner: String)
    case unknown
  }

  /// What a name means: an id here, one that a rule had before, or one of another scanner.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - isForeign: Whether the id of another scanner comes before the same one here.
  /// - Returns: The rules, or why there are none.
  package func meaning(of name: String, isForeign: Bool = false) -> NameMeaning {
    if !isForeign, let id = knownID(for: name) { return .rules([id]) }
    switch ForeignRules.meaning(of: name) {
    case .rules(let ids): return .rules(ids.compactMap(knownID))
    case .nothing(let scanner): return .nothing(scanner: scanner)
    case nil: return knownID(for: name).map { .rules([$0]) } ?? .unknown
    }
  }

  /// The rules of a provider: by its name, such as `Hugging Face`, in any case and with or without
  /// blanks, or by what its ids begin with, such as `huggingface`.
  ///
  /// - Returns: Ids, sorted; none when there is no such provider.
  package func ids(ofProvider name: String) -> [String] {
    guard !name.isEmpty else { return [] }
    let simple = Self.simplified(name)
    return entries.filter { entry in
      entry.id.hasPrefix(name.lowercased() + "-")
        || Self.simplified(entry.rule.description.provider) == simple
    }.map(\.id)
  }

  /// The rules that a name on a command line means: by id, by an id of another scanner, or by
  /// provider.
  ///
  /// - Returns: Ids; none when the rules that are meant are not in the set.
  /// - Throws: ``UnknownRuleError`` when the name means no rule.
  package func ids(named name: String) throws(UnknownRuleError) -> [String] {
    let meaning = self.meaning(of: name)
    if case .rules(let ids) = meaning { return ids }
    let provided = ids(ofProvider: name)
    guard provided.isEmpty else { return provided }
    if case .nothing(let scanner) = meaning {
      throw UnknownRuleError(id: name, scanner: scanner)
    }
    throw UnknownRuleError(id: name, nearest: Spelling.nearest(to: name, among: self.ids))
  }

  /// The check for tracked files of secrets is no rule, but is named like one.
  private func knownID(for name: String) -> String? {
    name == SecretFile.ruleID ? name : canonicalID(for: name)
  }

  private static func simplified(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
