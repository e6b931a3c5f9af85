import Basics
import Reports

/// The reports that `--format` and `--output` ask for, in the order given.
///
/// A format belongs to the `--output` after it; without any `--output`, to standard output.
struct ReportOptions: Equatable, Sendable {
  /// A format that belongs to no output yet.
  private var pending: ReportFormat?
  private var outputs: [Output] = []

  private struct Output: Equatable, Sendable {
    var path: String
    var format: ReportFormat?
  }

  /// Takes `--format`.
  mutating func use(_ format: ReportFormat) { pending = format }

  /// Takes `--output`.
  mutating func add(_ path: String) {
    outputs.append(Output(path: path, format: pending))
    pending = nil
  }

  /// Decides which reports go where.
  ///
  /// With files alone, standard output is text for those who read the log.
  ///
  /// - Throws: ``UsageError`` when a file's name implies no format and none was given, or
  ///   when two reports are for standard output.
  func plan() throws(UsageError) -> OutputPlan {
    var plan = OutputPlan(standardOutput: .text, files: [])
    if outputs.isEmpty { plan.standardOutput = pending ?? .text }
    var usesStandardOutput = false
    for output in outputs {
      let format = output.format ?? ReportFormat(fileName: output.path) ?? pending
      guard output.path != "-" else {
        guard !usesStandardOutput else { throw UsageError("only one --output can be -") }
        usesStandardOutput = true
        plan.standardOutput = format ?? .text
        continue
      }
      guard let format = format ?? (Self.hasEnding(output.path) ? nil : .text) else {
        throw UsageError(
          "--output \(output.path): the ending implies no format; known are "
            + Quantity.list(ReportFormat.fileEndings) + ", else put --format FORMAT before it")
      }
      plan.files.append(OutputPlan.File(path: output.path, format: format))
    }
    return plan
  }

  private static func hasEnding(_ path: String) -> Bool {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return name.dropFirst().contains(".")
  }
}

/// Which reports go where.
struct OutputPlan: Equatable {
  /// Format of standard output.
  var standardOutput: ReportFormat
  var files: [File]

  /// Whether a report says when secrets went out of files.
  var tellsDepartures: Bool {
    standardOutput.tellsDepartures || files.contains { $0.format.tellsDepartures }
  }

  struct File: Equatable {
    var path: String
    var format: ReportFormat
  }
}

extension Option where Target: Scans {
  static var format: Self {
    let formats = ReportFormat.allCases.map { $0.rawValue }
    return Option(
      "format", short: "f", value: "FORMAT", choices: formats,
      help: "Write \(Quantity.list(formats, before: "or"))."
    ) { command, text throws(UsageError) in
      guard let format = ReportFormat(rawValue: text) else {
        throw UsageError("unknown format `\(text)`; known are \(formats.joined(separator: ", "))")
      }
      command.scan.reports.use(format)
    }
  }

  static var output: Self {
    Option(
      "output", short: "o", value: "FILE",
      help: "Write a report to FILE, or to standard output for -, in its own format: the --format"
        + " before it, or what its ending implies. May be given several times."
    ) { $0.scan.reports.add($1) }
  }
}
