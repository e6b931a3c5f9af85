import Basics
import Findings

/// Reads what a report tells of a scan; the other direction of `JSON.scan`.
enum RepositoryDecoder {
  /// Reads one of several repositories.
  static func repository(
    _ value: JSONTree.Node, line: Int
  ) throws(ReportFile.Malformed) -> RepositoryScan {
    guard let name = value["name"]?.string, let scan = value["scan"],
      let findings = value["findings"]?.count
    else {
      throw ReportFile.Malformed(
        line: line, message: "a repository has `name`, `findings` and `scan`")
    }
    return RepositoryScan(
      name: name, state: value["state"]?.string, findingCount: findings,
      try self.scan(scan, line: line))
  }

  /// Reads `scan`; the version, the findings and the time are elsewhere or nowhere.
  static func scan(
    _ value: JSONTree.Node, line: Int
  ) throws(ReportFile.Malformed) -> ScanReport {
    guard let kind = value["command"]?.string.flatMap(ScanReport.Kind.init),
      let target = value["target"]?.string, let isComplete = value["complete"]?.boolean,
      let scanned = value["scanned"].flatMap(tally),
      let skipped = value["skipped"]?.each({ remark($0, "reason") }),
      let errors = value["errors"]?.each({ remark($0, "message") }),
      let hidden = hidden(value),
      let suppressed = value["suppressed"].flatMap(suppressions),
      let notices = value["notices"]?.each(notice),
      let warnings = value["warnings"]?.each({ remark($0, "message") })
    else {
      throw ReportFile.Malformed(
        line: line, message: "`scan` lacks something that every report of this version has")
    }
    var report = ScanReport(
      version: "", kind: kind, target: target, isComplete: isComplete, scanned: scanned)
    (report.skipped, report.errors, report.warnings) = (skipped, errors, warnings)
    (report.hidden, report.suppressed, report.notices) = (hidden, suppressed, notices)
    report.unopened = (value["skipped"]?.elements ?? []).filter { $0["unopened"]?.boolean == true }
      .compactMap { remark($0, "reason") }
    report.allowlisted = value["allowlisted"].flatMap(allowlisted)
    report.configuration = value["configuration"].flatMap(configuration)
    report.remotes = value["remotes"]?.each(remote) ?? []
    report.showsSecrets = value["showsSecrets"]?.boolean ?? false
    return report
  }

  /// Numbers by rule; a report that tells of none has no list.
  private static func hidden(_ value: JSONTree.Node) -> [String: Int]? {
    var hidden: [String: Int] = [:]
    for item in value["hidden"]?.elements ?? [] {
      guard let rule = item["ruleID"]?.string, let count = item["count"]?.count else { return nil }
      hidden[rule] = count
    }
    return hidden.values.reduce(0, +) == value["hiddenFindings"]?.count ? hidden : nil
  }

  private static func tally(_ value: JSONTree.Node) -> ScanReport.Tally? {
    guard let files = value["files"]?.count, let blobs = value["blobs"]?.count,
      let bytes = value["bytes"]?.count, let commits = value["commits"]?.count,
      let ignored = value["ignored"]?.count
    else { return nil }
    var tally = ScanReport.Tally()
    (tally.files, tally.blobs, tally.bytes) = (files, blobs, bytes)
    (tally.commits, tally.ignored) = (commits, ignored)
    tally.members = value["members"]?.count ?? 0
    return tally
  }

  private static func remark(_ value: JSONTree.Node, _ name: String) -> ScanReport.Remark? {
    guard let path = value["path"]?.string, let message = value[name]?.string else { return nil }
    return ScanReport.Remark(path: path, message: message)
  }

  private static func notice(_ value: JSONTree.Node) -> ScanReport.Notice? {
    guard let path = value["path"]?.string, let message = value["message"]?.string else {
      return nil
    }
    return ScanReport.Notice(path: path, line: value["line"]?.count ?? 0, message: message)
  }

  private static func suppressions(_ value: JSONTree.Node) -> Suppression.Tally? {
    guard let inline = value["inline"]?.count, let ignoreFile = value["ignoreFile"]?.count,
      let baseline = value["baseline"]?.count
    else { return nil }
    return Suppression.Tally(inline: inline, ignoreFile: ignoreFile, baseline: baseline)
  }

  private static func allowlisted(_ value: JSONTree.Node) -> ScanReport.Allowlisted? {
    guard let findings = value["findings"]?.count, let files = value["files"]?.count else {
      return nil
    }
    var allowlisted = ScanReport.Allowlisted()
    (allowlisted.findings, allowlisted.files) = (findings, files)
    return allowlisted
  }

  private static func configuration(_ value: JSONTree.Node) -> ScanReport.UsedConfiguration? {
    guard let path = value["path"]?.string, let origin = value["origin"]?.string,
      let added = value["addedRules"]?.count, let disabled = value["disabledRules"]?.strings,
      let keepsBuiltIn = value["builtInRules"]?.boolean,
      let warnings = value["notHonoured"]?.strings
    else { return nil }
    return ScanReport.UsedConfiguration(
      path: path, isFromRepository: origin == "repository", addedRules: added,
      disabledRules: disabled, dropsBuiltInRules: !keepsBuiltIn, warnings: warnings)
  }

  private static func remote(_ value: JSONTree.Node) -> ScanReport.Remote? {
    guard let name = value["name"]?.string, let address = value["url"]?.string else { return nil }
    return ScanReport.Remote(name: name, address: address, doubt: value["doubt"]?.string)
  }
}
