import Basics
import Engine
import Findings
import Inputs
import Reports

/// The text of a hook below the findings that made it stop git.
enum HookAdvice {
  static func beforeCommit(_ result: ScanResult) -> String {
    let count = result.findings.count
    let paths = Set(result.findings.flatMap(\.locations).map(\.path)).sorted()
    let git = GitWords(RepositoryFacts(of: .staged(repository: nil)))
    let unstage = TerminalText.visible(git.unstage(paths))
    return """
      kunci: the commit is stopped: \(Quantity.of(count, "secret is", plural: "secrets are")) staged.
        1. Take \(them(count)) out of the files, into environment variables or a secret store.
        2. Stage the files again (git add), or leave them out:
             \(unstage)
        3. Commit again. git commit --no-verify skips every hook, once.
      \(silencing(count))

      """
  }

  static func beforePush(_ result: ScanResult) -> String {
    let count = result.findings.count
    return """
      kunci: the push is stopped: it would publish \(Quantity.of(count, "secret")).
        1. Take \(them(count)) out of every commit named above; a further commit that deletes \
      \(them(count)) is not enough.
        2. Push again. git push --no-verify skips the hook, once.
      \(silencing(count))\(fetching(result))

      """
  }

  /// Why commits may count that the receiver has.
  private static func fetching(_ result: ScanResult) -> String {
    guard let name = result.coverage.remotes.first?.name else { return "" }
    return "\n  Pushed long ago? Nothing here shows what is there, so that all counts as new:"
      + " git fetch \(ShellWord.path(TerminalText.visible(name)))"
  }

  static func beforeReceive(_ result: ScanResult, commentsCount: Bool) -> String {
    let count = result.findings.count
    let comment =
      commentsCount
      ? "put kunci:ignore into a comment beside it, or ask"
      : "a comment such as kunci:ignore does not count here; ask"
    return """
      kunci: the push is refused: it brings \(Quantity.of(count, "secret")).
        1. Take \(them(count)) out of every commit named above; a further commit that deletes \
      \(them(count)) is not enough.
        2. If anybody else may have read \(them(count)), revoke \(them(count)) and make new keys.
        3. Push again. If this is no secret: \(comment)
           whoever runs this server to list its fingerprint in .kunciignore of the repository there.

      """
  }

  /// Says how to accept what is no secret, for good.
  private static func silencing(_ count: Int) -> String {
    "  No secret? Put kunci:ignore into a comment beside \(them(count)), or type"
      + " kunci ignore FINGERPRINT --reason TEXT."
  }

  private static func them(_ count: Int) -> String { count == 1 ? "it" : "them" }
}
