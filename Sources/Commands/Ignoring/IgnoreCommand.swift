import Basics
import Engine
import FileTree
import Findings
import SystemIO

/// `kunci ignore FINGERPRINT… --reason TEXT`.
struct IgnoreCommand: ParsableCommand {
  /// Fingerprints; with a report, their first digits are enough.
  var fingerprints: [String] = []
  var reason: String?
  var until: String?
  var glob: String?
  var report: String?
  /// The file to write to; nil for that of the repository.
  var file: String?

  static let summary = "Accept a finding that is no secret, with a reason."
  static let details = """
    Writes a line for each FINGERPRINT to .kunciignore at the root of the repository, outside of one
    of the current folder. With --from-report, all findings of a report that kunci wrote are meant,
    or of those the ones whose fingerprints begin so, with at least 8 digits. What the file accepts
    already is not written again.

      kunci ignore 9632aaf06275ebd85726a6c79a2ebcbc --reason 'sample of the documentation'
      kunci scan --output report.json && kunci ignore --from-report report.json --reason 'known'
    """
  static var operands: Operands<Self> { Operands("[FINGERPRINT…]") { $0.fingerprints = $1 } }

  static var options: [Option<Self>] {
    [
      Option("reason", value: "TEXT", help: "Why it is accepted, for whoever reads the file later.")
      {
        $0.reason = $1
      },
      Option(
        "until", value: "DATE",
        help: "Accept it up to the end of that day (UTC), such as 2030-01-31."
      ) { $0.until = $1 },
      Option(
        "path", value: "GLOB",
        help: "Accept it only there; a path from the root, or a glob as in .gitignore."
      ) { $0.glob = $1 },
      Option(
        "from-report", value: "FILE",
        help: "Take the fingerprints of this report: json, jsonl, sarif, csv, short or text."
      ) { $0.report = $1 },
      Option(
        "ignore-file", value: "FILE",
        help: "Write to FILE, for --ignore-file of the other commands."
      ) { $0.file = $1 },
    ]
  }

  func run() throws(UsageError) -> ExitCode {
    guard let reason else {
      throw UsageError(
        "--reason TEXT is wanted: whoever reads the file later has to know why", command: .ignore)
    }
    guard Console.redacted(reason) == reason else {
      throw UsageError("the reason holds a secret itself", command: .ignore)
    }
    if let glob, glob.split(separator: "/").contains("..") {
      throw UsageError(
        "a path counts from the root of the repository, and `..` leads out of it",
        command: .ignore)
    }
    let path = file ?? Self.repositoryFile
    let old = try Self.content(of: path)
    var added: [String] = []
    let today = Process.secondsSince1970 / 86_400
    let wanted = try wanted()
    for fingerprint in wanted {
      var isPast = false
      do throws(IgnoreLine.Malformed) {
        let line = try IgnoreLine(fingerprint, path: glob, until: until, reason: reason)
        isPast = line.isExpired(on: today)
        if !line.isIn(old, on: today) { added.append(line.text) }
      } catch {
        throw UsageError(error.message, command: .ignore)
      }
      if isPast, let until {
        throw UsageError("\(until) is past: such a line accepts nothing", command: .ignore)
      }
    }
    let known = wanted.count - added.count
    let already = known > 0 ? "; \(known) there already" : ""
    guard !added.isEmpty else {
      Console.print("Nothing to write: \(path) accepts all of that already.\n")
      return .clean
    }
    let end = old.isEmpty || old.last == UInt8(ascii: "\n") ? "" : "\n"
    let text = old + Array((end + added.map { $0 + "\n" }.joined()).utf8)
    do throws(SystemError) {
      try FileSystem.write(path, text.span)
    } catch {
      Console.error(error.at(path: path).message)
      return .incomplete
    }
    Console.print("Written: \(path), \(Quantity.of(added.count, "line"))\(already)\n")
    return .clean
  }

  /// The file that scans of the repository read, as a user would name it.
  private static var repositoryFile: String {
    let name = SuppressionPlan.ignoreFileName
    guard let current = try? FileSystem.realPath("."),
      let root = WorkTree.containing(current)?.root, root != current
    else { return name }
    return "\(root)/\(name)"
  }

  private static func content(of path: String) throws(UsageError) -> [UInt8] {
    guard !FileSystem.isAbsent(path) else { return [] }
    guard (try? FileSystem.linkStatus(path))?.kind == .file else {
      throw UsageError("\(path) is no plain file, so scans would not read it", command: .ignore)
    }
    return try UserFile.read(path)
  }

  /// The secrets that are meant, each once.
  private func wanted() throws(UsageError) -> [Fingerprint] {
    var wanted: [Fingerprint] = []
    func add(_ fingerprint: Fingerprint) {
      if !wanted.contains(fingerprint) { wanted.append(fingerprint) }
    }
    let reported = try report.map { path throws(UsageError) in try ReportedFingerprints(in: path) }
    for text in fingerprints {
      if let fingerprint = Fingerprint(text) {
        guard reported?.all.contains(fingerprint) ?? true else {
          throw UsageError("the report does not hold \(text)", command: .ignore)
        }
        add(fingerprint)
        continue
      }
      guard let reported else {
        throw UsageError(
          "a fingerprint has 32 hexadecimal digits, not `\(text)`; its first digits are enough for"
            + " kunci explain, and here with --from-report", command: .ignore)
      }
      add(try reported.beginning(with: text.lowercased()))
    }
    guard fingerprints.isEmpty else { return wanted }
    guard let reported else {
      throw UsageError("say which: FINGERPRINT… or --from-report FILE", command: .ignore)
    }
    for fingerprint in reported.all { add(fingerprint) }
    guard !wanted.isEmpty else {
      throw UsageError("\(report ?? ""): no fingerprint of a finding is in it", command: .ignore)
    }
    return wanted
  }
}
