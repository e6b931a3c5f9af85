/// `kunci scan [PATH…]`.
struct ScanCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var paths: [String] = []

  static let summary = "Scan files and folders."
  static let details = """
    Scans files and folders, the current folder by default. Inside a git work tree, what git
    ignores is left out; files that git tracks never are. Symbolic links are not followed,
    submodules not entered, unless asked for.

    A file of secrets that git tracks (.env, a private key, .npmrc with a token, …) is a finding
    in itself, tracked-secret-file; an .env that git does not ignore is a warning.
    """
  static var operands: Operands<Self> { Operands("[PATH…]") { $0.paths = $1 } }
  static var options: [Option<Self>] {
    [.noIgnore, .recurseSubmodules, .exclude] + Option.scanning
  }

  func run() throws(UsageError) -> ExitCode {
    try ScanRequest(.files(paths.isEmpty ? ["."] : paths), scan).runAndReport()
  }
}
