import GitRepository

/// `kunci unpushed [REPOSITORY]`.
struct UnpushedCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var repository: String?

  static let summary = "Scan what the next push would publish."
  static let details = """
    Scans what the commits bring in that no remote-tracking branch reaches yet.
    """
  static var operands: Operands<Self> { .one("[REPOSITORY]") { $0.repository = $1 } }
  static var options: [Option<Self>] { [.exclude, .stream] + Option.scanning }

  func run() throws(UsageError) -> ExitCode {
    try ScanRequest(.history(repository: repository, .unpushed), scan).runAndReport()
  }
}
