import Basics
package import Findings

/// A report of kunci, read again: JSON, or JSON Lines.
///
/// JSON Lines that break off, as a scan that was killed leaves them, are read as far as they tell of
/// whole repositories; for those that were announced and never told of, there is a scan that is not
/// complete.
package struct ReportFile {
  /// A text that is no report.
  package struct Malformed: Error, Equatable {
    /// From 1.
    package var line: Int
    package var message: String
  }

  /// The repositories, each with the findings that are its own.
  package private(set) var repositories: [RepositoryScan] = []
  /// Findings of several repositories together, which each place names, suppressed ones among them.
  package private(set) var joined: [Finding] = []
  /// Versions of kunci that wrote it, sorted.
  package private(set) var versions: [String] = []
  /// Whether the end is missing.
  package private(set) var isCutOff = false
  /// Whether nothing says of which repositories that end would have told.
  package private(set) var hidesRepositories = false
  /// The kinds of scans that were announced, by the repository's name.
  private var announced: [String: ScanReport.Kind] = [:]
  /// The rules that are known here, for what a report does not tell of them.
  private let rule: (_ id: String) -> RuleDescription?

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: All of them.
  ///   - rule: Describes a rule that is known here; nil for others.
  /// - Throws: ``Malformed``, for the first thing that is wrong.
  package init(
    _ bytes: [UInt8], rule: @escaping (_ id: String) -> RuleDescription? = { _ in nil }
  ) throws(Malformed) {
    self.rule = rule
    // A report in JSON is one object over many lines, unless somebody has put it on one.
    let first = bytes.prefix { $0 != UInt8(ascii: "\n") }
    if first.elementsEqual("{".utf8) || first.elementsEqual("{\r".utf8) {
      try readDocument(bytes)
    } else {
      try readLines(bytes)
    }
    versions = Array(Set(versions)).sorted()
  }

  private mutating func readDocument(_ bytes: [UInt8]) throws(Malformed) {
    let value: JSONTree.Node
    do throws(JSONTree.Failure) {
      value = try JSONTree(bytes).root
    } catch {
      throw Malformed(line: error.line, message: error.message)
    }
    guard value["findings"] != nil else {
      throw Malformed(line: 1, message: "this is no report of kunci: `findings` is missing")
    }
    try take(document: value, line: 1)
  }

  /// Takes a whole report in JSON.
  private mutating func take(
    document value: JSONTree.Node, line: Int
  ) throws(Malformed) {
    let decoder = FindingDecoder(rule: rule)
    let start = value.members.first { $0.name == "findings" }?.line ?? line
    func findings(_ name: String) throws(Malformed) -> [Finding] {
      guard let list = value[name] else { return [] }
      return try decoder.findings(list, line: start)
    }
    try close(value, try findings("findings"), try findings("suppressedFindings"), line: line)
  }

  private mutating func readLines(_ bytes: [UInt8]) throws(Malformed) {
    let decoder = FindingDecoder(rule: rule)
    var (findings, suppressed): ([Finding], [Finding]) = ([], [])
    var part = Part()
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      guard let value = try? JSONTree(Array(line)).root, !value.members.isEmpty else {
        guard number > 1 || line.count == bytes.count && line.starts(with: "{\"".utf8) else {
          throw Malformed(line: number, message: "this is no report of kunci in JSON or JSON Lines")
        }
        // Behind a line that was not written to its end, another try may have been appended.
        (findings, suppressed) = ([], [])
        end(&part, isWhole: false)
        part.isOpen = line.endIndex < bytes.endIndex
        continue
      }
      part.isOpen = true
      if value["ruleID"] != nil {
        let finding = try decoder.finding(value, line: number)
        if finding.suppression == nil {
          findings.append(finding)
        } else {
          suppressed.append(finding)
        }
      } else if let repository = value["repository"] {
        var scan = try RepositoryDecoder.repository(repository, line: number)
        if scan.findingCount == findings.count + suppressed.count {
          (scan.report.findings, scan.report.suppressedFindings) = (findings, suppressed)
          repositories.append(scan)
        } else {
          // What cannot be told to be whole does not count.
          isCutOff = true
          announced[scan.name] = scan.report.kind
        }
        part.count += 1
        (findings, suppressed) = ([], [])
      } else if value["findings"] != nil {
        try take(document: value, line: number)
        part = Part()
      } else if value["tool"] != nil {
        try close(value, findings, suppressed, line: number)
        (findings, suppressed) = ([], [])
        let isTold = value["scan"]?["repositories"] != nil
        let count = value["scan"]?["repositoryCount"]?.count ?? 0
        end(&part, isWhole: isTold || count <= part.count)
      } else if let names = value["repositories"]?.strings {
        let kind = value["command"]?.string.flatMap(ScanReport.Kind.init) ?? .history
        for name in names { announced[name] = kind }
        part.isAnnounced = true
      } else if value["seen"] == nil {
        throw Malformed(line: number, message: "this line is of no report of kunci")
      }
    }
    if part.isOpen { end(&part, isWhole: false) }
    let told = Set(repositories.map(\.name))
    for (name, kind) in announced.sorted(by: { $0.key < $1.key }) where !told.contains(name) {
      repositories.append(RepositoryScan(missing: name, kind: kind))
    }
  }

  /// What one scan wrote of a file to which several may have been appended.
  private struct Part {
    /// Whether it has begun.
    var isOpen = false
    /// Whether it said which repositories it was going to tell of.
    var isAnnounced = false
    /// Number of repositories that it told of.
    var count = 0
  }

  /// Takes note of the end of a part.
  private mutating func end(_ part: inout Part, isWhole: Bool) {
    if !isWhole {
      isCutOff = true
      if !part.isAnnounced { hidesRepositories = true }
    }
    part = Part()
  }

  /// Takes `tool` and `scan`, which end a report.
  private mutating func close(
    _ value: JSONTree.Node, _ findings: [Finding], _ suppressed: [Finding], line: Int
  ) throws(Malformed) {
    guard let scan = value["scan"], let version = value["tool"]?["version"]?.string else {
      throw Malformed(
        line: line, message: "this is no report of kunci: `tool` or `scan` is missing")
    }
    versions.append(version)
    guard scan["repositoryCount"] == nil else {
      // Without `repositories`, each has been told of before, with its findings.
      for one in scan["repositories"]?.elements ?? [] {
        repositories.append(try RepositoryDecoder.repository(one, line: line))
      }
      joined += findings + suppressed
      return
    }
    var report = try RepositoryDecoder.scan(scan, line: line)
    report.version = version
    (report.findings, report.suppressedFindings) = (findings, suppressed)
    repositories.append(
      RepositoryScan(name: report.target, state: nil, labelling: report))
  }
}
