import Basics
import Findings
import PatternEngine

/// Rules in gitleaks' schema.
extension RuleFileReader {
  /// Fields that a rule in gitleaks' schema may have; those that gitleaks does not know change
  /// nothing about what matches.
  private static let sharedFields = Rule.fields.filter {
    $0.traits.contains(.ofGitleaks) || $0.traits.contains(.atTop) || $0.name == "severity"
  }
  /// Keys that either schema knows.
  private static let sharedKeys =
    ["id", "description", "regex", "path", "allowlist", "allowlists"] + sharedFields.map(\.name)
  private static let gitleaksKeys = sharedKeys + ["keywords", "tags", "skipReport", "required"]

  /// Returns whether a table of `[[rules]]` is in kunci's schema: it has keys that only kunci
  /// knows.
  static func isOwnRule(_ table: TOMLTable) -> Bool {
    let ownKeys = Set(ruleKeys).subtracting(sharedKeys)
    return table.entries.contains { ownKeys.contains($0.key) }
  }

  /// Reads a table of `[[rules]]` in either schema, but for its allowlists.
  ///
  /// - Returns: The rule; nil when something is wrong or it cannot be honoured, which is noted.
  mutating func readAnyRule(_ table: TOMLTable, id: String, at position: TOMLPosition) -> Rule? {
    guard !Self.isOwnRule(table) else {
      var rule = readRule(
        table, at: position, knowing: ["path", "allowlist", "allowlists", "tags"])
      rule?.path = readPath(in: table)
      return rule
    }
    return readGitleaksRule(table, id: id, at: position)
  }

  private mutating func readGitleaksRule(
    _ table: TOMLTable, id: String, at position: TOMLPosition
  ) -> Rule? {
    warnOfKeys(of: table, among: Self.gitleaksKeys)
    claim(id, at: table["id"]?.position ?? position)
    guard let regexValue = table["regex"] else {
      warn(at: position, "rule `\(id)` is not honoured: kunci knows no rules of paths alone")
      return nil
    }
    guard let regex = string(at: regexValue, named: "regex") else { return nil }
    var rule = defaults
    rule.description.id = id
    rule.description.title = title(of: table) ?? id
    if rule.description.provider.isEmpty { rule.description.provider = "custom rule" }
    rule.regex = regex
    rule.path = readPath(in: table)
    for field in Self.sharedFields where table[field.name] != nil {
      field.parse(&self, table, &rule)
    }
    var terms = Rule.GitleaksTerms()
    terms.givenKeywords = strings("keywords", in: table).map { $0.lowercased() }
    rule.kind = .gitleaks(terms)
    if let required = table["required"] {
      warn(
        at: required.position,
        "`required` is not honoured: rule `\(id)` finds something without the others, too")
    }
    if boolean("skipReport", in: table) == true { return nil }
    return checked(rule, at: regexValue)
  }

  /// Checks a rule's expression and settles where to look for it.
  private mutating func checked(_ rule: Rule, at value: TOMLValue) -> Rule? {
    var rule = rule
    do throws(PatternError) {
      let pattern = try rule.pattern()
      if rule.secretGroup > pattern.groupCount {
        note(
          at: value,
          "`regex` has \(pattern.groupCount) capture groups, `secretGroup` is \(rule.secretGroup)")
        return nil
      }
      if case .gitleaks(var terms) = rule.kind {
        terms.keywords = keywords(of: terms, pattern)
        rule.kind = .gitleaks(terms)
      }
    } catch {
      note(at: place(of: error.offset, in: value), "`regex`: \(error.reason)")
      return nil
    }
    do throws(UnusableRuleError) {
      let outline = try AnchoredRule(of: rule).outline
      let before = workOfRules
      workOfRules += outline.work
      if before <= Self.mostWork, workOfRules > Self.mostWork {
        note(
          at: value,
          "with rule `\(rule.id)` the rules of this file would take too long: bound the repeats of"
            + " what a `regex` lets stand before its fixed text, such as `.{0,40}` for `.*`")
      }
    } catch {
      warn(
        at: value.position,
        "rule `\(rule.id)` is not honoured, as nothing tells where to look: \(error.reason)")
      return nil
    }
    return rule
  }

  /// What all rules of a file may cost; those of gitleaks' own configuration cost a thirteenth.
  private static let mostWork = 1_000_000_000

  /// The keywords that say more than the expression does; none when every match holds one anyway.
  private func keywords(of terms: Rule.GitleaksTerms, _ pattern: Pattern) -> [String] {
    let given = terms.givenKeywords
    guard let literals = pattern.manyLiterals?.literals else { return given }
    let areImplied = literals.allSatisfy { literal in
      let bytes = literal.bytes.map(\.asciiLowercased)
      return given.contains { bytes.holds(Array($0.utf8)) }
    }
    return areImplied ? [] : given
  }

  /// The description; gitleaks takes any text there, the empty one too.
  private func title(of table: TOMLTable) -> String? {
    guard case .string(let text) = table["description"]?.content, !text.isEmpty else { return nil }
    return text
  }

  private mutating func readPath(in table: TOMLTable) -> String? {
    guard let value = table["path"], let path = string(at: value, named: "path") else {
      return nil
    }
    checkSearch(path, of: "path", at: value)
    return path
  }

  private mutating func string(at value: TOMLValue, named key: String) -> String? {
    guard case .string(let text) = value.content, !text.isEmpty else {
      note(at: value, "`\(key)` takes a string that is not empty, not \(value.kind)")
      return nil
    }
    return text
  }
}
