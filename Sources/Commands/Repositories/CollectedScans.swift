import Findings
import Reports
import Synchronization

/// The scans of several repositories or inputs, as they end, on any thread.
final class CollectedScans: Sendable {
  /// Whether each is written as soon as it is done.
  private let streams: Bool
  /// How many there will be; 0 where nobody knows.
  private let count: Int
  private let showsProgress: Bool
  private let done = Mutex<[RepositoryScan]>([])

  init(streams: Bool, count: Int, showsProgress: Bool) {
    self.streams = streams
    self.count = count
    self.showsProgress = showsProgress
  }

  /// Says which repositories are to come.
  func start(_ names: [String]) {
    if streams { Console.print(JSONLinesReport().start(names, kind: .history)) }
  }

  /// Takes one that has been scanned.
  func take(_ scan: RepositoryScan) {
    done.withLock { done in
      done.append(scan)
      if streams { Console.print(JSONLinesReport().lines(of: scan)) }
      guard showsProgress else { return }
      Console.note("\r\u{1B}[Kkunci: \(done.count) of \(count) repositories")
    }
  }

  /// Writes the reports of scans of one kind.
  func finish(
    _ kind: ScanReport.Kind, _ output: OutputPlan, _ options: ScanOptions
  ) throws(UsageError) -> ExitCode {
    if showsProgress { Console.note("\r\u{1B}[K") }
    var merge = ReportMerge(of: kind)
    for scan in done.withLock({ $0 }) { try merge.add([scan], named: scan.name) }
    return ReportWriter(output: output, options: options, isTold: streams).write(
      merge.report(version: Version.text))
  }
}
