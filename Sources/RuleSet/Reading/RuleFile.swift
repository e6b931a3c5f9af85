/// A file of rules: one provider, its rules, and for each what it must find and what it must not.
///
/// The file is TOML. At its top stand `provider`, `revoke_url` and `revoke_steps`, which hold for
/// every rule that does not say otherwise; then a table `[[rules]]` for each rule, and in it any
/// number of `[[rules.adjust]]`. `kunci rules keys` describes every key.
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
    var reader = RuleFileReader(file: name, isBuiltIn: isBuiltIn)
    try reader.read(bytes) { $0.readFile($1) }
    self.name = name
    rules = reader.rules
    positions = reader.positions
  }
}
