import Basics
import Engine
import Synchronization
import SystemIO

/// A line on the terminal that says how far a long scan is.
enum ProgressLine {
  /// How often the display looks whether the scan has ended, in milliseconds.
  private static let interval: UInt32 = 20
  /// The line is written anew each time so many intervals have passed.
  private static let pace = 5
  /// Scans that take less show nothing, in intervals.
  private static let patience = 25

  /// Runs a scan, and shows its progress when the options say so.
  ///
  /// - Parameters:
  ///   - request: Says when to show it.
  ///   - scan: The scan; it is given the counters to write.
  /// - Returns: What the scan returns.
  static func showing(
    _ request: ScanRequest, _ scan: (ScanProgress) -> ScanResult
  ) -> ScanResult {
    let options = request.options
    let progress = ScanProgress(
      minConfidence: options.minConfidence, onSight: options.streams ? SightLine.print : nil)
    guard isShown(options) else { return scan(progress) }
    return Threads.run {
      scan(progress)
    } beside: { isDone in
      show(progress, until: isDone)
    }
  }

  /// Whether options want progress to be shown.
  static func isShown(_ options: ScanOptions) -> Bool {
    switch options.progress {
    case .always: true
    case .never: false
    case .auto: !options.isQuiet && StandardStreams.Output.error.isTerminal
    }
  }

  private static func show(_ progress: ScanProgress, until isDone: () -> Bool) {
    var rounds = 0
    let start = Process.milliseconds
    while !isDone() {
      Process.sleep(milliseconds: interval)
      rounds += 1
      guard rounds >= patience, rounds % pace == 0 else { continue }
      Console.note("\r\u{1B}[K" + line(progress, Process.milliseconds - start))
    }
    if rounds >= patience { Console.note("\r\u{1B}[K") }
  }

  /// - Parameters:
  ///   - progress: How far the scan is.
  ///   - elapsed: How long it has taken, in milliseconds.
  /// - Returns: What to show.
  static func line(_ progress: ScanProgress, _ elapsed: Int) -> String {
    let total = progress.total.load(ordering: .relaxed)
    let done = progress.done.load(ordering: .relaxed)
    let megabytes = progress.bytes.load(ordering: .relaxed) / 1_000_000
    guard total > 0 else {
      // The number of files is not known before all folders are read, nor that of objects.
      return done > 0 ? "kunci: \(done) files, \(megabytes) MB" : "kunci: listing …"
    }
    // Objects differ too much in size for what is done to say how long the rest takes.
    let parts = [
      "\(done) of \(total) objects (\(100 * done / total) %)",
      "\(megabytes) MB at \(1000 * megabytes / max(1, elapsed)) MB/s",
      Quantity.of(progress.found, "secret"),
    ]
    return "kunci: " + parts.joined(separator: ", ")
  }
}
