import Reports

/// Which reports go where.
struct OutputPlan: Equatable {
  /// Format of standard output.
  var standardOutput: ReportFormat
  var files: [File]

  /// Whether a report needs the description of every rule.
  var listsRules: Bool {
    standardOutput.listsRules || files.contains { $0.format.listsRules }
  }

  struct File: Equatable {
    var path: String
    var format: ReportFormat
  }

  /// Reads `--format` and `--output`.
  ///
  /// A format belongs to the `--output` after it; without any `--output`, to standard output. With
  /// files, standard output is text for whoever reads the log.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    var pending: ReportFormat?
    var outputs: [(path: String, format: ReportFormat?)] = []
    for option in arguments.options {
      switch option.name {
      case OptionSpec.format.name:
        guard let format = ReportFormat(rawValue: option.value) else {
          let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
          throw UsageError(
            "unknown format `\(option.value)`; known are \(known)", command: arguments.command)
        }
        pending = format
      case OptionSpec.output.name:
        outputs.append((option.value, pending))
        pending = nil
      default: break
      }
    }
    standardOutput = outputs.isEmpty ? pending ?? .text : .text
    files = outputs.map { output in
      File(
        path: output.path,
        format: output.format ?? ReportFormat(fileName: output.path) ?? pending ?? .text)
    }
  }
}
