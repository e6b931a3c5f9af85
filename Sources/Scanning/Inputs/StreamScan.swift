package import Detection
import Findings
package import SystemIO

/// Scans standard input.
package struct StreamScan {
  private let settings: ScanSettings

  package init(_ settings: ScanSettings) { self.settings = settings }

  /// Reads to the end and scans.
  ///
  /// - Parameters:
  ///   - detector: What to look for.
  ///   - name: Path to report, usually `stdin`.
  ///   - read: Appends up to so many bytes to a buffer and tells how many; 0 at the end.
  /// - Returns: What was found; a failed read is an error of the outcome.
  package func run(
    _ detector: Detector, name: String,
    read: (_ limit: Int, _ buffer: inout ByteBuffer) throws(SystemError) -> Int
  ) -> ScanOutcome {
    let scanner = BufferScanner(
      detector, honoursComments: settings.suppression.honoursComments)
    var buffer = ByteBuffer()
    var outcome = ScanOutcome(
      Suppressor(settings.suppression, PathsFromRoot(ofCurrentFolder: ()), detector))
    do throws(SystemError) {
      outcome.scanned.bytes = try TextStream(detector).scan(
        with: scanner, buffer: &buffer, from: BufferScanner.Source(path: name), read: read)
      outcome.scanned.files = 1
    } catch {
      outcome.errors.append(ScanReport.ScanError(error))
    }
    outcome.take(scanner.sightings, settings)
    outcome.settleSuppression(looksAtAll: false)
    return outcome
  }
}
