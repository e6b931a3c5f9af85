/// `kunci staged [REPOSITORY]`.
struct StagedCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var repository: String?

  static let summary = "Scan what the next commit would add."
  static let details = """
    Compares the index with HEAD, in the whole repository wherever you stand in it, and scans
    what is staged, not what is in the work tree. Secrets that HEAD already holds in the same
    file are not reported again. A file of secrets that the commit would add (.env, a private
    key, …) is a finding in itself, tracked-secret-file.
    """
  static var operands: Operands<Self> { .one("[REPOSITORY]") { $0.repository = $1 } }
  static var options: [Option<Self>] { [.exclude] + Option.scanning }

  func run() throws(UsageError) -> ExitCode {
    try ScanRequest(.staged(repository: repository), scan).runAndReport()
  }
}
