/// `kunci stdin`.
struct StdinCommand: ParsableCommand, Scans {
  var scan = ScanOptions()

  static let summary = "Scan standard input."
  static let details = """
    Reads standard input to its end and scans it. Of a diff, as git diff and diff -u write it, only
    added lines count, and findings name the file and the line there; what stands between its hunks,
    such as a message, counts as it is. With --as-is, a diff is a text like any other.
    """
  static var options: [Option<Self>] {
    [
      Option("as-is", help: "Scan a diff as a text, with all of its lines.") {
        $0.scan.knowsDiffs = false
      }
    ] + Option.scanning
  }

  func run() throws(UsageError) -> ExitCode {
    try ScanRequest(.standardInput, scan).runAndReport()
  }
}
