import Archives
import Basics
import Detection
import Findings
import Redaction
import SystemIO

/// `kunci redact [FILE…]`.
struct RedactCommand: ParsableCommand, UsesRules {
  var files: [String] = []
  var rules = RuleOptions()
  var isInPlace = false
  var style = ReplacementText.redacted
  var least = Confidence.low
  var isQuiet = false

  static let summary = "Take the secrets out of a text, so that it can be shared."
  static let details = """
    Writes FILEs, or standard input, to standard output with every secret replaced by its redacted
    form, also where it is encoded: a text in base64 that holds one is replaced whole. All else
    stays as it is, byte for byte, and JSON, JSON Lines, YAML, notebooks and .env files stay valid.
    What was replaced is listed on standard error.

    Standard input is passed on as it comes, a little behind. The result is scanned again, until
    kunci scan --min-confidence low would find nothing in it. What is no text is refused.

    Of mails and mailboxes, parts in base64 or quoted-printable are redacted as well and stay what
    they are. Such a mail is passed on at its end. Refused are one of more than 32 MiB, and one with
    a packed attachment, such as a zip archive, in which a secret is or that cannot be opened. So is
    a diff with such a binary file.

    Exit code: 0 done, also where there was nothing to do; 2 not done in full.
    """
  static var operands: Operands<Self> { Operands("[FILE…]") { $0.files = $1 } }

  static var options: [Option<Self>] {
    [
      Option(
        "in-place", short: "i",
        help: "Replace each FILE in one step by what comes out; its permissions stay."
      ) { $0.isInPlace = true },
      Option(
        "mark",
        help:
          "Write [redacted RULE FINGERPRINT] in the place of a secret, and not its redacted form."
      ) { $0.style = .mark },
      Option(
        "min-confidence", choice: "LEVEL",
        help: "Replace secrets that are at least low (default), medium or high in confidence."
      ) { $0.least = $1 },
    ] + Option.ruleSources + [
      Option("quiet", short: "q", help: "Write errors only, not what was replaced.") {
        $0.isQuiet = true
      }
    ]
  }

  func run() throws(UsageError) -> ExitCode {
    let inputs = files.isEmpty ? ["-"] : files
    guard !isInPlace || !inputs.contains("-") else {
      throw UsageError("--in-place is for files; name them", command: .redact)
    }
    // What is shared is no business of a configuration that comes with it.
    let used = try UserRules(rules, UserChecks(rules, hasIndex: false), at: nil)
    let detector = try UsageError.rethrowing { try Detector(used.ruleSet) }
    let run = RedactionRun(detector: detector, style: style, least: least)
    var isDone = true
    var finished = 0
    var count = 0
    for input in inputs {
      do {
        let secrets =
          if input == "-" { try run.copyInput() } else if isInPlace {
            try run.redactInPlace(input)
          } else { try run.copy(input) }
        count += secrets.count
        finished += 1
        if !isQuiet { Self.list(secrets, in: Self.name(of: input)) }
      } catch let error as SystemError where error.isBrokenPipe {
        // Nobody reads any more, so nothing is left to do.
        break
      } catch {
        isDone = false
        Console.error("\(Self.name(of: input)): \(Self.text(of: error, about: input))")
      }
    }
    if !isQuiet, finished > 0 { Console.note("\(Quantity.of(count, "secret")) redacted.\n") }
    return isDone ? .clean : .incomplete
  }

  private static func name(of input: String) -> String { input == "-" ? "standard input" : input }

  private static func text(of error: any Error, about input: String) -> String {
    switch error {
    case let error as SystemError: error.failure
    case let error as RedactionRun.Failure: error.rawValue
    case TextRedactor.Failure.binary: binaryText(about: input)
    case TextRedactor.Failure.packed(let phrase):
      "this is no text but \(phrase): unpack it or save it as text, and redact that"
    case TextRedactor.Failure.attachment(let line, let phrase):
      "line \(line): what is attached is \(phrase), in which secrets were found or which cannot be "
        + "opened in full; take it out, and redact it by itself"
    case TextRedactor.Failure.tooLarge:
      "this is a mail of more than \(Quantity.bytes(TextRedactor.mailLimit)), or of too many mails "
        + "inside one another, whose parts are not taken apart; split it"
    default: "\(error)"
    }
  }

  /// Says what a file is that is no text, and what to do with it.
  private static func binaryText(about input: String) -> String {
    guard input != "-", let format = packedFormat(of: input) else {
      return "this is no text, and what is binary cannot be redacted; kunci scan says what is in it"
    }
    switch format {
    case .document:
      return "this is no text but \(format.phrase): save it as text, and redact that"
    case .bundle:
      return "this is no text but \(format.phrase): clone it, and rewrite its history"
    case .zip, .tar, .cpio, .ar, .compressed, .behind, .other:
      return
        "this is no text but \(format.phrase): unpack it, redact the files, and pack them again"
    }
  }

  private static func packedFormat(of path: String) -> PackedFormat? {
    guard let file = try? OpenFile(path: path), file.kind == .file else { return nil }
    return (try? PackedFormat(of: file)) ?? nil
  }

  private static func list(_ secrets: [RedactedSecret], in name: String) {
    guard !secrets.isEmpty else { return }
    let name = Console.redacted(name)
    let lines = secrets.map { secret in
      "\(name):\(secret.line): \(secret.rule.title)  \(secret.redacted)"
        + "  [\(secret.rule.id)]  \(secret.fingerprint.description.prefix(8))\n"
    }
    Console.note(lines.joined())
  }
}
