internal import SystemIO

/// The variables of one file of git's configuration, in their order.
package struct ConfigFile: Sendable {

  /// One setting.
  package struct Variable: Sendable, Equatable {
    /// Section, subsection and key with dots between; all but the subsection in lower case.
    package var name: String
    /// The value; nil for a key that stands alone, which means true.
    package var value: String?
  }

  package private(set) var variables: [Variable] = []

  /// Reads the content of a file.
  package init(_ content: [UInt8]) throws(NeedsGit) {
    var parser = ConfigParser(content)
    while let variable = try parser.next() { variables.append(variable) }
  }

  /// Reads a file; one that does not exist holds nothing.
  package init(path: String) throws(NeedsGit) {
    var content: [UInt8] = []
    do throws(SystemError) {
      content = try FileSystem.read(path, limit: FileSystem.settingsLimit)
    } catch {
      guard error.isNotFound else { throw NeedsGit() }
    }
    try self.init(content)
  }

  /// Whether settings of other files are to be read in its midst.
  package var includesOthers: Bool {
    variables.contains { $0.name.hasPrefix("include.") || $0.name.hasPrefix("includeif.") }
  }

  /// The last variable of a name, which is the one that counts.
  package subscript(name: String) -> Variable? { variables.last { $0.name == name } }

  /// A variable's value as a truth value; see git-config(1), "Values".
  package static func flag(_ variable: Variable) throws(NeedsGit) -> Bool {
    switch variable.value?.lowercased() {
    case nil, "true", "yes", "on", "1": return true
    case "", "false", "no", "off", "0": return false
    default: throw NeedsGit()
    }
  }
}
