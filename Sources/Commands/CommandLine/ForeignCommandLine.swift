import Basics

/// A command line of another scanner, and what to type here for it.
///
/// The words are those of gitleaks and betterleaks (`detect`, `git`, `dir`, `protect`, `stdin` and
/// their options) and of trufflehog (`git`, `filesystem`).
struct ForeignCommandLine {
  /// What a word of theirs becomes.
  private enum Effect {
    /// The words that go in its place; `VALUE` stands for its value.
    case becomes([String])
    /// The path of what is scanned.
    case path
    case command(Command)
    /// Nothing here does it, or everything does.
    case leftOut
    /// A report format.
    case format
    /// A report file.
    case file
  }

  private static let commands: [String: Command] = [
    "detect": .history, "git": .history, "protect": .staged, "dir": .scan, "directory": .scan,
    "file": .scan, "files": .scan, "filesystem": .scan,
  ]

  private static let withValue: [String: Effect] = [
    "--source": .path, "--report-path": .file, "-r": .file, "--report-format": .format,
    "--report-template": .leftOut, "--baseline-path": .becomes(["--baseline", "VALUE"]),
    "-b": .becomes(["--baseline", "VALUE"]), "--log-opts": .becomes(["--range", "VALUE"]),
    "--gitleaks-ignore-path": .leftOut, "--enable-rule": .becomes(["--only", "VALUE"]),
    "--max-target-megabytes": .becomes(["--max-file-size", "VALUEM"]), "--log-level": .leftOut,
    "-l": .leftOut, "--max-decode-depth": .leftOut, "--max-archive-depth": .leftOut,
    "--timeout": .leftOut, "--platform": .leftOut, "--results": .leftOut,
    "--since-commit": .becomes(["--range", "VALUE..HEAD"]), "--branch": .leftOut,
    "--include-detectors": .becomes(["--only", "VALUE"]),
    "--exclude-detectors": .becomes(["--skip", "VALUE"]), "--directory": .path,
    "--concurrency": .becomes(["--threads", "VALUE"]),
  ]

  private static let withoutValue: [String: Effect] = [
    "--no-git": .command(.scan), "--staged": .command(.staged), "--pre-commit": .command(.staged),
    "--pipe": .command(.stdin), "--verbose": .leftOut, "-v": .leftOut, "--redact": .leftOut,
    "--no-banner": .leftOut, "--no-color": .becomes(["--color", "never"]),
    "--ignore-gitleaks-allow": .becomes(["--no-inline-ignore"]), "--follow-symlinks": .leftOut,
    "--json": .becomes(["--format", "jsonl"]), "--only-verified": .leftOut,
    "--no-verification": .leftOut, "--no-update": .leftOut, "--fail": .leftOut,
  ]

  private var command: Command
  private var options: [String] = []
  private var format: String?
  private var file: String?
  private var path: String?
  /// The first word of theirs, as it was typed.
  private var foreignWord: String?

  /// What to type here.
  ///
  /// - Parameter arguments: What follows the program's name.
  /// - Returns: The error's text; nil when no word of another scanner is there.
  static func hint(for arguments: [String]) -> String? {
    guard let line = ForeignCommandLine(arguments), let word = line.foreignWord else { return nil }
    let always = word == "--redact" ? "; secrets are redacted anyway" : ""
    return "`\(word)` is a word of other scanners; here that is: \(line.text)\(always)"
  }

  /// Nil for a command that cannot be told.
  private init?(_ arguments: [String]) {
    var rest = arguments[...]
    command = .scan
    if let first = rest.first, !first.hasPrefix("-") {
      rest.removeFirst()
      if let known = Self.commands[first] {
        (command, foreignWord) = (known, first)
      } else if let own = Command(rawValue: first),
        [.scan, .history, .staged, .stdin, .unpushed].contains(own)
      {
        command = own
      } else {
        return nil
      }
    }
    let isForeign = foreignWord != nil
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      var name = parts.first.map(String.init) ?? argument
      // Of gitleaks; `-s` is no option here.
      if name == "-s" { name = "--source" }
      if !isForeign, let own = command.type.optionSpecs.first(where: { $0.words.contains(name) }) {
        options.append(ShellWord.path(argument))
        if own.value != nil, parts.count == 1, let value = rest.popFirst() {
          options.append(ShellWord.path(value))
        }
        continue
      }
      if let effect = Self.withValue[name] {
        guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else { return nil }
        foreignWord = foreignWord ?? name
        apply(effect, value)
      } else if isForeign, name == "-f" || name == "--format", let value = rest.popFirst() {
        format = Self.format(value)
      } else if let effect = Self.withoutValue[name] {
        foreignWord = foreignWord ?? name
        apply(effect, "")
      } else if isForeign, !argument.hasPrefix("-"), path == nil, !isValue(argument) {
        apply(.path, argument)
      } else {
        options.append(ShellWord.path(argument))
      }
    }
  }

  /// Whether a word may be the value of the option before it.
  private func isValue(_ word: String) -> Bool {
    guard let last = options.last, last.hasPrefix("-"), !last.contains("=") else { return false }
    return command.type.optionSpecs.contains { $0.words.contains(last) && $0.value != nil }
  }

  private mutating func apply(_ effect: Effect, _ value: String) {
    switch effect {
    case .becomes(let words):
      options += words.map { word in
        word.hasPrefix("VALUE") ? ShellWord.path(value + word.dropFirst("VALUE".count)) : word
      }
    case .path: path = value.hasPrefix("file://") ? String(value.dropFirst("file://".count)) : value
    case .command(let other): command = other
    case .format: format = Self.format(value)
    case .file: file = value
    case .leftOut: break
    }
  }

  /// A format of theirs by its name here; nil for a template.
  private static func format(_ name: String) -> String? { name == "template" ? nil : name }

  private var text: String {
    var words = ["kunci", command.rawValue] + options
    if let format { words += ["--format", ShellWord.path(format)] }
    if let file { words += ["--output", ShellWord.path(file)] }
    let takesPath = [.scan, .history].contains(command)
    if let path, takesPath, path != "." { words.append(ShellWord.path(path)) }
    return words.joined(separator: " ")
  }
}
