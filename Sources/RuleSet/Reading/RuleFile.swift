/// A file of rules: one provider, its rules, and for each what it must find and what it must not.
///
/// The file is TOML. At its top stand `provider`, `revoke_url` and `revoke_steps`, which hold for
/// every rule that does not say otherwise; then a table `[[rules]]` for each rule, and in it any
/// number of `[[rules.adjust]]`. `README.md` of the project describes every key.
package struct RuleFile: Sendable, Equatable {
  /// The file as errors name it.
  package let name: String
  /// The rules in the file's order.
  package let rules: [Rule]
  /// Where the id of each rule stands, as many as there are rules.
  package let positions: [TOMLPosition]

  /// Reads and checks a file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - name: The file as errors shall name it.
  ///   - isBuiltIn: Whether it is a file of `Rules/`, of which more is asked.
  /// - Throws: All that is wrong with the file.
  package init(
    _ bytes: [UInt8], named name: String, isBuiltIn: Bool = false
  ) throws(RuleFileError) {
    let root: TOMLTable
    do {
      root = try TOMLParser.parse(bytes)
    } catch {
      throw RuleFileError([
        RuleFileProblem(file: name, position: error.position, message: error.message)
      ])
    }
    var reader = RuleFileReader(file: name, isBuiltIn: isBuiltIn)
    reader.readFile(root)
    guard reader.problems.isEmpty else {
      throw RuleFileError(reader.problems.sorted { $0.position < $1.position })
    }
    self.name = name
    rules = reader.rules
    positions = reader.positions
  }

  /// Reads and checks the rules of a file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - name: The file as errors shall name it.
  /// - Returns: The rules in the file's order.
  /// - Throws: All that is wrong with the file.
  package static func rules(
    in bytes: [UInt8], named name: String
  ) throws(RuleFileError) -> [Rule] {
    try RuleFile(bytes, named: name).rules
  }
}
