import BuiltInRules
import Engine
import RuleSet

/// What is written in lines: configurations and ignore files.
extension Migration {
  /// Reads a configuration in gitleaks' schema, which is used as it is.
  mutating func readConfiguration(_ file: String) throws(UsageError) {
    let configuration = try UsedConfiguration.read(file, .option)
    let applied = configuration.applied(to: BuiltInRules.ruleSet, from: .repository)
    for warning in applied.warnings {
      lose(warning.file, warning.position.line, warning.message)
    }
    extend(file)
    if file == ".gitleaks.toml" { note("\(file) is read as it is, unless there is a .kunci.toml") }
  }

  /// Reads a `.gitleaksignore`, which is used as it is, or one of another name.
  mutating func readGitleaksIgnore(_ bytes: [UInt8], of file: String) {
    let ignored = GitleaksIgnore(bytes)
    for line in ignored.malformed {
      lose(file, line, "this is neither file:rule:line nor commit:file:rule:line")
    }
    guard file != GitleaksIgnore.name else { return note("\(file) is read as it is") }
    for entry in ignored.entries {
      accept(
        AcceptedSecret(
          mark: .line(entry.place), path: entry.path, ruleID: entry.ruleID, commit: entry.commit,
          source: (file, entry.line), isIgnored: true))
    }
  }

  /// Reads patterns in the way of `.gitignore`.
  mutating func readGlobs(_ bytes: [UInt8], of file: String) {
    for (number, line) in Self.lines(bytes) where !line.hasPrefix("#") {
      accept(glob: line, from: file, line: number)
    }
  }

  /// Reads expressions for paths, as trufflehog's `--exclude-paths` takes them.
  mutating func readExpressions(_ bytes: [UInt8], of file: String) {
    for (number, line) in Self.lines(bytes) where !line.hasPrefix("#") {
      allow(line, .path, from: file, line: number)
    }
  }

  /// Reads ggshield's configuration: lists of texts below keys, in blocks of YAML.
  mutating func readGGShield(_ bytes: [UInt8], of file: String) {
    var key = ""
    for (number, line) in Self.lines(bytes) where !line.hasPrefix("#") {
      let isItem = line.hasPrefix("-")
      let text = isItem ? line.dropFirst().drop { $0 == " " } : line[...]
      let parts = text.split(separator: ":", maxSplits: 1)
      let name = parts.first.map { String($0).replacing("-", with: "_") } ?? ""
      let value = Self.unquoted(parts.count == 2 ? parts[1] : text)
      if !isItem, value.isEmpty || parts.count == 1 || name == "secret" { key = name }
      switch key {
      case "ignored_paths", "paths_ignore", "ignored_path":
        if isItem { accept(glob: value, from: file, line: number) }
      case "ignored_matches", "matches_ignore":
        if name == "match" {
          accept(AcceptedSecret(mark: .text(value), source: (file, number)))
        } else if isItem, parts.count == 1 {
          accept(AcceptedSecret(mark: .text(value), source: (file, number)))
        }
      case "ignored_detectors", "banlisted_detectors":
        if isItem {
          lose(file, number, "the detector `\(value)`: name the rules in `disabledRules`")
        }
      default: break
      }
    }
  }

  /// Reads kingfisher's baseline, of which only places can be used: its fingerprints are hashes of
  /// a secret and its path that are its own (https://mongodb.github.io/kingfisher/usage/baseline).
  mutating func readKingfisher(_ bytes: [UInt8], of file: String) {
    var path: String?
    for (number, line) in Self.lines(bytes) where !line.hasPrefix("#") {
      let text = line.hasPrefix("-") ? line.dropFirst().drop { $0 == " " } : line[...]
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = Self.unquoted(parts[1])
      if parts[0] == "filepath" {
        path = value.hasSuffix("/") ? String(value.dropLast()) : value
      } else if parts[0] == "linenum", let place = Int(value), let path {
        accept(AcceptedSecret(mark: .line(place), path: path, source: (file, number)))
      }
    }
  }

  /// A scalar of YAML without quotes and comment.
  private static func unquoted(_ text: Substring) -> String {
    let text = text.drop { $0 == " " }
    if let quote = text.first, quote == "'" || quote == "\"" {
      return String(text.dropFirst().prefix { $0 != quote })
    }
    let end = text.ranges(of: " #").first?.lowerBound ?? text.endIndex
    return String(text[..<end].reversed().drop { $0 == " " }.reversed())
  }

  /// Lines that hold something, without blanks around, by their number.
  private static func lines(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      let line = $1.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
      return line.isEmpty ? nil : ($0 + 1, String(line))
    }
  }
}
