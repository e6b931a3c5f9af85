import Basics
import Findings
import GitRepository
import Reports

/// What to do about a secret in a history, with the commands for this very repository.
///
/// Each command works as it is, from the folder that `kunci explain` ran in.
struct LeakAdvice {
  let facts: LeakFacts
  /// What git commands begin with.
  let git: String
  /// The folder that is named to kunci; nil for the current one.
  let folder: String?

  /// A thing to do: what, and the commands for it.
  struct Step: Equatable {
    var sentence: String
    var commands: [String] = []

    init(_ sentence: String, _ commands: String...) {
      self.sentence = sentence
      self.commands = commands
    }

    init(_ sentence: String, all commands: [String]) {
      self.sentence = sentence
      self.commands = commands
    }
  }

  init(_ facts: LeakFacts, git: String, folder: String?) {
    self.facts = facts
    self.git = git
    self.folder = folder
  }

  /// What to do, in order.
  var steps: [Step] {
    switch facts.finding.status?.publication {
    case .notPushed: isRevocable + local + lookAgain
    case .unknown where facts.remotes.isEmpty && facts.repository.topLevel != nil:
      revoke + local + lookAgain
    case .pushed, .unknown, nil:
      revoke + (isReplaceable ? rewriteCopy + byHand : byHand + hosts) + stash
    }
  }

  // MARK: Revoking

  private var page: String {
    facts.finding.rule.revocation.url.map { " at \($0)" } ?? " where it was issued"
  }

  private var revoke: [Step] {
    let isPushed = facts.finding.status?.publication.isPushed ?? false
    let why =
      isPushed
      ? "It is published, so it counts as stolen"
      : "Nothing here says who has these commits: unless you know better, it counts as stolen"
    return [
      Step(
        "\(why). Revoke it now\(page), make a new one, and look through its usage. Only then go on:"
          + " rewriting the history does not call it back.")
    ]
  }

  private var isRevocable: [Step] {
    [
      Step(
        "No remote has it, as far as is known here. If it was ever sent or shown in another way,"
          + " revoke it\(page).")
    ]
  }

  // MARK: Not pushed

  private var local: [Step] {
    let branches = facts.refs.filter { $0 != "refs/stash" }
    let isOnBranch = facts.branch.map { branches == ["refs/heads/\($0)"] } ?? false
    guard facts.arrivals.count == 1, let commit = facts.arrivals.first, isOnBranch,
      facts.finding.locations.allSatisfy({ $0.provenance.kind == .content }),
      facts.binaryPaths.isEmpty
    else { return rewriteHere }
    return commit.id == facts.head ? amend(commit) : rebase(commit)
  }

  private var words: String { facts.paths.map(ShellWord.path).joined(separator: " ") }

  private func amend(_ commit: CommitReference) -> [Step] {
    [
      Step(
        "It came in with the last commit. Take it out of \(facts.paths.joined(separator: ", ")),"
          + " into an environment variable or a secret store."),
      Step("Make that commit anew:", "\(git) add -- \(words)", "\(git) commit --amend --no-edit"),
    ] + forget
  }

  private func rebase(_ commit: CommitReference) -> [Step] {
    let id = commit.id.hex
    let short = id.prefix(7)
    let base = facts.roots.contains(commit.id) ? "--root" : "\(commit.id.hex.prefix(12))^"
    return [
      Step(
        "It came in with commit \(short), which is not the last one. Let git stop there:",
        // Whatever the settings say, the list has the word and the whole id.
        "GIT_SEQUENCE_EDITOR=\"sed -i.bak -e 's/^pick \(id)/edit \(id)/'\""
          + " \(git) -c rebase.abbreviateCommands=false -c core.abbrev=no"
          + " rebase -i --autostash --rebase-merges \(base)"),
      Step(
        "Take it out of \(facts.paths.joined(separator: ", ")), then let git go on; where later"
          + " commits change the same line, it stops and asks:",
        "\(git) add -- \(words)", "\(git) commit --amend --no-edit",
        "GIT_EDITOR=true \(git) rebase --continue"),
    ] + forget
  }

  /// What makes git give up what it keeps for undoing.
  ///
  /// By the setting, and not by the option of the same name, the stash is left alone: git-reflog(1).
  private var forget: [Step] {
    byHand + stash + [
      Step(
        "Let git forget what was before; this also gives up undoing other things of these days:",
        "\(git) -c gc.reflogExpireUnreachable=now reflog expire --all",
        "\(git) gc --quiet --prune=now")
    ]
  }

  private var stash: [Step] {
    guard !facts.stashes.isEmpty else { return [] }
    return [
      Step(
        "The stash holds it, too, or is based on a commit that does. Apply what you need of these"
          + " entries, then throw them away:",
        all: facts.stashes.map { "\(git) stash drop --quiet 'stash@{\($0)}'" })
    ]
  }

  private var rewriteHere: [Step] {
    let branches = facts.refs.filter { $0 != "refs/stash" && !$0.hasPrefix("refs/remotes/") }
    guard !branches.isEmpty, isReplaceable else { return forget }
    let names = branches.map(ShellWord.path).joined(separator: " ")
    let refs =
      facts.remotes.isEmpty
      ? names : "\(names) $(\(git) for-each-ref --format='^%(refname)' refs/remotes)"
    return [
      prepare,
      Step(
        "Rewrite the commits that no remote has; commit or stash other changes before:",
        "\(inFolder)git filter-repo --force --refs \(refs)\(filters(replacements))"),
      Step("Throw the list away:", "rm -f \(ShellWord.path(replacementPath))"),
    ] + forget
  }

  // MARK: git filter-repo

