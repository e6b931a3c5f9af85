import Basics
import Findings

/// What to do about a secret, by how far it has got.
struct Advice {
  /// How far a secret has got.
  enum Stage: String {
    /// In the index and in no commit.
    case staged
    /// In commits that no remote has.
    case committed
    /// On a remote.
    case pushed
    /// In a text that git was not asked about, or in commits of which nobody knows who has them.
    case unknown
  }

  let stage: Stage
  /// What to do, one sentence each, in order.
  let steps: [String]

  /// Commits and paths that a step names; more are only counted.
  private static let named = 4

  /// Advises on a finding.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - report: The report it stands in.
  init(on finding: Finding, in report: ScanReport) {
    switch finding.status {
    case let status? where status.publication.isPushed: stage = .pushed
    case let status? where status.publication == .unknown: stage = .unknown
    case .some: stage = .committed
    case nil where report.kind == .staged: stage = .staged
    case nil:
      stage = finding.locations.contains { $0.provenance.commit != nil } ? .committed : .unknown
    }
    if case .file(let file) = finding.kind {
      steps = Self.untrack(file, finding)
      return
    }
    switch stage {
    case .staged: steps = Self.unstage(finding)
    case .committed: steps = Self.amend(finding)
    case .pushed: steps = Self.revoke(finding)
    case .unknown: steps = finding.status == nil ? [] : Self.revokeUnlessSure(finding)
    }
  }

  private static func unstage(_ finding: Finding) -> [String] {
    let paths = unique(finding.locations.map(\.path))
    let settings = paths.filter { $0.split(separator: "/").last?.hasPrefix(".env") ?? false }
    return [
      "Take it out of what is staged: git restore --staged -- " + list(paths.map(ShellWord.path)),
      "Move it to an environment variable or a secret store.",
    ] + (settings.isEmpty ? [] : ["List \(list(settings)) in .gitignore."])
  }

  /// Returns what to do about a file of secrets that git tracks or is about to.
  private static func untrack(_ file: SecretFile, _ finding: Finding) -> [String] {
    let paths = unique(finding.locations.map(\.path))
    let names = list(paths.map(ShellWord.path))
    guard file != .notebook else {
      return [
        "Clear its outputs: jupyter nbconvert --clear-output --inplace \(names)",
        "Then add it again: git add -- \(names)",
      ]
    }
    return [
      "Take it out of the index, not off the disk: git rm --cached -- \(names)",
      "List \(list(paths)) in .gitignore.",
    ] + (file == .environment ? ["Keep a .env.example with the names and no values."] : [])
  }

  private static func amend(_ finding: Finding) -> [String] {
    let commits = unique(finding.locations.compactMap(\.provenance.commit?.id.hex)).map(
      PlaceText.short)
    guard let first = commits.first else {
      return ["Rename or remove what holds it before you push."]
    }
    guard commits.count == 1 else {
      return [
        "Take it out of commits \(list(commits)) before you push:"
          + " git rebase -i with the parent of the oldest of them, each marked edit."
      ]
    }
    return [
      "Take it out of commit \(first) before you push: git commit --amend if it is the last one,"
        + " else git rebase -i \(first)^ with it marked edit."
    ]
  }

  private static func revoke(_ finding: Finding) -> [String] {
    let place = finding.rule.revocation.url.map { "at \($0)" } ?? "where it was issued"
    let advice = RevokeAdvice.one
    return [
      "\(advice.revoke) now \(place), and \(advice.renew).",
      "\(advice.inspect) for what was not you.", "\(advice.cleanUp): \(advice.reason).",
    ].map(RevokeAdvice.starting)
  }

  /// Returns what to do where nobody knows whether a remote has it: the same as if one had, unless
  /// somebody knows better.
  private static func revokeUnlessSure(_ finding: Finding) -> [String] {
    ["Unless you are sure that it never left this machine, take it for published."]
      + revoke(finding)
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  private static func list(_ words: [String]) -> String {
    let rest = words.count - named
    return words.prefix(named).joined(separator: " ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
