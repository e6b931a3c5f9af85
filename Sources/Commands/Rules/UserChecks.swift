import Findings

/// The choice between the check for tracked files of secrets and the rules beside it.
struct UserChecks {
  /// Whether such files are looked for.
  let checksSecretFiles: Bool
  /// Ids of what is reported; nil for all that is found.
  let reportedIDs: Set<String>?
  /// Rules that are named to be used, and rules to leave out.
  ///
  /// With the check, all the others are applied: it goes by what every rule finds in a file.
  let named: (only: [String], skip: [String])

  /// - Parameters:
  ///   - options: What the user said of rules.
  ///   - hasIndex: Whether there is an index to ask; a history, a stream and a rule file have none.
  /// - Throws: ``UsageError`` when only this check is asked for and there is no index.
  init(_ options: RuleOptions, hasIndex: Bool) throws(UsageError) {
    let id = SecretFile.ruleID
    named = (options.only.filter { $0 != id }, options.skip.filter { $0 != id })
    guard hasIndex || options.only.isEmpty || !named.only.isEmpty else {
      throw UsageError("`\(id)` is a check of kunci scan and kunci staged")
    }
    checksSecretFiles =
      hasIndex && !options.skip.contains(id)
      && (options.only.isEmpty || options.only.contains(id))
    reportedIDs = checksSecretFiles && !options.only.isEmpty ? Set(options.only) : nil
  }
}
