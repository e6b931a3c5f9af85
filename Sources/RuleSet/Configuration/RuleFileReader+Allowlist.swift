import PatternEngine

/// Allowlists in gitleaks' schema.
extension RuleFileReader {
  private static let allowlistKeys = [
    "description", "condition", "paths", "commits", "regexes", "regexTarget", "stopwords",
  ]

  /// Reads `[allowlist]` and `[[allowlists]]` of a table.
  ///
  /// - Parameters:
  ///   - table: The whole file, or a rule.
  ///   - areGlobal: Whether they may name the rules that they are about.
  /// - Returns: Those that allow something.
  mutating func readAllowlists(in table: TOMLTable, areGlobal: Bool) -> [Allowlist] {
    var found: [Allowlist] = []
    for key in ["allowlist", "allowlists"] {
      guard let value = table[key] else { continue }
      if case .table(let single) = value.content {
        found += readAllowlist(single, at: value.position, isGlobal: areGlobal).map { [$0] } ?? []
        continue
      }
      for (table, position) in tables(value, named: areGlobal ? key : "rules.\(key)") {
        found += readAllowlist(table, at: position, isGlobal: areGlobal).map { [$0] } ?? []
      }
    }
    return found
  }

  private mutating func readAllowlist(
    _ table: TOMLTable, at position: TOMLPosition, isGlobal: Bool
  ) -> Allowlist? {
    warnOfKeys(of: table, among: Self.allowlistKeys + (isGlobal ? ["targetRules"] : []))
    var allowlist = Allowlist()
    if let condition = text("condition", in: table) {
      switch condition.uppercased() {
      case "AND", "&&": allowlist.needsAll = true
      case "OR", "||": break
      default: note(at: table["condition"], "`condition` is AND or OR, not `\(condition)`")
      }
    }
    allowlist.paths = expressions("paths", in: table)
    allowlist.regexes = expressions("regexes", in: table)
    allowlist.commits = strings("commits", in: table).map { $0.lowercased() }
    allowlist.stopwords = strings("stopwords", in: table).map { $0.lowercased() }
    // An empty text is gitleaks' other name for the secret.
    if case .string("") = table["regexTarget"]?.content {
      allowlist.target = .secret
    } else {
      allowlist.target = word("regexTarget", in: table, of: Allowlist.Target.self) ?? .secret
    }
    if isGlobal { allowlist.targetRules = strings("targetRules", in: table) }
    guard !allowlist.isEmpty else {
      note(
        at: position,
        "the allowlist allows nothing: it needs paths, commits, regexes or stopwords")
      return nil
    }
    return allowlist
  }

  /// Regular expressions, each checked; they are searched for and need no limit.
  private mutating func expressions(_ key: String, in table: TOMLTable) -> [String] {
    let regexes = strings(key, in: table)
    guard case .array(let items) = table[key]?.content else { return [] }
    for (regex, item) in zip(regexes, items) { checkSearch(regex, of: key, at: item) }
    return regexes
  }

  /// Notes what is wrong with an expression that is searched for in a short text.
  mutating func checkSearch(_ regex: String, of key: String, at value: TOMLValue) {
    do {
      _ = try Pattern(anywhere: [regex])
    } catch {
      note(at: place(of: error.offset, in: value), "`\(key)`: \(error.reason)")
    }
  }
}
