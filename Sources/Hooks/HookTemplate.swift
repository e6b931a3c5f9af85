import GitRepository
import SystemIO

/// The folder that git copies into every repository that is made or cloned: `init.templateDir`.
///
/// `core.hooksPath` would reach the repositories that are there already, but switch off whatever
/// hooks they have of their own; so it is not used.
package struct HookTemplate {
  private let program: GitProgram
  /// The folder.
  package let folder: String
  /// Whether the user's settings name the folder.
  package let isConfigured: Bool

  private static let setting = "init.templateDir"

  /// Finds the folder that the user's settings name, or the one to make.
  ///
  /// - Throws: `HookError` when there is no git or no home folder.
  package init() throws(HookError) {
    do throws(GitError) {
      program = try GitProgram(honoursHookVariables: false)
      let known = try program.run(
        ["config", "--global", "--type=path", "--get", Self.setting], in: "/")
      let path = String(decoding: known.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      if known.status.isSuccess, path.hasPrefix("/") {
        (folder, isConfigured) = (path, true)
        return
      }
    } catch {
      throw HookError(message: error.description)
    }
    (folder, isConfigured) = (try Self.ownFolder, false)
  }

  /// Where kunci puts a folder of its own.
  private static var ownFolder: String {
    get throws(HookError) {
      if let base = Environment.value(of: "XDG_CONFIG_HOME"), base.hasPrefix("/") {
        return "\(base)/kunci/git-template"
      }
      guard let home = Environment.value(of: "HOME"), home.hasPrefix("/") else {
        throw HookError(message: "HOME names no folder, so there is no place for hooks for all")
      }
      return "\(home)/.config/kunci/git-template"
    }
  }

  /// A hook in the folder.
  package func hook(_ name: HookName) -> GitHook { GitHook(name, inFolder: "\(folder)/hooks") }

  /// Names the folder in the user's settings.
  ///
  /// - Throws: `HookError`.
  package func configure() throws(HookError) {
    guard !isConfigured else { return }
    try config(["--global", Self.setting, folder])
  }

  /// Takes the setting away, when the folder is kunci's own and holds no hook of kunci's.
  ///
  /// - Throws: `HookError`.
  package func unconfigure() throws(HookError) {
    guard isConfigured, folder == (try Self.ownFolder) else { return }
    for name in HookName.allCases where try hook(name).state() != .absent { return }
    try config(["--global", "--unset", Self.setting])
  }

  private func config(_ arguments: [String]) throws(HookError) {
    do throws(GitError) {
      _ = try program.output(["config"] + arguments, in: "/")
    } catch {
      throw HookError(message: error.description)
    }
  }
}
