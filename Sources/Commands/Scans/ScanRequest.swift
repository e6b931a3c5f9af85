import Detection
import Engine
import Findings
import Reports
import RuleSet
import SystemIO

/// A scan that was asked for, with all files that its options name read and checked.
struct ScanRequest {
  let input: ScanInput
  let options: ScanOptions
  let plan: ScanPlan
  /// What a report says of the configuration; nil without one.
  let configuration: ScanReport.UsedConfiguration?
  /// What the reader should know of the files that were read for it.
  let notices: [ScanReport.Notice]
  let output: OutputPlan
  let detector: Detector
  /// The bytes of the files that it names or that were found for it and say what counts: ignore file,
  /// baseline, configuration.
  let settings: [[UInt8]]
  /// When the work began, in seconds since the start of 1970.
  let started = Process.secondsSince1970

  /// Reads what the options name.
  ///
  /// - Parameters:
  ///   - input: What is to be scanned.
  ///   - options: How.
  ///   - place: A path at whose repository's root the configuration is looked for; nil for that of
  ///     the input.
  ///   - shared: What looks for secrets where no configuration changes that; nil makes one.
  /// - Throws: ``UsageError`` when a file cannot be used, or options contradict each other.
  init(
    _ input: ScanInput, _ options: ScanOptions, configurationAt place: String? = nil,
    sharing shared: Detector? = nil
  ) throws(UsageError) {
    self.input = input
    self.options = options
    let checks = try UserChecks(options.rules, hasIndex: input.hasIndex)
    let rules = try UserRules(options.rules, checks, at: place ?? input.place)
    var plan = ScanPlan(ruleSet: rules.ruleSet)
    plan.allowlists = rules.allowlists
    configuration = rules.configuration
    plan.checksSecretFiles =
      checks.checksSecretFiles
      && rules.configuration?.disabledRules.contains(SecretFile.ruleID) != true
    // Of names that mean no rule there was an error above.
    plan.reportedIDs = checks.reportedIDs.map { names in
      Set(names.flatMap { (try? rules.ruleSet.ids(named: $0)) ?? [] })
    }
    output = try options.reports.plan()
    guard !options.streams || output.standardOutput == .jsonl else {
      throw UsageError(
        "--stream is for --format jsonl on standard output",
        command: Command(rawValue: input.kind.rawValue))
    }
    plan.suppression = try Self.suppression(options)
    let known = try UsedBaseline(options, at: place ?? input.place)
    plan.suppression.baseline = known?.baseline
    notices = known?.notices ?? []
    settings = [
      plan.suppression.ignoreFile?.bytes ?? [], known?.bytes ?? [], rules.configurationBytes,
    ]
    plan.excluded = options.excluded
    plan.threads = options.threads
    plan.maxFileSize = options.maxFileSize
    plan.archives.depth = options.archiveDepth
    plan.allowsGaps = options.allowsGaps
    plan.minConfidence = options.minConfidence
    self.plan = plan
    if let shared, configuration == nil {
      detector = shared
      return
    }
    detector = try UsageError.rethrowing {
      try Detector(
        plan.ruleSet, hiding: rules.hiddenRules, keepsTexts: rules.looksAround)
    }
  }

  /// Reads the files of accepted findings.
  private static func suppression(_ options: ScanOptions) throws(UsageError) -> SuppressionPlan {
    var plan = SuppressionPlan()
    plan.honoursComments = options.honoursComments
    plan.tellsUnused = options.rules.only.isEmpty && options.rules.skip.isEmpty
    switch options.ignoreFile {
    case .repository: break
    case .file(let path): plan.ignoreFile = (path, try UserFile.read(path))
    case .none: plan.ignoreFile = ("", [])
    }
    return plan
  }
}
