import Basics
import Engine
import Findings
import GitRepository
import Reports
import SystemIO

/// `kunci migrate [FILE…]`.
struct MigrateCommand: ParsableCommand {
  var files: [String] = []
  /// Whether files that are there are replaced.
  var isForced = false
  /// Whether the files are printed and not written.
  var isDry = false

  static let summary = "Carry over what other scanners' files say."
  static let details = """
    Reads configurations, ignore files and baselines of gitleaks, betterleaks, detect-secrets,
    ggshield, kingfisher and secretlint, and lists of paths of trufflehog: FILEs, or those at their
    usual names in the current folder. Writes .kunci.toml, .kunciignore and .kunci-baseline.json
    there, as far as they are needed, and says what could not be carried over. Secrets that were
    accepted are looked for in the files here, and in the history if a commit is named.

    .gitleaks.toml and .gitleaksignore are read by every scan as they are.
    """
  static var operands: Operands<Self> { Operands("[FILE…]") { $0.files = $1 } }

  static var options: [Option<Self>] {
    [
      Option("force", help: "Replace files that are there.") { $0.isForced = true },
      Option("dry-run", help: "Print the files and do not write them.") { $0.isDry = true },
    ]
  }

  /// Where other scanners' files usually are.
  private static let usualFiles = [
    ".gitleaks.toml", "gitleaks.toml", ".betterleaks.toml", ".gitleaksignore", ".betterleaksignore",
    ".gitleaks-baseline.json", "gitleaks-baseline.json", "gitleaks-report.json",
    ".secrets.baseline", ".gitguardian.yaml", ".gitguardian.yml", "baseline-file.yml",
    "baseline-file.yaml", ".secretlintrc.json",
    ".secretlintrc", ".secretlintignore", ".trufflehogignore",
  ]

  func run() throws(UsageError) -> ExitCode {
    let named = files.isEmpty ? Self.usualFiles.filter { FileSystem.exists($0) } : files
    guard !named.isEmpty else {
      throw UsageError(
        "no configuration, ignore file or baseline of another scanner is here; name it",
        command: .migrate)
    }
    var migration = Migration()
    for file in named {
      // A link that comes with a repository could lead to anything.
      guard !files.isEmpty || (try? FileSystem.linkStatus(file))?.kind == .file else {
        throw UsageError(
          "\(file): this is no plain file; name it if you mean it", command: .migrate)
      }
      try Self.read(file, into: &migration)
    }
    // Of the two, a .kunci.toml is read alone.
    if migration.configuration != nil, migration.base == nil, FileSystem.exists(".gitleaks.toml") {
      migration.extend(".gitleaks.toml")
    }
    let outcome = try MigratedSecrets(of: &migration)
    var written: [(name: String, text: String)] = []
    if let text = migration.configuration { written.append((".kunci.toml", text)) }
    let ignored = migration.globs.map { "\($0.glob)  # \($0.reason)\n" } + outcome.ignoreLines
    if !ignored.isEmpty { written.append((SuppressionPlan.ignoreFileName, ignored.joined())) }
    if !outcome.baseline.isEmpty {
      let text = BaselineFile(
        mark: Baseline.mark.name, version: Baseline.mark.version, prefix: Baseline.prefix,
        findings: outcome.baseline
      ).text
      written.append((".kunci-baseline.json", text))
    }
    for note in migration.notes { Console.note(Console.redacted("\(note)\n")) }
    for loss in migration.losses {
      let place = loss.file + (loss.line.map { ":\($0)" } ?? "")
      Console.note(Console.redacted("not carried over: \(place): \(loss.message)\n"))
    }
    return write(written)
  }

  private static func read(_ file: String, into migration: inout Migration) throws(UsageError) {
    let bytes = try UserFile.read(file)
    let name = file.split(separator: "/").last.map(String.init) ?? file
    if name.hasSuffix(".toml") {
      try migration.readConfiguration(file)
    } else if name.contains("leaksignore") {
      migration.readGitleaksIgnore(bytes, of: file)
    } else if name.contains("secretlintignore") {
      migration.readGlobs(bytes, of: file)
    } else if name.contains("gitguardian") {
      migration.readGGShield(bytes, of: file)
    } else if bytes.starts(with: "ExactFindings:".utf8) {
      migration.readKingfisher(bytes, of: file)
    } else if name.contains("trufflehog") {
      migration.readExpressions(bytes, of: file)
    } else {
      migration.readJSON(bytes, of: file)
    }
  }

  private func write(_ files: [(name: String, text: String)]) -> ExitCode {
    guard !isDry else {
      for file in files { Console.print(Console.redacted("# \(file.name)\n\(file.text)\n")) }
      return .clean
    }
    let taken = files.map(\.name).filter { !FileSystem.isAbsent($0) }
    guard taken.isEmpty || isForced else {
      Console.error(
        "\(Quantity.list(taken, before: "and")) would be replaced; see --dry-run and --force")
      return .incomplete
    }
    for file in files {
      do throws(SystemError) {
        try FileSystem.write(file.name, file.text)
      } catch {
        Console.error(error.at(path: file.name).message)
        return .incomplete
      }
      Console.note("Written: \(file.name)\n")
    }
    if files.isEmpty { Console.note("Nothing needs to be written.\n") }
    if files.contains(where: { $0.name.hasSuffix(".json") }) {
      Console.note("From now on: kunci scan --baseline .kunci-baseline.json\n")
    }
    return .clean
  }
}