  private var digits: Substring { facts.finding.fingerprint.description.prefix(8) }

  /// Where the list of replacements goes, from the current folder.
  private var replacementPath: String {
    let own = facts.repository.topLevel == nil ? "" : ".git/"
    let name = "\(own)kunci-replacements"
    return folder.map { "\($0)/\(name)" } ?? name
  }

  /// The same for a command that runs in the repository.
  private var replacements: String {
    facts.repository.topLevel == nil ? "kunci-replacements" : ".git/kunci-replacements"
  }

  /// git-filter-repo is run by git in the folder that it is to work on.
  private var inFolder: String { folder.map { "cd \(ShellWord.path($0)) && " } ?? "" }

  private var prepare: Step {
    let place = folder.map { " \(ShellWord.path($0))" } ?? ""
    return Step(
      "Write what has to be replaced to a file that only you can read, and get git-filter-repo"
        + " (https://github.com/newren/git-filter-repo) if it is not there:",
      "kunci explain \(digits)\(place) --history --replacements"
        + " \(ShellWord.path(replacementPath))",
      "command -v git-filter-repo || pipx install git-filter-repo")
  }

  /// Whether git-filter-repo can replace it somewhere without being told more.
  private var isReplaceable: Bool { !filters("").isEmpty }

  /// The options that replace the secret wherever it stands.
  private func filters(_ path: String) -> String {
    let file = ShellWord.path(path)
    var options = ""
    if facts.holds(.content) { options += " --replace-text \(file)" }
    if facts.holds(.commitMessage) || facts.holds(.tagMessage) {
      options += " --replace-message \(file)"
    }
    // It leaves binary files as they are.
    if !facts.binaryPaths.isEmpty {
      options +=
        " --invert-paths"
        + facts.binaryPaths.map { " --path \(ShellWord.path($0))" }.joined()
    }
    return options
  }

  // MARK: Pushed

  private var rewriteCopy: [Step] {
    guard !facts.remotes.isEmpty else {
      return [
        prepare,
        Step(
          "Rewrite everything; commit or stash other changes before, and keep a copy of the folder"
            + " until you are content:",
          "\(inFolder)git filter-repo --force\(filters(replacements))"),
        Step(
          "Throw the list away, and see that nothing is left:",
          "rm -f \(ShellWord.path(replacementPath))", again),
      ]
    }
    return [prepare] + facts.remotes.flatMap(rewrite) + hosts + [
      Step(
        "Everybody who has a clone makes a new one, you too: what is pushed from an old one brings the"
          + " secret back. Commits that were never pushed are moved over with git format-patch and"
          + " git am."),
      Step(
        "Throw the list away, and the copy:",
        "rm -rf \(ShellWord.path(replacementPath)) "
          + facts.remotes.map(copy(of:)).joined(separator: " ")),
    ]
  }

  private func rewrite(_ remote: Remote) -> [Step] {
    let name = ShellWord.path(remote.name)
    let copy = copy(of: remote)
    let list = "\"$(\(git) rev-parse --absolute-git-dir)/kunci-replacements\""
    let binary =
      facts.binaryPaths.isEmpty ? "" : " Binary files cannot be edited, so they are taken out."
    return [
      Step(
        "Push what of yours is to stay. Then rewrite a fresh copy of \(remote.name)"
          + " (\(remote.address)), and see that nothing is left in it:\(binary)",
        // Not by `git -C`: all that follows looks for the copy from where its reader stands.
        "git clone --mirror \"$(\(git) remote get-url \(name))\" \(copy)",
        "git -C \(copy) filter-repo" + filters("LIST").replacing("LIST", with: list),
        "kunci history \(copy)"),
      Step(
        "Put it in the place of what is there. Branches may have to be unprotected for that:",
        "git -C \(copy) push --force \"$(\(git) remote get-url \(name))\""
          + " 'refs/heads/*:refs/heads/*' 'refs/tags/*:refs/tags/*'"),
    ]
  }

  /// Where a fresh copy of a remote goes.
  private func copy(of remote: Remote) -> String {
    ShellWord.path("../\(copyName)-\(remote.name)-clean.git")
  }

  /// The folder's name, for the copy beside it.
  private var copyName: String {
    let top = facts.repository.topLevel ?? facts.repository.gitDirectory
    let name = top.split(separator: "/").last.map(String.init) ?? "repository"
    return name.hasSuffix(".git") ? String(name.dropLast(4)) : name
  }

  /// Who else keeps what was pushed, and whom to ask.
  private var hosts: [Step] {
    var steps: [Step] = []
    for host in CodeHost.allCases where facts.remotes.contains(where: host.isHost) {
      steps.append(Step(host.advice))
    }
    return steps.isEmpty
      ? [Step("Forks, mirrors, caches and backups keep it: \(CodeHost.general)")] : steps
  }

  // MARK: What no command does

  private var byHand: [Step] {
    var steps: [Step] = []
    if facts.holds(.refName) {
      steps.append(
        Step("It stands in the name of a branch or tag, which is renamed with git branch -m."))
    }
    if facts.holds(.path) {
      steps.append(
        Step("It stands in the name of a file: git filter-repo --path-rename OLD:NEW changes that.")
      )
    }
    if facts.holds(.author) {
      steps.append(
        Step("It stands in the name or address of an author: git filter-repo --mailmap FILE."))
    }
    if facts.holds(.tagMessage) {
      steps.append(
        Step("It stands in the message of a tag: delete that with git tag -d, and make it anew."))
    }
    return steps
  }

  private var again: String {
    "kunci history" + (folder.map { " \(ShellWord.path($0))" } ?? "")
  }

  private var lookAgain: [Step] { [Step("See that nothing is left:", again)] }
}
