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

  /// A thing to do: what, and the commands for it, which work as they are.
  struct Step {
    var sentence: String
    var commands: [String] = []

    /// Both in one line.
    var text: String {
      ([sentence] + (commands.isEmpty ? [] : [commands.joined(separator: " && ")]))
        .joined(separator: " ")
    }
  }

  let stage: Stage
  /// What to do, in order.
  let steps: [Step]

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
    let git = GitWords(report.repository)
    if case .file(let file) = finding.kind {
      steps = Self.untrack(file, finding, git)
      return
    }
    switch stage {
    case .staged: steps = Self.unstage(finding, git)
    case .committed: steps = Self.amend(finding, git)
    case .pushed: steps = Self.revoke(finding)
    case .unknown: steps = finding.status == nil ? [] : Self.revokeUnlessSure(finding)
    }
  }

  /// The files that hold a secret, each once: of members, what they are packed in, as nobody can take
  /// a member out of an index.
  private static func files(of finding: Finding) -> [String] {
    unique(finding.locations.map(\.provenance.container.path))
  }

  /// What holds a secret in a packed form, each file once.
  private static func archives(of finding: Finding) -> [String] {
    unique(finding.locations.filter(\.provenance.isMember).map(\.provenance.container.path))
  }

  private static func unstage(_ finding: Finding, _ git: GitWords) -> [Step] {
    let paths = files(of: finding)
    let settings = paths.filter { $0.split(separator: "/").last?.hasPrefix(".env") ?? false }
    return [
      Step(sentence: "Take it out of what is staged:", commands: [git.unstage(paths)]),
      Step(sentence: "Move it to an environment variable or a secret store."),
    ] + packAgain(finding)
      + (settings.isEmpty ? [] : [Step(sentence: "List \(list(settings)) in .gitignore.")])
  }

  /// Returns what to do about a file of secrets that git tracks or is about to.
  private static func untrack(_ file: SecretFile, _ finding: Finding, _ git: GitWords) -> [Step] {
    let paths = files(of: finding)
    guard archives(of: finding).isEmpty else {
      return packAgain(finding) + [
        Step(
          sentence: "Or take it out of the index, not off the disk:", commands: [git.untrack(paths)]
        )
      ]
    }
    guard file != .notebook else {
      return [
        Step(
          sentence: "Clear its outputs:",
          commands: ["jupyter nbconvert --clear-output --inplace \(GitWords.words(paths))"]),
        Step(sentence: "Then add it again:", commands: [git.add(paths)]),
      ]
    }
    return [
      Step(
        sentence: "Take it out of the index, not off the disk:",
        commands: [git.untrack(paths)]),
      Step(sentence: "List \(list(paths)) in .gitignore."),
    ]
      + (file == .environment
        ? [Step(sentence: "Keep a .env.example with the names and no values.")] : [])
  }

  /// Returns what to do about what holds a secret in a packed form.
  private static func packAgain(_ finding: Finding) -> [Step] {
    let archives = archives(of: finding)
    return archives.isEmpty ? [] : [Step(sentence: "Pack \(list(archives)) anew without it.")]
  }

  private static func amend(_ finding: Finding, _ git: GitWords) -> [Step] {
    let commits = unique(finding.locations.compactMap(\.provenance.commit?.id.hex))
    guard let first = commits.first else {
      return [Step(sentence: "Rename or remove what holds it before you push.")]
    }
    let short = PlaceText.short(first)
    guard commits.count == 1, first == git.head?.hex,
      finding.locations.allSatisfy({ $0.provenance.kind == .content })
    else {
      let which = commits.count == 1 ? "commit \(short)" : "\(commits.count) commits"
      let digits = finding.fingerprint.description.prefix(8)
      return [
        Step(
          sentence: "Take it out of \(which) before you push; the commands for this repository:",
          commands: ["kunci explain \(digits) --history"])
      ]
    }
    let archives = archives(of: finding)
    let repair =
      archives.isEmpty ? "Take it out of the file" : "Pack \(list(archives)) anew without it"
    return [
      Step(
        sentence: "It came in with the last commit, \(short). \(repair), then:",
        commands: [git.add(files(of: finding)), git.amend])
    ]
  }

  private static func revoke(_ finding: Finding) -> [Step] {
    let place = finding.rule.revocation.url.map { "at \($0)" } ?? "where it was issued"
    let advice = RevokeAdvice.one
    return [
      "\(advice.revoke) now \(place), and \(advice.renew).",
      "\(advice.inspect) for what was not you.", "\(advice.cleanUp): \(advice.reason).",
    ].map { Step(sentence: RevokeAdvice.starting($0)) }
  }

  /// Returns what to do where nobody knows whether a remote has it: the same as if one had, unless
  /// somebody knows better.
  private static func revokeUnlessSure(_ finding: Finding) -> [Step] {
    [Step(sentence: "Unless you are sure that it never left this machine, take it for published.")]
      + revoke(finding)
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// Names in a sentence; of many, some are only counted.
  private static func list(_ words: [String]) -> String {
    let named = 4
    let rest = words.count - named
    return words.prefix(named).joined(separator: " ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
