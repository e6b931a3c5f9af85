import GitRepository

/// What a prompt of Cline can mention beside files: `@git-changes`, a commit as `@1a2b3c4`, and
/// `@terminal`; <https://docs.cline.bot/core-workflows/working-with-files>.
///
/// Cline puts in what git shows of it, old lines and new ones; the hook is not told.
struct MentionedChanges {
  let folders: [String]
  let look: FileLook

  /// So many files that have changed are looked into.
  private static let mostFiles = 1_000

  /// Looks into what a name stands for; nil if that is none of these.
  func answer(to name: String) -> FileLook.Answer? {
    switch name {
    case "terminal":
      return .unseen("no hook is given its text; copy what is needed into the prompt")
    case "git-changes":
      return firstOfInterest { git, folder throws(GitError) in try changes(git, folder) }
    default:
      guard (7...40).contains(name.utf8.count),
        name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
      else { return nil }
      return firstOfInterest { git, folder throws(GitError) in
        let shown = try git.output(
          ["show", "--no-ext-diff", "--no-textconv", name, "--"], in: folder)
        return look.look(atText: shown, called: "@\(name)")
      }
    }
  }

  private func firstOfInterest(
    _ body: (GitProgram, _ folder: String) throws(GitError) -> FileLook.Answer
  ) -> FileLook.Answer {
    for folder in folders {
      // Where git shows nothing, the agent gets nothing.
      guard let git = try? GitProgram(honoursHookVariables: false),
        let answer = try? body(git, folder), answer.isOfInterest
      else { continue }
      return answer
    }
    return .nothing
  }

  /// Looks into the files that are not as in HEAD, and into what they were there.
  ///
  /// git compares no contents for that, so that no filter runs which a repository names.
  private func changes(
    _ git: GitProgram, _ folder: String
  ) throws(GitError) -> FileLook.Answer {
    let listed = try git.output(
      ["diff-index", "--name-only", "-z", "--relative", "--no-ext-diff", "HEAD", "--"], in: folder)
    let paths = listed.split(separator: 0)
    guard paths.count <= Self.mostFiles else {
      return .unseen("more than \(Self.mostFiles) files have changed")
    }
    for path in paths.map({ String(decoding: $0, as: UTF8.self) }) {
      let place = folder + "/" + path
      let now = look.look(at: place)
      if case .secrets(var found) = now {
        found.file = found.file ?? path
        return .secrets(found)
      }
      if now.isOfInterest { return now }
      // A file that is new was not there.
      guard let before = try? git.output(["cat-file", "blob", "HEAD:./" + path], in: folder) else {
        continue
      }
      let answer = look.look(atText: before, called: path)
      if answer.isOfInterest { return answer }
    }
    return .clean
  }
}
