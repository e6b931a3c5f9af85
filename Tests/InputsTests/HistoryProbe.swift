import Basics
import Detection
import Engine
import Findings
import Foundation
import GitRepository
import Inputs
import ScanTestSupport
import TestSupport

/// Scans a history, and asks git whether it agrees.
enum HistoryProbe {
  static func scan(
    _ path: String, scope: HistoryScope = .everything, threads: Int = 1, maxFileSize: Int? = nil,
    readsThroughGit: Bool = false, allowsGaps: Bool = false, includesUnreachable: Bool = false,
    entersSubmodules: Bool = false, plan change: (inout ScanPlan) -> Void = { _ in }
  ) throws -> ScanResult {
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = threads
    plan.maxFileSize = maxFileSize
    change(&plan)
    var source = HistorySource(path, scope)
    source.readsThroughGit = readsThroughGit
    source.allowsGaps = allowsGaps
    source.includesUnreachable = includesUnreachable
    source.entersSubmodules = entersSubmodules
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  /// Whatever git says that a finding does not.
  static func disagreements(
    on finding: Finding, with fixture: GitFixture, scanned: String
  ) -> [String] {
    func git(_ arguments: String...) -> Data? {
      try? fixture.gitBytes(["--no-replace-objects", "-C", scanned] + arguments)
    }
    func lines(_ data: Data?) -> [String] {
      String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n").map(String.init)
    }
    var found: [String] = []
    for location in finding.locations where location.provenance.kind == .content {
      guard let blob = location.provenance.object?.hex,
        let content = git("cat-file", "blob", blob)
      else {
        found.append("\(location.path): git has no such blob")
        continue
      }
      let region = location.region
      let range = region.byteOffset..<region.byteOffset + region.byteLength
      if location.decodedFrom.isEmpty,
        range.upperBound > content.count || Array(content[range]) != finding.secret
      {
        found.append("\(location.path): the secret is not at \(range)")
      }
      guard let commit = location.provenance.commit?.id.hex else { continue }
      if !lines(git("log", "--all", "--reflog", "-m", "--format=%H", "--find-object=\(blob)"))
        .contains(commit)
      {
        found.append("\(location.path): git log --find-object does not name \(commit)")
      }
      // The path is redacted when it holds a key itself; then git cannot be asked for it.
      if !location.path.contains("…"),
        lines(git("rev-parse", "\(commit):\(location.path)")) != [blob]
      {
        found.append("\(location.path): \(commit) has another blob there")
      }
    }
    if finding.locations.allSatisfy({ $0.provenance.kind == .content && $0.decodedFrom.isEmpty }) {
      let secret = String(decoding: finding.secret, as: UTF8.self)
      let isAtHead = git("grep", "-q", "-a", "-F", "-e", secret, "HEAD", "--", ":/") != nil
      // Git does not look into symbolic links.
      let isLink = finding.locations.contains { $0.path == "link" }
      if !isLink, isAtHead != finding.status?.atHead {
        found.append("git grep finds it at HEAD: \(isAtHead)")
      }
    }
    for branch in lines(git("for-each-ref", "--format=%(refname:lstrip=2)", "refs/remotes"))
    where !branch.hasSuffix("/HEAD") {
      let isReached = finding.locations.contains { location in
        guard let commit = location.provenance.commit?.id.hex else { return false }
        return git("merge-base", "--is-ancestor", commit, "refs/remotes/\(branch)") != nil
      }
      if isReached != finding.status?.publication.remotes.contains(branch) {
        found.append("git merge-base says of \(branch): \(isReached)")
      }
    }
    return found
  }
}

extension ExpectedFinding: Comparable {
  static func < (left: ExpectedFinding, right: ExpectedFinding) -> Bool {
    (left.key, left.places.joined()) < (right.key, right.places.joined())
  }
}
