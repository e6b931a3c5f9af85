import Detection
import Engine
import Findings
import Inputs
import Reports
import SystemIO

/// Scans the inputs that standard input holds, one after the other, and reports them together.
struct FramedScan {
  let options: ScanOptions

  /// Scans all and writes the reports.
  func run() throws(UsageError) -> ExitCode {
    let request = try ScanRequest(.standardInput, options)
    let scans = CollectedScans(
      streams: request.output.standardOutput == .jsonl, count: 0, showsProgress: false)
    let frames = FrameReader { limit, buffer throws(SystemError) in
      try StandardStreams.readInput(atMost: limit, into: &buffer)
    }
    var names = DistinctNames()
    let redact = Redactor(request.detector).redact
    var failure: ScanReport.ScanError?
    do {
      while let header = try frames.next() {
        let name = redact(String(decoding: header.name, as: UTF8.self))
        let source = FrameSource(frames, header, named: name, limit: options.maxFileSize)
        var report = ScanReport(
          of: Scan.run(source, request.plan, request.detector), for: request)
        report.target = name
        scans.take(
          RepositoryScan(
            name: names.distinct(name), state: nil,
            findingCount: report.findings.count + report.suppressedFindings.count, report))
      }
    } catch let error as FrameReader.Malformed {
      failure = ScanReport.ScanError(
        path: "",
        message: "\(error.message), after \(names.count) had begun; each is NAME NUL LENGTH"
          + " NUL and as many bytes")
    } catch let error as SystemError {
      failure = ScanReport.ScanError(error)
    } catch {
      failure = ScanReport.ScanError(path: "", message: "\(error)")
    }
    if let failure {
      var report = ScanReport(
        version: Version.text, kind: .stdin, target: "stdin", isComplete: false,
        scanned: ScanReport.Tally())
      report.errors = [failure]
      scans.take(
        RepositoryScan(name: names.distinct("stdin"), state: nil, findingCount: 0, report))
    }
    return try scans.finish(.stdin, request.output, options)
  }
}

/// Names of which each is given once.
struct DistinctNames {
  private var taken: Set<String> = []
  /// How many were given.
  var count: Int { taken.count }

  /// The name, or the same with a number where it is taken.
  mutating func distinct(_ name: String) -> String {
    var (distinct, number) = (name, 1)
    while !taken.insert(distinct).inserted {
      number += 1
      distinct = "\(name) (\(number))"
    }
    return distinct
  }
}
