package import Engine
import Findings
package import SystemIO

/// A stream such as standard input, read once to its end.
package struct StreamSource: Source {
  /// Appends up to so many bytes to a buffer and returns their number: 0 at the end.
  package typealias Read = (_ limit: Int, _ buffer: inout ByteBuffer) throws(SystemError) -> Int

  private let name: String
  private let readMore: Read

  /// Names a stream for reports.
  package init(named name: String, _ readMore: @escaping Read) {
    self.name = name
    self.readMore = readMore
  }

  package func read(_ run: ScanRun) -> Reading {
    var reading = Reading(PathsFromRoot(ofCurrentFolder: ()))
    let scanner = run.makeScanner()
    let archives = ArchiveScanner(run, scanner)
    do throws(SystemError) {
      reading.coverage.scanned.bytes = try archives.scan(
        name: [], from: .stream(name: name), read: readMore)
      reading.coverage.scanned.files = 1
    } catch {
      reading.coverage.errors.append(ScanReport.ScanError(error))
    }
    reading.coverage.add(archives.takeCoverage())
    reading.occurrences = scanner.takeOccurrences()
    return reading
  }
}
