import Findings

@testable import Reports

/// A report of kunci that is read again.
///
/// Input: the file.
final class ReportFileTarget: FuzzTarget {
  static let name = "report-file"

  static var seeds: [[UInt8]] {
    let tally = "{\"files\":0,\"blobs\":1,\"bytes\":2,\"commits\":1,\"ignored\":0}"
    let scan =
      "{\"command\":\"history\",\"target\":\"a\",\"complete\":true,\"scanned\":\(tally),"
      + "\"skipped\":[],\"errors\":[],\"hiddenFindings\":0,\"notices\":[],\"warnings\":[],"
      + "\"suppressed\":{\"inline\":0,\"ignoreFile\":0,\"baseline\":0}}"
    let one = "{\"repository\":{\"name\":\"a\",\"state\":\"00\",\"findings\":0,\"scan\":\(scan)}}"
    let tool = "\"tool\":{\"name\":\"kunci\",\"version\":\"1\"}"
    let announced = "{\"repositories\":[\"a\",\"b\"],\"command\":\"history\"}"
    return [
      "\(announced)\n\(one)\n", "\(one)\n{\"repo\(announced)\n\(one)\n",
      "{\(tool),\"scan\":\(scan)}\n", "{\n\(tool),\n\"scan\":\(scan),\"findings\":[]}\n",
      "{\"seen\":{}}\n", "{\"ruleID\":\"x\"}\n", "",
    ].map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
    do throws(ReportFile.Malformed) {
      let file = try ReportFile(input)
      for scan in file.repositories {
        // What counts as read is written, and read again as the same.
        let text = JSONLinesReport().lines(of: scan)
        let again = try ReportFile(Array(text.utf8))
        invariant(again.repositories == [Self.plain(scan)], "another scan when it is written anew")
      }
    } catch {
      invariant((1...lines).contains(error.line) && !error.message.isEmpty, "a line outside")
    }
  }

  /// Without what stands elsewhere in a report.
  private static func plain(_ scan: RepositoryScan) -> RepositoryScan {
    var scan = scan
    scan.report.version = ""
    return scan
  }
}
