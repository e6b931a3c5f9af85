import BuiltInRules
import Findings
import Reports
import RuleSet

/// `kunci merge REPORT…`.
struct MergeCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var files: [String] = []

  static let summary = "Make one report of many."
  static let details = """
    Reads reports in JSON or JSON Lines, of one repository or of several, and writes one of all of
    them, in any format. The order of the files does not matter, nor that a repository comes twice:
    of several scans of it, the fullest counts. The report is complete if that of each repository
    is. A file whose end is missing counts for the repositories that it tells of in full; those that
    its first line announces besides are incomplete until another report tells of them. A file that
    tells of no repository is an error.

    A repository is known by the name under which it was scanned.
    """
  static var operands: Operands<Self> { Operands("REPORT…") { $0.files = $1 } }
  static var options: [Option<Self>] {
    [
      .format, .output, .failOn, .exitCode,
      Option("quiet", short: "q", help: "Write findings and errors only.") {
        $0.scan.isQuiet = true
      },
      .color,
    ]
  }

  func run() throws(UsageError) -> ExitCode {
    guard !files.isEmpty else {
      throw UsageError("name the reports that are to be merged", command: .merge)
    }
    var merge = ReportMerge()
    for path in files {
      let file = try Self.read(path)
      // A scan of nothing that says so at its end is whole.
      guard !file.repositories.isEmpty || !(file.isCutOff || file.versions.isEmpty) else {
        throw UsageError(
          "\(path): this tells of no repository"
            + (file.isCutOff ? ": its end is missing" : ""), command: .merge)
      }
      try merge.add(file, named: path)
      if file.hidesRepositories { merge.lacks(theEndOf: path) }
      if file.isCutOff { Console.note("kunci: \(path): the end is missing, the rest is used\n") }
      for version in file.versions where version != Version.text {
        Console.note("kunci: \(path) was written by kunci \(version), this is \(Version.text)\n")
      }
    }
    return ReportWriter(output: try scan.reports.plan(), options: scan).write(
      merge.report(version: Version.text))
  }

  /// Reads a report.
  ///
  /// - Throws: ``UsageError`` that names the file and the line.
  static func read(_ path: String) throws(UsageError) -> ReportFile {
    let bytes = try UserFile.read(path)
    do throws(ReportFile.Malformed) {
      return try ReportFile(bytes) { BuiltInRules.ruleSet[$0]?.description }
    } catch {
      throw UsageError("\(path):\(error.line): \(error.message)", command: .merge)
    }
  }
}

extension ReportMerge {
  /// Adds all that a file tells of.
  ///
  /// - Throws: ``UsageError`` that names the file.
  mutating func add(_ file: ReportFile, named path: String) throws(UsageError) {
    guard !file.joined.isEmpty else { return try add(file.repositories, named: path) }
    do throws(Conflict) {
      try add(file.repositories, joined: file.joined)
    } catch {
      throw UsageError("\(path): \(error.message)", command: .merge)
    }
  }

  /// Adds repositories with their findings.
  ///
  /// - Throws: ``UsageError`` that names where they come from.
  mutating func add(_ scans: [RepositoryScan], named name: String) throws(UsageError) {
    do throws(Conflict) {
      for scan in scans { try add(scan) }
    } catch {
      throw UsageError("\(name): \(error.message)", command: .merge)
    }
  }
}
