import BuiltInRules
import Detection
import Findings
import Reports
import RuleSet
import Engine
import Inputs
import SystemIO

/// What the options of a scanning command ask for, checked.
struct ScanRequest {
  var settings: ScanPlan
  /// What a report says of the configuration; nil without one.
  var configuration: ScanReport.UsedConfiguration?
  var output: OutputPlan
  var showsSecrets: Bool
  var showsSuppressed: Bool
  var isQuiet: Bool
  var color: When
  var progress: When
  /// When the work began, in seconds since the start of 1970.
  let started = Process.secondsSince1970
  /// Whether secrets are told as soon as they are seen.
  let streams: Bool
  /// Whether allowlists look at the text around matches.
  private let keepsTexts: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let rules = try UserRules(arguments)
    settings = ScanPlan(ruleSet: rules.ruleSet)
    settings.allowlists = rules.allowlists
    configuration = rules.configuration
    keepsTexts = rules.looksAround
    let checks = try UserChecks(arguments)
    settings.checksSecretFiles =
      checks.checksSecretFiles
      && rules.configuration?.disabledRules.contains(SecretFile.ruleID) != true
    settings.reportedIDs = checks.reportedIDs
    output = try OutputPlan(arguments)
    streams = arguments.has(.stream)
    guard !streams || output.standardOutput == .jsonl else {
      throw UsageError(
        "--stream is for --format jsonl on standard output", command: arguments.command)
    }
    showsSecrets = arguments.has(.showSecrets)
    showsSuppressed = arguments.has(.showSuppressed)
    settings.suppression = try UserSuppression.settings(arguments)
    isQuiet = arguments.has(.quiet)
    color = try When(.color, arguments)
    progress = try When(.progress, arguments)
    settings.threads = try Self.threads(arguments)
    if let text = arguments.value(of: .maxFileSize) {
      settings.maxFileSize = try Self.size(text, arguments.command)
    }
    if let text = arguments.value(of: .minConfidence) {
      guard let confidence = Confidence(rawValue: text) else {
        throw UsageError(
          "--min-confidence is low, medium or high, not `\(text)`", command: arguments.command)
      }
      settings.minConfidence = confidence
    }
  }

  /// The detector of the rules that were asked for.
  func detector() throws(UsageError) -> Detector {
    do throws(UnusableRuleError) {
      return try Detector(settings.ruleSet, keepsTexts: keepsTexts)
    } catch {
      throw UsageError(error.description)
    }
  }

  private static func threads(_ arguments: ParsedArguments) throws(UsageError) -> Int {
    guard let text = arguments.value(of: .threads) else { return Threads.available }
    guard let count = Int(text), (1...256).contains(count) else {
      throw UsageError("--threads is a number from 1 to 256", command: arguments.command)
    }
    return count
  }

  /// Reads `500K`, `20M`, `1G` or a number of bytes.
  private static func size(_ text: String, _ command: String) throws(UsageError) -> Int {
    let factors: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let factor = text.uppercased().last.flatMap { factors[$0] }
    let digits = factor == nil ? text : String(text.dropLast())
    guard let number = Int(digits), number >= 0,
      case let (bytes, overflow) = number.multipliedReportingOverflow(by: factor ?? 1), !overflow
    else {
      throw UsageError("--max-file-size is a size such as 500K, 20M or 1G", command: command)
    }
    return bytes
  }
}
