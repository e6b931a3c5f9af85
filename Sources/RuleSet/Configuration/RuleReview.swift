import PatternEngine

/// What should be looked at in rules that can be used; `kunci rules check` reports it.
package struct RuleReview {
  /// Texts with fewer bits of information are met in every few pages.
  private static let fewestBits = 16
  /// Most places beside a literal where a rule should have to be tried.
  private static let mostPlaces = 2_000
  /// Longer matches make big files and histories slower to scan, in bytes.
  private static let longestMatch = 4_096

  /// What was found, in the order in which rules were given.
  package private(set) var warnings: [RuleFileProblem] = []
  private var placeOfID: [String: String] = [:]
  private var placeOfShape: [Shape: String] = [:]

  private struct Shape: Hashable {
    var regex: String
    var path: String?
    var context: [String]
  }

  /// Prepares a review.
  ///
  /// - Parameter builtIn: Rules that there are already.
  package init(builtIn: RuleSet) {
    for rule in builtIn.rules {
      placeOfID[rule.id] = "a built-in rule"
      placeOfShape[Self.shape(of: rule)] = "the built-in rule `\(rule.id)`"
    }
  }

  /// Looks at the rules of a file.
  package mutating func look(at rules: [Rule], _ positions: [TOMLPosition], of file: String) {
    for (rule, position) in zip(rules, positions) {
      let messages =
        doubles(of: rule, at: "\(file):\(position.line)") + Self.unreachableKeywords(of: rule)
        + Self.slowness(of: rule)
      warnings += messages.map {
        RuleFileProblem(file: file, position: position, message: $0, isWarning: true)
      }
    }
    let without = rules.count { $0.examples.isEmpty }
    guard without > 0 else { return }
    let what = without == 1 ? "1 rule has" : "\(without) rules have"
    warnings.append(
      RuleFileProblem(
        file: file, position: TOMLPosition(line: 1, column: 1),
        message: "\(what) no `examples`, so nothing shows that they find anything",
        isWarning: true))
  }

  /// The same id or shape elsewhere.
  private mutating func doubles(of rule: Rule, at place: String) -> [String] {
    var messages: [String] = []
    if let other = placeOfID[rule.id] {
      messages.append("the id `\(rule.id)` is taken by \(other)")
    }
    let shape = Self.shape(of: rule)
    if let other = placeOfShape[shape] {
      messages.append("rule `\(rule.id)` has the same `regex` as \(other)")
    }
    placeOfID[rule.id] = placeOfID[rule.id] ?? place
    placeOfShape[shape] = placeOfShape[shape] ?? "the rule `\(rule.id)` (\(place))"
    return messages
  }

  private static func unreachableKeywords(of rule: Rule) -> [String] {
    guard case .gitleaks(let terms) = rule.kind, let pattern = try? rule.pattern() else {
      return []
    }
    return terms.givenKeywords.filter { !pattern.canHold(Array($0.utf8)) }.map { keyword in
      "no match of rule `\(rule.id)` can hold the keyword `\(keyword)`: it counts only where it"
        + " stands within \(Rule.GitleaksTerms.keywordReach) bytes of a match"
    }
  }

  private static func slowness(of rule: Rule) -> [String] {
    guard let anchored = try? AnchoredRule(of: rule) else { return [] }
    let (literals, outline) = (anchored.literals, anchored.outline)
    var messages: [String] = []
    let commonest = literals.min { $0.bits < $1.bits }
    if let commonest, commonest.bits < fewestBits {
      let text = String(decoding: commonest.bytes, as: UTF8.self)
      messages.append(
        "rule `\(rule.id)` is slow: it is tried wherever `\(text)` stands, which is common")
    }
    let places = outline.latest - outline.earliest + 1
    if places > mostPlaces, let literal = literals.first,
      (try? rule.pattern())?.optionalPrefix == nil || outline.earliest <= -outline.maxLength
    {
      let text = String(decoding: literal.bytes, as: UTF8.self)
      messages.append(
        "rule `\(rule.id)` is slow: it is tried at \(places) places around each `\(text)`; a tighter"
          + " bound for what the `regex` lets stand before that makes it quicker")
    }
    if outline.maxLength > longestMatch {
      messages.append(
        "rule `\(rule.id)`: a match may take \(outline.maxLength) bytes; an upper bound for its"
          + " repeats makes it quicker")
    }
    return messages
  }

  private static func shape(of rule: Rule) -> Shape {
    Shape(regex: rule.expression, path: rule.path, context: rule.context)
  }
}
