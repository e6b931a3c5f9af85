extension RuleFileReader {
  private static let configurationKeys = [
    "title", "description", "minVersion", "extend", "allowlist", "allowlists", "rules",
  ]
  private static let extendKeys = ["useDefault", "path", "disabledRules"]

  /// Reads a configuration; what is wrong or not honoured is noted.
  mutating func readConfiguration(_ root: TOMLTable, into configuration: inout Configuration) {
    warnOfKeys(of: root, among: Self.configurationKeys + Self.defaultKeys)
    readDefaults(in: root)
    if let extend = root["extend"] { readExtend(extend, into: &configuration) }
    configuration.allowlists = readAllowlists(in: root, areGlobal: true)
    guard let list = root["rules"] else { return }
    for (table, position) in tables(list, named: "rules") {
      readConfiguredRule(table, at: position, into: &configuration)
    }
    warnOfLabels(list)
  }

  private mutating func readExtend(_ value: TOMLValue, into configuration: inout Configuration) {
    guard case .table(let table) = value.content else {
      note(at: value, "`extend` must be a table, not \(value.kind)")
      return
    }
    warnOfKeys(of: table, among: Self.extendKeys)
    configuration.usesBuiltInRules = boolean("useDefault", in: table)
    if let value = table["path"], let path = text("path", in: table) {
      configuration.base = Configuration.Reference(text: path, position: value.position)
    }
    configuration.disabledRules = references("disabledRules", in: table)
  }

  private mutating func readConfiguredRule(
    _ table: TOMLTable, at position: TOMLPosition, into configuration: inout Configuration
  ) {
    guard let value = table["id"], let id = text("id", in: table) else {
      if table["id"] == nil { note(at: position, "the rule has no `id`") }
      return
    }
    let allowlists = readAllowlists(in: table, areGlobal: false)
    if table["regex"] == nil, table["path"] == nil {
      claim(id, at: value.position)
      for entry in table.entries where !["id", "allowlist", "allowlists"].contains(entry.key) {
        warn(
          at: entry.position,
          "`\(entry.key)` is not honoured: without `regex`, the rule `\(id)` of elsewhere only gets"
            + " allowlists")
      }
      configuration.extensions.append(
        Configuration.Extension(
          rule: Configuration.Reference(text: id, position: value.position),
          allowlists: allowlists))
      return
    }
    guard var rule = readAnyRule(table, id: id, at: position) else { return }
    rule.allowlists = allowlists
    configuration.rules.append(rule)
    configuration.positions.append(value.position)
  }

  // MARK: Values

  /// Texts with the places where they stand.
  private mutating func references(
    _ key: String, in table: TOMLTable
  ) -> [Configuration.Reference] {
    _ = strings(key, in: table)
    guard case .array(let items) = table[key]?.content else { return [] }
    return items.compactMap { item in
      guard case .string(let text) = item.content else { return nil }
      return Configuration.Reference(text: text, position: item.position)
    }
  }

  /// Any strings but the empty one.
  mutating func strings(_ key: String, in table: TOMLTable) -> [String] {
    (items(key, in: table) ?? []).compactMap { item in
      if case .string(let text) = item.content, !text.isEmpty { return text }
      note(at: item, "`\(key)` takes strings that are not empty, not \(item.kind)")
      return nil
    }
  }

  /// Warns of keys that are not honoured.
  mutating func warnOfKeys(of table: TOMLTable, among known: [String]) {
    for entry in table.entries where !known.contains(entry.key) {
      let hint = Spelling.hint(for: entry.key, among: known)
      warn(at: entry.position, "`\(entry.key)` is not honoured\(hint)")
    }
  }

  /// Warns once of what only labels a finding elsewhere.
  private mutating func warnOfLabels(_ list: TOMLValue) {
    guard case .array(let items) = list.content else { return }
    let places = items.compactMap { item -> TOMLPosition? in
      guard case .table(let table) = item.content, let tags = table["tags"] else { return nil }
      return tags.position
    }
    guard let first = places.first else { return }
    let others = places.count == 1 ? "" : ", nor do those of \(places.count - 1) more rules"
    warn(at: first, "`tags` stand in no report\(others)")
  }
}
