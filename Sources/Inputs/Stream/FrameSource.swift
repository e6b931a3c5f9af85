package import Engine
import Findings
import SystemIO

/// One of several inputs on a stream, scanned like a file.
package struct FrameSource: Source {
  private let frames: FrameReader
  private let header: FrameReader.Header
  private let name: String
  private let limit: Int?

  /// - Parameters:
  ///   - frames: The stream, which stands at the input's first byte.
  ///   - header: What it said of the input.
  ///   - name: The input's name as it is reported.
  ///   - limit: Longer inputs are left out, in bytes; nil for no limit.
  package init(
    _ frames: FrameReader, _ header: FrameReader.Header, named name: String, limit: Int?
  ) {
    (self.frames, self.header, self.name, self.limit) = (frames, header, name, limit)
  }

  package func read(_ run: ScanRun) -> Reading {
    var reading = Reading(PathsFromRoot(ofCurrentFolder: ()))
    if let limit, header.length > limit {
      reading.coverage.skip(name, Coverage.tooLarge(limit))
      return reading
    }
    let scanner = run.makeScanner()
    let archives = ArchiveScanner(run, scanner)
    scanner.scan(header.name.span) { .fileName(path: name) }
    do throws(SystemError) {
      reading.coverage.scanned.bytes = try archives.scan(
        name: header.name, from: .file(path: name)
      ) { limit, buffer throws(SystemError) in try frames.read(limit, &buffer) }
      reading.coverage.scanned.files = 1
    } catch {
      reading.coverage.errors.append(ScanReport.ScanError(error))
    }
    // An archive may be told of before its end is read.
    if frames.left > 0 { passOver(&reading) }
    reading.coverage.add(archives.takeCoverage())
    reading.occurrences = scanner.takeOccurrences()
    return reading
  }

  /// Reads what is left of the frame, and notes it where the stream ends before.
  private func passOver(_ reading: inout Reading) {
    var buffer = ByteBuffer()
    do throws(SystemError) {
      while frames.left > 0 {
        buffer.removeAll()
        if try frames.read(65_536, &buffer) == 0 {
          reading.coverage.fail(
            name, "cut off: \(header.length - frames.left) of \(header.length) bytes are there")
          return
        }
      }
    } catch {
      reading.coverage.errors.append(ScanReport.ScanError(error))
    }
  }
}
