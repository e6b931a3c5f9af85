internal import Basics

extension RuleSet {
  /// A SHA-256 of all fields of all rules but their examples: equal digests mean that equal texts hold
  /// equal matches.
  package func digest() -> [UInt8] {
    var hasher = SHA256()
    for rule in rules {
      var bytes: [UInt8] = []
      RuleTable.write(rule, to: &bytes)
      hasher.update(bytes.span)
    }
    return hasher.finalize()
  }
}
