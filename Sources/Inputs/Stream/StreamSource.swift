package import Engine
import Findings
package import SystemIO

/// A stream such as standard input, read once to its end.
package struct StreamSource: Source {
  /// Appends up to so many bytes to a buffer and returns their number: 0 at the end.
  package typealias Read = (_ limit: Int, _ buffer: inout ByteBuffer) throws(SystemError) -> Int

  /// Whether a diff is taken for one; else it is a text like any other.
  package var knowsDiffs = true
  private let name: String
  private let readMore: Read

  /// As many bytes show whether a stream is a diff.
  private static let start = 4_096

  /// Names a stream for reports.
  package init(named name: String, _ readMore: @escaping Read) {
    self.name = name
    self.readMore = readMore
  }

  package func read(_ run: ScanRun) -> Reading {
    var reading = Reading(PathsFromRoot(ofCurrentFolder: ()))
    var start = ByteBuffer()
    do throws(SystemError) {
      while start.count < Self.start {
        if try readMore(Self.start - start.count, &start) == 0 { break }
      }
      let bytes = start.copied()
      if knowsDiffs, let dress = DiffDress(bytes) {
        var diff = DiffSource(named: name, after: bytes, in: dress, run, readMore)
        diff.read(into: &reading)
        return reading
      }
      try readText(after: bytes, run, into: &reading)
    } catch {
      reading.coverage.errors.append(ScanReport.ScanError(error))
    }
    return reading
  }

  private func readText(
    after start: [UInt8], _ run: ScanRun, into reading: inout Reading
  ) throws(SystemError) {
    let scanner = run.makeScanner()
    let archives = ArchiveScanner(run, scanner)
    defer {
      reading.coverage.add(archives.takeCoverage())
      reading.occurrences = scanner.takeOccurrences()
    }
    var start = start
    reading.coverage.scanned.bytes = try archives.scan(
      name: [], from: .stream(name: name)
    ) { limit, buffer throws(SystemError) in
      guard start.isEmpty else {
        defer { start = [] }
        buffer.append(start.span)
        return start.count
      }
      return try readMore(limit, &buffer)
    }
    reading.coverage.scanned.files = 1
  }
}
