/// The rules of other scanners by their ids, which whoever comes from there goes on using.
///
/// The table is read when an id comes up that no rule here has.
package enum ForeignRules {
  /// What an id of theirs means here.
  package enum Meaning: Sendable, Equatable {
    /// Ids of the rules here that find the same; at least one.
    case rules([String])
    /// No rule here finds that.
    case nothing(scanner: String)
  }

  private static let meanings: [String: Meaning] = {
    var meanings: [String: Meaning] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard let ours = parts.first, let theirs = parts.last, parts.count == 2 else { continue }
      let meaning: Meaning =
        ours.hasPrefix("-")
        ? .nothing(scanner: String(ours.dropFirst()))
        : .rules(ours.split(separator: " ").map(String.init))
      for id in theirs.split(separator: " ") { meanings[String(id)] = meaning }
    }
    return meanings
  }()

  /// The ids of theirs that mean something else than the rule here that has them, sorted.
  package static var ids: [String] { meanings.keys.sorted() }

  /// Rules of theirs that go by what stands around a secret, which here may be of any rule.
  private static let formless: Set = [
    "generic-api-key", "curl-auth-header", "curl-auth-user", "hashicorp-tf-password",
  ]

  /// Whether what their rule found at a place may be what a rule here finds there.
  ///
  /// What has a rule of its own there may have none here, so a generic rule is always meant. Of an
  /// id that nobody knows any rule is.
  ///
  /// - Parameters:
  ///   - id: Their id; one of ours means itself.
  ///   - names: The rule's ids, also former ones.
  ///   - isOurs: Whether a rule here has an id.
  /// - Returns: Whether the rule may be meant.
  package static func mayMean(
    _ id: String, _ names: [String], isOurs: (String) -> Bool
  ) -> Bool {
    if names.contains(id) || formless.contains(id) { return true }
    guard case .rules(let ids) = meaning(of: id) else { return !isOurs(id) }
    var generic: [String] = []
    if case .rules(let ids) = meaning(of: "generic-api-key") { generic = ids }
    return names.contains { ids.contains($0) || generic.contains($0) }
  }

  /// What an id means.
  ///
  /// - Parameter id: An id of gitleaks, betterleaks or kingfisher, or a plugin of detect-secrets.
  /// - Returns: Nil for one that is not known, or that means the rule here that has it.
  package static func meaning(of id: String) -> Meaning? { meanings[id] }

  /// Says that nothing here finds what a rule of theirs does.
  static func noCounterpart(_ id: String, of scanner: String) -> String {
    "\(scanner)\(scanner.hasSuffix("s") ? "'" : "'s") rule `\(id)` has no counterpart here"
  }

  /// Whether ids in a file are meant as another scanner means them, which its name says.
  static func areMeant(in file: String) -> Bool {
    let name = file.split(separator: "/").last ?? ""
    return name.contains("gitleaks") || name.contains("betterleaks")
  }
}
