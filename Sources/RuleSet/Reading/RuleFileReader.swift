/// Makes rules of a file's tables and notes all that is wrong with them.
struct RuleFileReader {
  let file: String
  /// Whether it reads a file of `Rules/`, of which more is asked.
  let isBuiltIn: Bool
  private(set) var rules: [Rule] = []
  private(set) var positions: [TOMLPosition] = []
  private(set) var problems: [RuleFileProblem] = []
  private(set) var warnings: [RuleFileProblem] = []
  /// What the top of the file says for all of its rules.
  var defaults = Rule.blank
  /// What its rules in gitleaks' schema may cost so far.
  var workOfRules = 0
  private var lineOfID: [String: Int] = [:]

  init(file: String, isBuiltIn: Bool = false) {
    self.file = file
    self.isBuiltIn = isBuiltIn
  }

  /// Reads the root of a file's content by a function.
  ///
  /// - Throws: All that is wrong with the file.
  mutating func read(
    _ bytes: [UInt8], _ body: (inout Self, TOMLTable) -> Void
  ) throws(RuleFileError) {
    do {
      body(&self, try TOMLParser.parse(bytes))
    } catch {
      note(at: error.position, error.message)
    }
    guard problems.isEmpty else {
      throw RuleFileError(problems.sorted { $0.position < $1.position })
    }
  }

  /// The keys at the top of a file that hold for all of its rules.
  static var defaultKeys: [String] {
    Rule.fields.filter { $0.traits.contains(.atTop) }.map(\.name)
  }

  mutating func readFile(_ root: TOMLTable) {
    checkKeys(of: root, among: Self.defaultKeys + ["rules"])
    readDefaults(in: root)
    if isBuiltIn { checkBuiltInDefaults(in: root) }
    guard let list = root["rules"] else {
      note(at: TOMLPosition(line: 1, column: 1), "the file has no rules: write [[rules]]")
      return
    }
    for table in tables(list, named: "rules") {
      guard let rule = readRule(table.table, at: table.position) else { continue }
      rules.append(rule)
      positions.append(table.table["id"]?.position ?? table.position)
    }
  }

  /// Reads what the top of a file says for all of its rules.
  mutating func readDefaults(in root: TOMLTable) {
    var rule = defaults
    for field in Rule.fields where field.traits.contains(.atTop) && root[field.name] != nil {
      field.parse(&self, root, &rule)
    }
    defaults = rule
  }

  /// Reads an id and notes when it is malformed or taken.
  mutating func id(_ key: String, in table: TOMLTable) -> String? {
    guard let value = table[key], let id = text(key, in: table) else { return nil }
    checkID(id, of: key, at: value)
    return id
  }

  /// Reads a list of ids.
  mutating func ids(_ key: String, in table: TOMLTable) -> [String]? {
    guard let value = table[key], let ids = texts(key, in: table) else { return nil }
    for id in ids { checkID(id, of: key, at: value) }
    return ids
  }

  private mutating func checkID(_ id: String, of key: String, at value: TOMLValue) {
    let parts = id.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let isGood = parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
    if !isGood {
      note(at: value, "`\(key)` takes lower-case letters and digits, with single dashes between")
    }
    claim(id, at: value.position)
  }

  /// Notes when an id has been taken before.
  mutating func claim(_ id: String, at position: TOMLPosition) {
    if let line = lineOfID[id] {
      note(at: position, "the id `\(id)` is taken by the rule on line \(line)")
    }
    lineOfID[id] = lineOfID[id] ?? position.line
  }

  // MARK: Problems

  mutating func note(at position: TOMLPosition, _ message: String) {
    problems.append(RuleFileProblem(file: file, position: position, message: message))
  }

  /// Notes a problem with a value that is there.
  mutating func note(at value: TOMLValue?, _ message: String) {
    note(at: value?.position ?? TOMLPosition(line: 1, column: 1), message)
  }

  /// Notes what does not keep the file from being used.
  mutating func warn(at position: TOMLPosition, _ message: String) {
    warnings.append(
      RuleFileProblem(file: file, position: position, message: message, isWarning: true))
  }

  /// Notes keys that nobody would read, usually misspelt.
  mutating func checkKeys(of table: TOMLTable, among known: [String]) {
    for entry in table.entries where !known.contains(entry.key) {
      let hint = Spelling.hint(for: entry.key, among: known)
      note(at: entry.position, "unknown key `\(entry.key)`\(hint)")
    }
  }
}
