/// `kunci stdin`.
struct StdinCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  /// Whether standard input holds several inputs.
  var isFramed = false

  static let summary = "Scan standard input."
  static let details = """
    Reads standard input to its end and scans it. Of a unified diff, as git diff, git show,
    git log -p, git format-patch, diff -u, diff -ru, svn diff and hg export write it, also in
    colours or with --graph, only added lines count, and findings name the file and the line
    there; what stands between its hunks, such as a message, counts as it is. A binary file in it
    is opened if it is there (git diff --binary), and listed if not. Of other forms, such as
    diff -c, of what only quotes a diff, of a diff that is a file, and with --as-is, all lines
    count.

    With --names0, standard input holds any number of inputs, such as objects of a store: each is its
    name, NUL, its length in bytes as decimal digits, NUL, and its bytes. Each is scanned like a file
    of that name, with the name, and reported like one of several repositories; see
    kunci help repositories.
    """
  static var options: [Option<Self>] {
    [
      Option("as-is", help: "Scan a diff as a text, with all of its lines.") {
        $0.scan.knowsDiffs = false
      },
      Option(
        "names0",
        help: "Scan several inputs, each written as NAME NUL LENGTH NUL and as many bytes."
      ) { $0.isFramed = true },
    ] + Option.scanning
  }

  func run() throws(UsageError) -> ExitCode {
    guard isFramed else { return try ScanRequest(.standardInput, scan).runAndReport() }
    return try FramedScan(options: scan).run()
  }
}
