/// `kunci scan [PATH…]`.
struct ScanCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var paths: [String] = []
  /// Whether the places on this computer are scanned where keys pile up.
  var isMachine = false

  static let summary = "Scan files and folders."
  static let details = """
    Scans files and folders, the current folder by default. Inside a git work tree, what git
    ignores is left out; files that git tracks never are. Symbolic links are not followed,
    submodules not entered, unless asked for.

    A file of secrets that git tracks (.env, a private key, .npmrc with a token, …) is a finding
    in itself, tracked-secret-file; an .env that git does not ignore is a warning.

    With --machine, no PATH is given: shell histories, transcripts and settings of coding agents,
    configurations of MCP servers, stores of credentials, settings of shells and editors, checkpoints
    of notebooks and downloads in your home folder are scanned, and nothing is changed.
    """
  static var operands: Operands<Self> { Operands("[PATH…]") { $0.paths = $1 } }
  static var options: [Option<Self>] {
    [
      .noIgnore, .recurseSubmodules, .exclude,
      Option(
        "machine",
        help:
          "Scan where keys pile up on this computer, in place of PATHs, and say what to do there."
      ) { $0.isMachine = true },
    ] + Option.scanning
  }

  func run() throws(UsageError) -> ExitCode {
    guard !isMachine else {
      guard paths.isEmpty else { throw UsageError("--machine takes no PATH", command: .scan) }
      return try MachineScan().run(scan)
    }
    return try ScanRequest(.files(paths.isEmpty ? ["."] : paths), scan).runAndReport()
  }
}
