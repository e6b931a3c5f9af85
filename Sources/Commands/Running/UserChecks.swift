import Findings

/// What options say of the check for tracked files of secrets, and of the rules beside it.
struct UserChecks {
  /// Whether such files are looked for.
  let checksSecretFiles: Bool
  /// Ids of what is reported; nil for all that is found.
  let reportedIDs: Set<String>?
  /// Rules that are named to be used, and rules to leave out.
  ///
  /// With the check, all the others are applied: it goes by what every rule finds in a file.
  let named: (only: [String], skip: [String])

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let id = SecretFile.ruleID
    let (only, skip) = (arguments.values(of: .only), arguments.values(of: .skip))
    named = (only.filter { $0 != id }, skip.filter { $0 != id })
    // A history, a stream and a rule file have no index.
    let hasIndex = ["scan", "staged", "baseline"].contains(arguments.command)
    guard hasIndex || only.isEmpty || !named.only.isEmpty else {
      throw UsageError("`\(id)` is a check of kunci scan and kunci staged")
    }
    checksSecretFiles =
      hasIndex && !skip.contains(id) && (only.isEmpty || only.contains(id))
    reportedIDs = checksSecretFiles && !only.isEmpty ? Set(only) : nil
  }
}
