import Basics
import Engine
import Findings
import GitRepository
import Reports
import SystemIO

/// `kunci baseline [PATH]`.
struct BaselineCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var path: String?
  var readsHistory = false
  /// Where the baseline goes.
  var file = Self.fileName

  /// Name of the file that counts by itself at a repository's root.
  static let fileName = ".kunci-baseline.json"

  static let summary = "Accept what is there, and report only what is new."
  static let details = """
    Scans the files in PATH, the current folder by default, or with --history the repository's
    history, and writes what it finds to a file for --baseline. The file holds fingerprints,
    rules and paths, but no secrets; it is made anew each time, so what is gone leaves it. What
    comments and ignore files suppress is not written.

    From then on, a .kunci-baseline.json at the root of the repository counts by itself, and every
    report says so; any other file with --baseline. A known secret stays known when it moves to
    another line or file; another secret in its place is new.
    """
  static var operands: Operands<Self> { .one("[PATH]") { $0.path = $1 } }

  static var options: [Option<Self>] {
    [
      Option(
        "output", short: "o", value: "FILE",
        help:
          "Write to FILE, not to .kunci-baseline.json in the current folder; - is standard output."
      ) { $0.file = $1 },
      Option("history", help: "Take what the repository's history holds.") {
        $0.readsHistory = true
      },
      .noIgnore, .exclude,
    ] + Option.choosing + Option.running
  }

  func run() throws(UsageError) -> ExitCode {
    let input =
      readsHistory
      ? ScanInput.history(repository: path, .everything) : .files([path ?? "."])
    var options = scan
    // What the last one knows is to be in this one.
    options.baseline = .none
    let result = try ScanRequest(input, options).run()
    // What could not be read may hold what the last baseline knew.
    guard result.isComplete else {
      Console.list(result.coverage.errors)
      Console.error("not everything could be read, so no baseline is written")
      return .incomplete
    }
    return write(result)
  }

  /// What was written, and what the file does not do.
  private func summary(of result: ScanResult) -> String {
    var text = "Written: \(file), with \(Quantity.of(result.findings.count, "finding"))\n"
    if file == Self.fileName { text += "Commit it, so that it counts for everybody.\n" }
    let pushed = result.findings.count { $0.status?.publication.isPushed ?? false }
    if pushed > 0 {
      text +=
        "\(Quantity.of(pushed, "of them is", plural: "of them are")) pushed already: accepted here,"
        + " and to be revoked all the same.\n"
    }
    return text
  }

  private func write(_ result: ScanResult) -> ExitCode {
    let text = BaselineFile(
      mark: Baseline.mark.name, version: Baseline.mark.version, prefix: Baseline.prefix,
      findings: result.findings.map { finding in
        var finding = finding
        for index in finding.locations.indices {
          finding.locations[index].provenance = finding.locations[index].provenance.mapPath(
            result.pathFromRoot)
        }
        return finding
      }
    ).text
    guard file != "-" else { return Console.print(text) ? .clean : .incomplete }
    do throws(SystemError) {
      try FileSystem.write(file, text)
    } catch {
      Console.error(error.at(path: file).message)
      return .incomplete
    }
    if !scan.isQuiet { Console.note(summary(of: result)) }
    return .clean
  }
}
