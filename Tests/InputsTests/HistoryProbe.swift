import Detection
import Findings
import Foundation
import GitObjects
import TestSupport

@testable import Scanning

/// Scans a history, and asks git whether it agrees.
enum HistoryProbe {
  static func scan(
    _ path: String, scope: HistoryScope = .everything, threads: Int = 1, maxFileSize: Int? = nil,
    readsThroughGit: Bool = false, settings change: (inout ScanSettings) -> Void = { _ in }
  ) throws -> ScanOutcome {
    var settings = ScanSettings(ruleSet: try LeakedKey.ruleSet)
    settings.threads = threads
    settings.maxFileSize = maxFileSize
    settings.readsThroughGit = readsThroughGit
    change(&settings)
    return HistoryScan(settings, progress: ScanProgress()).run(
      path, scope: scope, usesEnvironment: false, try Detector(LeakedKey.ruleSet))
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
    for location in finding.locations where location.subject == .content {
      guard let blob = location.blob, let content = git("cat-file", "blob", blob) else {
        found.append("\(location.path): git has no blob \(location.blob ?? "")")
        continue
      }
      let range = location.byteOffset..<location.byteOffset + location.byteLength
      if location.decodedFrom.isEmpty,
        range.upperBound > content.count || Array(content[range]) != finding.secret
      {
        found.append("\(location.path): the secret is not at \(range)")
      }
      guard let commit = location.commit?.id else { continue }
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
    if finding.locations.allSatisfy({ $0.subject == .content && $0.decodedFrom.isEmpty }) {
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
        guard let commit = location.commit?.id else { return false }
        return git("merge-base", "--is-ancestor", commit, "refs/remotes/\(branch)") != nil
      }
      if isReached != finding.status?.pushedTo.contains(branch) {
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
