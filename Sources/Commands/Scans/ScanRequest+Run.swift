import Findings
import GitObjects
import Hooks
import Scanning
import SystemIO

/// From a request to a scan: the only place where scans are started.
extension ScanRequest {
  /// Scans, and shows the progress of what can take long.
  ///
  /// - Returns: What was found, and what could not be looked at.
  func run() -> ScanOutcome {
    switch input {
    case .files(let paths):
      return ProgressLine.showing(self) { progress in
        FolderScan(settings, progress: progress).run(paths, detector)
      }
    case .staged(let repository, let paths):
      let outcome = StagedScan(settings).run(
        repository ?? ".", usesEnvironment: repository == nil, only: paths, detector)
      return RepositoryAdvice.added(to: outcome, about: repository)
    case .history(let repository, let scope):
      var settings = settings
      settings.isCancelled = { Interruption.isRequested }
      Interruption.watch()
      let outcome = ProgressLine.showing(self) { progress in
        HistoryScan(settings, progress: progress).run(
          repository ?? ".", scope: scope, usesEnvironment: repository == nil, detector)
      }
      return RepositoryAdvice.added(to: outcome, about: repository)
    case .push(let push):
      return run(push)
    case .standardInput:
      return StreamScan(settings).run(detector, name: "stdin") {
        limit, buffer throws(SystemError) in
        try StandardStreams.readInput(atMost: limit, into: &buffer)
      }
    }
  }

  private func run(_ push: ScanInput.Push) -> ScanOutcome {
    var outcome = ScanOutcome()
    do {
      let scope = try push.scope(try Repository(at: ".", usesEnvironment: true))
      // What only deletes brings nothing.
      guard let history = scope.history else { return outcome }
      outcome = HistoryScan(settings, newNames: scope.newNames).run(
        ".", scope: history, usesEnvironment: true, detector)
    } catch {
      outcome.errors.append(ScanReport.ScanError(path: "", message: "\(error)"))
    }
    // A server's HEAD and remotes are nothing to the one who pushes.
    if push.isReceived {
      for index in outcome.findings.indices { outcome.findings[index].status = nil }
    }
    return outcome
  }

  /// Scans and writes the reports.
  ///
  /// - Returns: How kunci ends.
  func runAndReport() -> ExitCode { ReportWriter(request: self).write(run()) }
}
