import Findings
import PatternEngine

extension RuleFileReader {
  static let ruleKeys = [
    "id", "description", "regex", "assigned_to", "secretGroup", "not_before", "not_after",
    "severity", "confidence", "strict_regex", "context", "context_before", "context_after",
    "not_after_words", "entropy", "requires", "min_distinct", "not_inside_base64",
    "jwt_contains", "proof", "value_kind", "precedence", "provider", "revoke_url", "revoke_steps",
    "examples", "counter_examples", "adjust",
  ]
  private static let adjustmentKeys = [
    "near", "paths", "before", "after", "severity", "confidence", "because",
  ]

  /// How far words may be looked for, in bytes; every rule's reach is bounded by it.
  private static let reach: ClosedRange<Int64> = 0...4096

  /// Reads a table of `[[rules]]`.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - position: Where it begins.
  ///   - otherKeys: Keys that somebody else reads.
  /// - Returns: The rule, or nil when there is not even a regex; problems are noted either way.
  mutating func readRule(
    _ table: TOMLTable, at position: TOMLPosition, knowing otherKeys: [String] = []
  ) -> Rule? {
    checkKeys(of: table, among: Self.ruleKeys + otherKeys)
    let description = readDescription(of: table, at: position)
    let regex = required(text("regex", in: table), "regex", in: table, at: position)
    var rule = Rule(description: description, regex: regex ?? "")
    readAssignment(into: &rule, from: table)
    readShape(into: &rule, from: table)
    readSurroundings(into: &rule, from: table)
    rule.adjustments = readAdjustments(in: table)
    rule.examples = examples("examples", in: table, at: position)
    rule.counterExamples = examples("counter_examples", in: table, at: position)
    if regex != nil { checkRegexes(of: rule, in: table) }
    return regex == nil ? nil : rule
  }

  private mutating func readDescription(
    of table: TOMLTable, at position: TOMLPosition
  ) -> RuleDescription {
    let id = readID(in: table, at: position)
    let title = required(text("description", in: table), "description", in: table, at: position)
    let severity = required(
      word("severity", in: table, of: Severity.self), "severity", in: table, at: position)
    let confidence = required(
      word("confidence", in: table, of: Confidence.self), "confidence", in: table, at: position)
    let own = provenance(in: table)
    let provider = own.provider ?? defaults.provider
    if provider == nil, table["provider"] == nil {
      note(at: position, "`provider` is missing, here and at the top of the file")
    }
    let steps = own.revokeSteps ?? defaults.revokeSteps ?? []
    return RuleDescription(
      id: id, provider: provider ?? "", title: title ?? "", severity: severity ?? .high,
      confidence: confidence ?? .low,
      revocation: Revocation(
        url: own.revokeURL ?? defaults.revokeURL,
        steps: steps.isEmpty ? Revocation.generalSteps : steps))
  }

  /// Puts the name that a value is assigned to before it.
  private mutating func readAssignment(into rule: inout Rule, from table: TOMLTable) {
    guard let names = text("assigned_to", in: table) else { return }
    if table["secretGroup"] != nil {
      note(at: table["secretGroup"], "with `assigned_to`, all of `regex` is the secret")
    }
    checkFragments(["assigned_to", "regex"], in: table)
    rule.regex = Assignment.regex(names: names, value: rule.regex)
    rule.secretGroup = 1
  }

  private mutating func readShape(into rule: inout Rule, from table: TOMLTable) {
    rule.secretGroup = integer("secretGroup", in: table, from: 0...99) ?? rule.secretGroup
    rule.notBefore = characterClass("not_before", in: table)
    rule.notAfter = characterClass("not_after", in: table)
    rule.strictRegex = text("strict_regex", in: table)
    rule.entropy = number("entropy", in: table, from: 0...8) ?? rule.entropy
    rule.requires = words("requires", in: table, of: Rule.CharacterKind.self) ?? []
    rule.minDistinct = integer("min_distinct", in: table, from: 0...256) ?? rule.minDistinct
    rule.jwtContains = texts("jwt_contains", in: table) ?? []
    rule.proof = word("proof", in: table, of: Rule.Proof.self)
    rule.valueKind = word("value_kind", in: table, of: Rule.ValueKind.self)
    rule.precedence = integer("precedence", in: table, from: 0...1000) ?? rule.precedence
  }

  private mutating func readSurroundings(into rule: inout Rule, from table: TOMLTable) {
    rule.context = words("context", in: table) ?? []
    rule.contextBefore =
      integer("context_before", in: table, from: Self.reach) ?? rule.contextBefore
    rule.contextAfter =
      integer("context_after", in: table, from: Self.reach) ?? rule.contextAfter
    rule.notAfterWords = words("not_after_words", in: table) ?? []
    rule.notInsideBase64 = boolean("not_inside_base64", in: table) ?? false
    if rule.context.isEmpty {
      for key in ["context_before", "context_after"] where table[key] != nil {
        note(at: table[key], "`\(key)` says nothing without `context`")
      }
    }
  }

  private mutating func readAdjustments(in table: TOMLTable) -> [Rule.Adjustment] {
    guard let list = table["adjust"] else { return [] }
    return tables(list, named: "rules.adjust").map { readAdjustment($0.table, at: $0.position) }
  }

  private mutating func readAdjustment(
    _ table: TOMLTable, at position: TOMLPosition
  ) -> Rule.Adjustment {
    checkKeys(of: table, among: Self.adjustmentKeys)
    let paths = readPaths(in: table)
    let near =
      paths.isEmpty
      ? required(words("near", in: table), "near", in: table, at: position)
      : words("near", in: table)
    if near?.isEmpty == true { note(at: table["near"], "`near` must name a word") }
    for key in ["near", "before", "after"] where !paths.isEmpty && table[key] != nil {
      note(at: table[key], "an adjustment goes by `paths` or by what is near, not by both")
    }
    let severity = word("severity", in: table, of: Severity.self)
    let confidence = word("confidence", in: table, of: Confidence.self)
    if table["severity"] == nil, table["confidence"] == nil {
      note(at: position, "an adjustment needs `severity`, `confidence` or both")
    }
    let because = required(text("because", in: table), "because", in: table, at: position)
    return Rule.Adjustment(
      near: near ?? [], paths: paths,
      before: paths.isEmpty ? integer("before", in: table, from: Self.reach) ?? 160 : 0,
      after: paths.isEmpty ? integer("after", in: table, from: Self.reach) ?? 80 : 0,
      severity: severity, confidence: confidence, because: because ?? "")
  }

  private mutating func readPaths(in table: TOMLTable) -> [String] {
    let paths = words("paths", in: table) ?? []
    for word in paths
    where word.isEmpty || !word.utf8.allSatisfy({ ByteSet.alphanumerics.contains($0) }) {
      note(at: table["paths"], "`\(word)` is no word of letters and digits")
    }
    return paths
  }
}

extension Revocation {
  /// What helps against every leaked key, for rules that know nothing better.
  package static let generalSteps = [
    "Revoke the key at its provider: taking it out of the file is not enough once others could read it.",
    "Make a new key and keep it out of the repository, in a secret store or an environment variable.",
    "Look through the account's usage since the key was first published.",
  ]
}
