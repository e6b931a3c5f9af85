/// `kunci stdin`.
struct StdinCommand: ParsableCommand, Scans {
  var scan = ScanOptions()

  static let summary = "Scan standard input."
  static let details = "Reads standard input to its end and scans it."
  static var options: [Option<Self>] { Option.scanning }

  func run() throws(UsageError) -> ExitCode {
    try ScanRequest(.standardInput, scan).runAndReport()
  }
}
