internal import Basics
internal import Detection
internal import Findings
internal import RuleSet

/// Matches without their secrets, each once, for the files of the cache.
struct OutlineTable {
  private(set) var outlines: [MatchOutline] = []
  private var numbers: [MatchOutline: Int] = [:]

  init() {}

  /// The number of an outline; it gets one if it has none.
  mutating func number(of outline: MatchOutline) -> Int {
    if let known = numbers[outline] { return known }
    numbers[outline] = outlines.count
    outlines.append(outline)
    return outlines.count - 1
  }

  var json: JSON {
    .array(outlines) { outline in
      [
        "rule": .string(outline.ruleID), "fingerprint": .string("\(outline.fingerprint)"),
        "length": .integer(outline.secretLength), "prefix": .integer(outline.prefixLength),
        "severity": .string(outline.severity.rawValue),
        "confidence": .string(outline.confidence.rawValue), "proven": .boolean(outline.isProven),
        "decodedFrom": .strings(outline.decodedFrom.map(\.rawValue)),
      ]
    }
  }

  /// Reads such JSON; nil when it is none.
  init?(_ value: JSONTree.Node) {
    guard let outlines = value.each(MatchOutline.init) else { return nil }
    self.outlines = outlines
    for (number, outline) in outlines.enumerated() { numbers[outline] = number }
  }

  /// The rules of all outlines, by number; nil when one of them is not known.
  func rules(of ruleSet: RuleSet) -> [SharedRule]? {
    var known: [String: SharedRule] = [:]
    var rules: [SharedRule] = []
    for outline in outlines {
      guard let rule = known[outline.ruleID] ?? ruleSet[outline.ruleID].map({ SharedRule($0) })
      else { return nil }
      known[outline.ruleID] = rule
      rules.append(rule)
    }
    return rules
  }
}

extension MatchOutline {
  fileprivate init?(_ value: JSONTree.Node) {
    guard let rule = value["rule"]?.string,
      let fingerprint = value["fingerprint"]?.string.flatMap({ Fingerprint($0) }),
      let length = value["length"]?.integer, let prefix = value["prefix"]?.integer,
      let severity = value["severity"]?.string.flatMap(Severity.init),
      let confidence = value["confidence"]?.string.flatMap(Confidence.init),
      let isProven = value["proven"]?.boolean,
      let decodedFrom = value["decodedFrom"]?.each({ $0.string.flatMap(Encoding.init) })
    else { return nil }
    self.init(
      ruleID: rule, fingerprint: fingerprint, secretLength: length, prefixLength: prefix,
      severity: severity, confidence: confidence, isProven: isProven, decodedFrom: decodedFrom)
  }
}
