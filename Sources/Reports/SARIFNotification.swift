import Basics
import Findings

/// Something that a SARIF run says about itself: what was not read, and why.
struct SARIFNotification {
  var level: String
  var message: String
  /// The path it is about; empty for none.
  var path = ""

  /// The notification as JSON (SARIF 2.1.0, 3.58).
  var json: JSON {
    let uri = RelativeURI.encode(path)
    return [
      "level": .string(level),
      "message": ["text": .string(message)],
      "locations": uri.isEmpty
        ? nil
        : [
          [
            "physicalLocation": [
              "artifactLocation": ["uri": .string(uri), "uriBaseId": "%SRCROOT%"]
            ]
          ]
        ],
    ]
  }

  /// Returns everything that a report has to notify of: first errors, then what was left out.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - droppedResults: Number of results that are not written.
  ///   - limit: Most notifications of errors, and of skipped paths.
  /// - Returns: Notifications in the report's order.
  static func all(
    of report: ScanReport, droppedResults: Int, limit: Int
  ) -> [SARIFNotification] {
    var all: [SARIFNotification] = []
    if droppedResults > 0 {
      all.append(
        SARIFNotification(
          level: "warning",
          message: "\(droppedResults) of the least severe results are left out, "
            + "because code scanning takes no more."))
    }
    all += report.errors.prefix(limit).map {
      SARIFNotification(level: "error", message: $0.message, path: $0.path)
    }
    all += further(report.errors.count - limit, level: "error", what: "errors")
    all += report.skipped.prefix(limit).map {
      SARIFNotification(level: "note", message: "Skipped: \($0.message).", path: $0.path)
    }
    all += further(report.skipped.count - limit, level: "note", what: "skipped paths")
    all += report.notices.prefix(limit).map {
      SARIFNotification(
        level: "warning", message: ($0.line > 0 ? "Line \($0.line): " : "") + "\($0.message).",
        path: $0.path)
    }
    if report.suppressed.total > 0 {
      all.append(
        SARIFNotification(
          level: "note",
          message: "\(report.suppressed.inline) findings are suppressed by comments, "
            + "\(report.suppressed.ignoreFile) by ignore files, "
            + "\(report.suppressed.baseline) by a baseline."))
    }
    if report.hiddenFindings > 0 {
      all.append(
        SARIFNotification(
          level: "note",
          message: "\(report.hiddenFindings) findings of lower confidence are left out."))
    }
    return all
  }

  private static func further(_ count: Int, level: String, what: String) -> [SARIFNotification] {
    count > 0 ? [SARIFNotification(level: level, message: "There are \(count) more \(what).")] : []
  }
}
