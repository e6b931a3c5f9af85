internal import GitFormat
internal import SystemIO

/// All of git's configuration that counts in a repository, read from its files.
///
/// See git-config(1), "FILES". What is not simple is left to git: files that include others,
/// settings by environment variables, a git whose system-wide file may be anywhere.
struct Configuration {
  private var files: [ConfigFile] = []

  /// Reads the files.
  init(of repository: Repository) throws(NeedsGit) {
    let environment = repository.program.environment
    guard !environment.hasName(startingWith: "GIT_CONFIG"),
      let home = environment["HOME"], home.hasPrefix("/"),
      let system = Self.systemFile(repository.program)
    else { throw NeedsGit() }
    let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    let user = ["\(folder ?? "\(home)/.config")/git/config", "\(home)/.gitconfig"]
    for path in [system] + user + ["\(repository.commonDirectory)/config"] {
      files.append(try ConfigFile(path: path))
    }
    if let variable = files.last?["extensions.worktreeconfig"], try ConfigFile.flag(variable) {
      files.append(try ConfigFile(path: "\(repository.gitDirectory)/config.worktree"))
    }
    guard !files.contains(where: \.includesOthers) else { throw NeedsGit() }
  }

  /// Where a git of this place has its system-wide file; nil when that cannot be told.
  private static func systemFile(_ program: GitProgram) -> String? {
    #if os(Linux)
    let resolved = try? FileSystem.realPath(program.executable)
    return resolved == "/usr/bin/git" ? "/etc/gitconfig" : nil
    #else
    return nil
    #endif
  }

  /// The variable that counts.
  private func variable(_ name: String) -> ConfigFile.Variable? {
    let name = name.lowercased()
    for file in files.reversed() {
      if let found = file[name] { return found }
    }
    return nil
  }

  /// A path, as `git config --type=path` prints it; nil when it is not set.
  func path(_ name: String, home: String?) throws(NeedsGit) -> String? {
    guard let variable = variable(name) else { return nil }
    guard let value = variable.value, !value.hasPrefix("%("), !value.hasPrefix(":(") else {
      throw NeedsGit()
    }
    guard value.hasPrefix("~") else { return value }
    guard value.hasPrefix("~/"), let home else { throw NeedsGit() }
    return home + value.dropFirst()
  }

  /// A truth value; nil when it is not set.
  func flag(_ name: String) throws(NeedsGit) -> Bool? {
    guard let variable = variable(name) else { return nil }
    return try ConfigFile.flag(variable)
  }
}

extension Repository {
  /// The value of a configuration variable that is a path, such as `core.hooksPath`.
  ///
  /// See git-config(1), `--type=path`: a leading `~` stands for the user's folder. Nil when it is
  /// not set.
  package func configuredPath(_ name: String) -> String? {
    do throws(NeedsGit) {
      return try Configuration(of: self).path(name, home: program.environment["HOME"])
    } catch {
      return configured(name, type: "path")
    }
  }

  /// The value of a configuration variable that is true or false, such as `core.ignoreCase`.
  ///
  /// Nil when it is neither.
  package func configuredFlag(_ name: String) -> Bool? {
    do throws(NeedsGit) {
      return try Configuration(of: self).flag(name)
    } catch {
      return configured(name, type: "bool").map { $0 == "true" }
    }
  }

  /// What git says of a variable.
  private func configured(_ name: String, type: String) -> String? {
    let value = try? output(["config", "--type=\(type)", "-z", "--get", name])
    return value.map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
