/// A key of `[[rules]]`: its name, its form in TOML, where a rule keeps it, and how it is shown.
///
/// ``Rule/fields`` has all of them. The reader of rule files, the table of the built-in rules,
/// `kunci rules show` and `kunci rules keys` go by it: a new key is a property with its entry there,
/// and whatever makes use of it.
package struct RuleField: Sendable {
  /// The key.
  package let name: String
  /// What stands there, in words, such as `a list of words`.
  package let form: String
  /// What it means, for people who write rules.
  package let meaning: String
  /// The heading that it is shown under; nil for what is not shown.
  package let label: Label?
  let traits: Traits

  /// Whether a rule says what it would mean without the key.
  let isDefault: @Sendable (Rule) -> Bool
  /// Reads the key's value, which is there, or notes what is wrong with it.
  let parse: @Sendable (inout RuleFileReader, TOMLTable, inout Rule) -> Void
  /// Appends a rule's value to a ``RuleTable``.
  let write: @Sendable (Rule, inout [UInt8]) -> Void
  /// Reads what `write` wrote.
  let read: @Sendable (inout RuleTableReader, inout Rule) throws(RuleTableError) -> Void
  private let text: @Sendable (Rule) -> [String]

  /// The headings of `kunci rules show`, in its order.
  package enum Label: String, CaseIterable, Sendable {
    case aliases = "formerly"
    case provider
    case severity
    case confidence
    case shape
    case assigned = "assigned to"
    case secret
    case condition = "counts only"
    case surer
    case changes = "else"
    case examples
    case references = "from"
    case revocation = "revoke"
  }

  /// What else there is to say of a key.
  struct Traits: OptionSet {
    let rawValue: Int
    /// Every rule has it.
    static let required = Traits(rawValue: 1)
    /// It may stand at the top of a file, for all rules of the file.
    static let atTop = Traits(rawValue: 2)
    /// Rules in gitleaks' schema may have it too.
    static let ofGitleaks = Traits(rawValue: 4)
    /// The table of the built-in rules leaves it out.
    static let notStored = Traits(rawValue: 8)
  }

  init<Value: RuleTableValue>(
    _ name: String, _ path: any WritableKeyPath<Rule, Value> & Sendable, _ form: RuleForm<Value>,
    _ meaning: String, traits: Traits = [],
    shown: (label: Label, lines: @Sendable (Value, Rule) -> [String])? = nil
  ) {
    self.name = name
    self.form = form.name
    self.meaning = meaning
    self.traits = traits
    label = shown?.label
    let lines = shown?.lines
    isDefault = { $0[keyPath: path] == Rule.blank[keyPath: path] }
    parse = { reader, table, rule in
      if let value = form.parse(&reader, name, table) { rule[keyPath: path] = value }
    }
    write = { $0[keyPath: path].write(to: &$1) }
    read = { (reader, rule) throws(RuleTableError) in
      rule[keyPath: path] = try Value(from: &reader)
    }
    text = { lines?($0[keyPath: path], $0) ?? [] }
  }

  /// Whether every rule has it.
  package var isRequired: Bool { traits.contains(.required) }

  /// Returns what is shown of a rule under the heading; nothing where it says nothing of its own.
  package func lines(of rule: Rule) -> [String] {
    isDefault(rule) && traits.isDisjoint(with: [.required, .atTop]) ? [] : text(rule)
  }
}
