package import GitRepository
import SystemIO

/// A program that keeps the hooks of a repository in a file of its own.
///
/// A hook that is put beside it is lost when it writes its own the next time, and the others who
/// work on the repository never get it: the file is the place for kunci.
package enum HookManager: String, CaseIterable, Sendable {
  case husky
  case lefthook
  case preCommit = "pre-commit"

  /// Finds the one that a repository uses.
  ///
  /// - Parameter repository: The repository.
  /// - Returns: The manager and the file or folder that shows it; nil when there is none.
  package static func found(in repository: Repository) -> (manager: HookManager, file: String)? {
    guard let top = repository.topLevel else { return nil }
    for manager in allCases {
      for file in manager.files where FileSystem.exists("\(top)/\(file)") {
        return (manager, file)
      }
    }
    return nil
  }

  private var files: [String] {
    switch self {
    case .husky: [".husky"]
    case .lefthook:
      ["lefthook", ".lefthook"].flatMap { name in
        ["yml", "yaml", "toml", "json"].map { "\(name).\($0)" }
      }
    case .preCommit: [".pre-commit-config.yaml"]
    }
  }

  /// Whether its files name kunci for a hook; a text in a comment counts as well.
  package func callsKunci(for hook: HookName, in repository: Repository) -> Bool {
    guard let top = repository.topLevel else { return false }
    let files = self == .husky ? [".husky/\(hook.rawValue)"] : files
    let words =
      self == .preCommit
      ? ["id: kunci", "kunci hook run pre-commit-framework"] : ["kunci hook run \(hook.rawValue)"]
    return files.contains { file in
      guard let text = try? FileSystem.read("\(top)/\(file)", limit: FileSystem.settingsLimit)
      else {
        return false
      }
      return String(decoding: text, as: UTF8.self).split(separator: "\n").contains { line in
        guard !line.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("#") else { return false }
        return words.contains { line.contains($0) }
      }
    }
  }

  /// Whether git runs it for a hook: its own hook stands where git looks.
  package func isActive(for hook: HookName, in repository: Repository) -> Bool {
    let path = "\(repository.hooksFolder)/\(hook.rawValue)"
    guard FileSystem.isExecutable(path) || self == .husky && FileSystem.exists(path),
      let script = try? FileSystem.read(path, limit: FileSystem.settingsLimit)
    else { return false }
    // husky's folder of hooks is `.husky/_`, in which each script leads to one beside the folder.
    return self == .husky
      ? repository.hooksFolder.contains(".husky")
      : String(decoding: script, as: UTF8.self).contains(rawValue)
  }

  /// The command that makes git run it for a hook.
  package func installing(_ hook: HookName) -> String {
    switch self {
    case .husky: "npx husky"
    case .lefthook: "lefthook install"
    case .preCommit: "pre-commit install --hook-type \(hook.rawValue)"
    }
  }

  /// Says what a user has to do for a hook.
  ///
  /// - Parameters:
  ///   - hook: The hook; not one of a server.
  ///   - file: The file that shows the manager.
  /// - Returns: Lines of text.
  package func advice(for hook: HookName, file: String) -> String {
    switch self {
    case .husky:
      """
      Add this line to .husky/\(hook.rawValue):

          kunci hook run \(hook.rawValue)\(hook == .prePush ? " -- \"$@\"" : "")

      """
    case .lefthook:
      """
      Add this to \(file):

          \(hook.rawValue):
            commands:
              kunci:
                run: kunci hook run \(hook.rawValue)\
      \(hook == .prePush ? " -- {1} {2}\n          use_stdin: true" : "")

      """
    case .preCommit:
      """
      Add this to the repos of \(file), then: pre-commit install --hook-type \(hook.rawValue)

          - repo: https://github.com/OWNER/kunci   # where you have kunci from
            rev: COMMIT                            # the commit or tag that you trust
            hooks:
              - id: kunci-system                   # the kunci on the PATH; kunci builds one

      """
    }
  }
}
