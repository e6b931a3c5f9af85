import Basics
import Engine
import Findings

/// Puts together what was found in several repositories, in any order and as often as one likes.
///
/// What comes out depends only on the set of what was put in: for each repository the fullest scan
/// counts, findings of the same secret become one.
struct ReportMerge {
  /// Reports that cannot be put together.
  struct Conflict: Error {
    var message: String
  }

  /// The kind of a report of nothing.
  private let kind: ScanReport.Kind
  private var scans: [String: RepositoryScan] = [:]
  /// Findings of several repositories, which were put together before.
  private var joined: [Finding] = []
  /// Repositories that were in reports that were put together before.
  private var joinedNames: Set<String> = []

  init(of kind: ScanReport.Kind = .history) { self.kind = kind }

  /// The complete scan of a repository, with its findings, whose answer depends on this; nil without.
  func complete(_ name: String, in state: String) -> RepositoryScan? {
    guard let scan = scans[name], scan.report.isComplete, scan.state == state,
      !joinedNames.contains(name)
    else { return nil }
    return scan
  }

  /// Reports that were cut off and do not say of what they were to tell.
  private var unknown: Set<String> = []

  /// Takes note that nobody knows what is missing of a file.
  mutating func lacks(theEndOf file: String) { unknown.insert(file) }

  /// Adds a repository with its findings.
  mutating func add(_ scan: RepositoryScan) throws(Conflict) {
    let scan = Self.normalized(scan)
    try expect(scan.report.kind)
    guard let other = scans[scan.name], other != scan, !other.isMissing else {
      scans[scan.name] = scan
      return
    }
    if scan.isMissing { return }
    guard !joinedNames.contains(scan.name) || Self.isSame(other, scan) else {
      throw Self.conflict(scan.name)
    }
    if Self.saysMore(scan, other) { scans[scan.name] = scan }
  }

  /// Adds a report in which findings of several repositories have been put together.
  mutating func add(_ repositories: [RepositoryScan], joined findings: [Finding]) throws(Conflict) {
    for scan in repositories.map(Self.normalized) {
      // What stands for a scan has no findings that could be among those of others.
      if scan.isMissing {
        try add(scan)
        continue
      }
      try expect(scan.report.kind)
      if let other = scans[scan.name], !other.isMissing {
        guard Self.isSame(other, scan) else { throw Self.conflict(scan.name) }
      } else {
        scans[scan.name] = scan
      }
      joinedNames.insert(scan.name)
    }
    joined += findings
  }

  /// Takes scans of one kind alone: what is advised depends on it.
  private func expect(_ kind: ScanReport.Kind) throws(Conflict) {
    guard let known = scans.first?.value.report.kind, known != kind else { return }
    throw Conflict(
      message: "a report of `\(kind.rawValue)` cannot be merged with one of `\(known.rawValue)`")
  }

  /// Leaves out what depends on who wrote the report, and when.
  private static func normalized(_ scan: RepositoryScan) -> RepositoryScan {
    var scan = scan
    (scan.report.version, scan.report.period, scan.report.repository) = ("", 0...0, nil)
    return scan
  }

  private static func conflict(_ name: String) -> Conflict {
    Conflict(
      message:
        "`\(name)` was scanned twice with different results, and one of them is in a report that"
        + " was merged before, out of which it cannot be taken: merge the first reports themselves")
  }

  /// Whether two scans came to the same, apart from where the findings are, and from the state, which
  /// the report of one repository does not have.
  private static func isSame(_ left: RepositoryScan, _ right: RepositoryScan) -> Bool {
    var (left, right) = (left.withoutFindings, right.withoutFindings)
    if left.state == nil || right.state == nil { (left.state, right.state) = (nil, nil) }
    return left == right
  }

  /// Whether the first counts of two scans of the same repository: the complete one, then the one
  /// that saw more; of equals any, but always the same.
  private static func saysMore(_ left: RepositoryScan, _ right: RepositoryScan) -> Bool {
    func rank(_ scan: RepositoryScan) -> [Int] {
      let scanned = scan.report.scanned
      return [
        scan.report.isComplete ? 1 : 0, scanned.commits, scanned.blobs, scanned.files,
        scanned.bytes,
        scan.findingCount, -scan.report.errors.count,
      ]
    }
    let ranks = (rank(left), rank(right))
    if ranks.0 != ranks.1 { return ranks.1.lexicographicallyPrecedes(ranks.0) }
    return (right.state ?? "", "\(right.report)") < (left.state ?? "", "\(left.report)")
  }

  /// Makes one report of all.
  func report(version: String) -> ScanReport {
    let all = scans.values.sorted { $0.name < $1.name }
    let kind = all.first?.report.kind ?? kind
    var report = ScanReport(
      version: version, kind: kind,
      target: kind == .stdin
        ? Quantity.of(all.count, "input")
        : Quantity.of(all.count, "repository", plural: "repositories"),
      isComplete: all.allSatisfy(\.report.isComplete), scanned: ScanReport.Tally())
    report.repositoryCount = all.count
    report.repositories = all.map(\.withoutFindings)
    for scan in all { report.add(scan) }
    for file in unknown.sorted() {
      report.isComplete = false
      report.errors.append(
        ScanReport.ScanError(
          path: file, message: "its end is missing, and it does not say of what it was to tell"))
    }
    let findings = FindingJoin.joined(
      joined + all.flatMap { $0.report.findings + $0.report.suppressedFindings })
    report.findings = findings.filter { $0.suppression == nil }
    report.suppressedFindings = findings.filter { $0.suppression != nil }
    return report
  }
}

extension ScanReport {
  /// Adds what one of several scans said, but for its findings.
  fileprivate mutating func add(_ scan: RepositoryScan) {
    let other = scan.report
    // An input is one text, and its name a path.
    let isInput = other.kind == .stdin
    func moved(_ remarks: [Remark]) -> [Remark] {
      remarks.map { remark in
        Remark(
          path: remark.path.isEmpty || remark.path == scan.name
            ? scan.name
            : isInput ? remark.path : "\(scan.name)/\(remark.path)", message: remark.message)
      }
    }
    scanned.add(other.scanned)
    skipped += moved(other.skipped)
    unopened += moved(other.unopened)
    errors += moved(other.errors)
    warnings += moved(other.warnings)
    notices += other.notices
    hidden.merge(other.hidden, uniquingKeysWith: +)
    suppressed.add(other.suppressed)
    showsSecrets = showsSecrets || other.showsSecrets
    if let left = other.allowlisted {
      var all = allowlisted ?? Allowlisted()
      all.add(left)
      allowlisted = all
    }
  }
}
