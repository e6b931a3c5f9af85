import PatternEngine

/// Checks that need the expressions themselves.
extension RuleFileReader {
  /// Reads the body of a character class such as `A-Za-z0-9_-`.
  mutating func characterClass(_ key: String, in table: TOMLTable) -> ByteSet? {
    guard let body = text(key, in: table), let value = table[key] else { return nil }
    do {
      return try ByteSet(classBody: body)
    } catch {
      note(at: place(of: error.offset, in: value), "`\(key)`: \(error.reason)")
      return nil
    }
  }

  /// Notes what is wrong with a rule's expressions, and whether it could be found at all.
  mutating func checkRegexes(of rule: Rule, in table: TOMLTable) {
    if let strict = rule.strictRegex { _ = pattern(strict, of: "strict_regex", in: table) }
    guard let pattern = pattern(rule.expression, of: "regex", in: table) else { return }
    if rule.secretGroup > pattern.groupCount {
      note(
        at: table["secretGroup"],
        "`regex` has \(pattern.groupCount) capture groups, `secretGroup` is \(rule.secretGroup)")
    }
    if pattern.minLength == 0 { note(at: table["regex"], "`regex` matches the empty text") }
    guard pattern.literals == nil else { return }
    let shortest = RequiredLiterals.shortest
    if rule.context.isEmpty {
      note(
        at: table["regex"],
        "nothing tells where to look: `regex` needs \(shortest) fixed bytes that every match holds,"
          + " or the rule needs `context`")
    }
    for word in rule.context where word.utf8.count < shortest {
      note(
        at: table["context"],
        "`\(word)` is too short: words of `context` take \(shortest) bytes where `regex` has no"
          + " fixed text")
    }
  }

  /// Notes what is wrong with expressions that are parts of a larger one.
  mutating func checkFragments(_ keys: [String], in table: TOMLTable) {
    for key in keys {
      guard let regex = text(key, in: table) else { continue }
      if let pattern = pattern(regex, of: key, in: table), pattern.groupCount > 0 {
        note(at: table[key], "`\(key)` must have no groups beside `assigned_to`: write (?:…)")
      }
    }
  }

  private mutating func pattern(
    _ regex: String, of key: String, in table: TOMLTable
  ) -> Pattern? {
    guard let value = table[key] else { return nil }
    do {
      let pattern = try Pattern(regex)
      if pattern.maxLength == nil {
        note(
          at: value,
          "every match of `\(key)` must have a bounded length: write {n,m} instead of *, + or {n,}")
      }
      return pattern
    } catch {
      note(at: place(of: error.offset, in: value), "`\(key)`: \(error.reason)")
      return nil
    }
  }

  /// The place of a byte of a string; the string's own where escapes blur it.
  ///
  /// A ``text`` has one line, so the byte stands as many columns further.
  func place(of offset: Int, in value: TOMLValue) -> TOMLPosition {
    guard var position = value.textPosition else { return value.position }
    position.column += offset
    return position
  }
}
