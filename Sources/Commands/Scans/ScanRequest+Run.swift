import BuiltInRules
import Detection
import Engine
import Findings
import GitRepository
import Hooks
import Inputs
import RuleSet
import SystemIO

/// From a request to a scan: the only place where scans are started.
extension ScanRequest {
  /// Scans, and shows the progress of what can take long.
  ///
  /// - Returns: What was found, and what could not be looked at.
  func run() -> ScanResult {
    switch input {
    case .files(let paths, let areTracked):
      var source = FolderSource(paths)
      source.startsAreTracked = areTracked
      source.usesIgnoreFiles = options.usesIgnoreFiles
      source.entersSubmodules = options.entersSubmodules
      return ProgressLine.showing(self) { Scan.run(source, plan, detector, progress: $0) }
    case .staged(let repository, let paths):
      var source = StagedSource(repository ?? ".")
      source.only = paths
      source.usesEnvironment = repository == nil
      return RepositoryAdvice.added(to: Scan.run(source, plan, detector), about: repository)
    case .history(let repository, let scope):
      var plan = plan
      plan.isCancelled = { Interruption.isRequested }
      Interruption.watch()
      let source = history(repository, scope)
      let result = ProgressLine.showing(self) { Scan.run(source, plan, detector, progress: $0) }
      return RepositoryAdvice.added(to: result, about: repository)
    case .push(let push):
      return run(push)
    case .standardInput:
      let source = StreamSource(named: "stdin") { limit, buffer throws(SystemError) in
        try StandardStreams.readInput(atMost: limit, into: &buffer)
      }
      return Scan.run(source, plan, detector)
    }
  }

  private func history(_ repository: String?, _ scope: HistoryScope) -> HistorySource {
    var source = HistorySource(repository ?? ".", scope)
    source.usesEnvironment = repository == nil
    source.includesUnreachable = options.includesUnreachable
    source.allowsGaps = options.allowsGaps
    source.entersSubmodules = options.entersSubmodules
    source.readsThroughGit = options.readsThroughGit
    source.cache = cache
    return source
  }

  /// The cache that the user names.
  private var cache: HistoryCache? {
    guard let folder = options.cache ?? ProcessEnvironment.current["KUNCI_CACHE"],
      !folder.isEmpty
    else { return nil }
    var question = [
      Version.text, "\(options.honoursComments)", "\(options.maxFileSize ?? -1)",
      "\(options.archiveDepth)", "\(options.includesUnreachable)", "\(options.entersSubmodules)",
      "\(detector.keepsTexts)",
    ]
    if configuration == nil, detector.hiddenRules == nil {
      question.append(BuiltInRules.digest)
    } else {
      question += [plan.ruleSet, detector.hiddenRules].compactMap { $0?.digest() }
    }
    return HistoryCache(folder: folder, question: question)
  }

  private func run(_ push: ScanInput.Push) -> ScanResult {
    do {
      let scope = try push.scope(try Repository(at: ".", usesEnvironment: true))
      // What only deletes brings nothing.
      guard let part = scope.history else { return ScanResult() }
      var source = history(nil, part)
      source.newNames = scope.newNames
      var result = Scan.run(source, plan, detector)
      if let remote = scope.unfetchedRemote {
        result.coverage.remotes = [.init(name: remote, address: "", doubt: "nothing was fetched")]
      }
      // A server's HEAD and remotes are nothing to the one who pushes.
      return push.isReceived ? result.withoutStatus : result
    } catch {
      return ScanResult(failedAt: "", "\(error)")
    }
  }

  /// Scans and writes the reports.
  ///
  /// - Returns: How kunci ends.
  func runAndReport() -> ExitCode { ReportWriter(request: self).write(run()) }
}
