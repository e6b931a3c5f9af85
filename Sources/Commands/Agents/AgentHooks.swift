import Agents
import Basics
import FileTree
import SystemIO

/// Installing the guard in an agent's settings, taking it out again, and saying whether it is there.
struct AgentHooks {
  let agent: Agent
  /// Whether the user's own settings are meant, which count in every project.
  let isForUser: Bool

  /// What cannot be done.
  struct Failure: Error {
    var message: String
  }

  private static let backupEnding = ".kunci-backup"

  /// The file of settings, or the folder of scripts.
  ///
  /// - Throws: ``Failure`` when there is no home folder.
  func path() throws(Failure) -> String {
    guard isForUser else {
      let here = (try? FileSystem.currentDirectory()) ?? "."
      return "\(WorkTree.containing(here)?.root ?? here)/\(agent.settings.project)"
    }
    guard let home = Environment.value(of: "HOME"), home.hasPrefix("/") else {
      throw Failure(message: "HOME names no folder, so there are no settings of your own")
    }
    return "\(home)/\(agent.settings.user)"
  }

  /// Adds the guard.
  ///
  /// - Parameter options: Those of the guard, as words of a shell.
  /// - Returns: What to tell the user.
  /// - Throws: ``Failure``; the settings are then as they were.
  func install(options: [String]) throws(Failure) -> String {
    let path = try path()
    let command = ([try program(), "guard", agent.name] + options).joined(separator: " ")
    if let scripts = scripts(in: path) {
      guard try scripts.install(command) else {
        return "\(agent.title): already installed: \(path)\n"
      }
      return "\(agent.title): installed: \(path)\n\(agent.advice)\n"
    }
    let old = try read(path)
    var entries = try entries(in: old, of: path)
    if entries.isInstalled(command) { return "\(agent.title): already installed: \(path)\n" }
    try changing(path) { () throws(HookEntries.Failure) in try entries.install(command) }
    try write(entries.text, to: path, replacing: old)
    return "\(agent.title): installed: \(path)\n\(agent.advice)\n"
  }

  /// Takes the guard out.
  func uninstall() throws(Failure) -> String {
    let path = try path()
    if let scripts = scripts(in: path) {
      return "\(agent.title): \(try scripts.uninstall() ? "removed" : "not installed"): \(path)\n"
    }
    guard let old = try read(path) else { return "\(agent.title): not installed: \(path)\n" }
    var entries = try entries(in: old, of: path)
    guard !entries.installed.isEmpty else { return "\(agent.title): not installed: \(path)\n" }
    try changing(path) { () throws(HookEntries.Failure) in try entries.uninstall() }
    let backup = path + Self.backupEnding
    let known = try? FileSystem.read(backup)
    // A file that is there for the guard alone goes with it.
    if known == nil, entries.isBare {
      try doing { () throws(SystemError) in try FileSystem.remove(path) }
    } else {
      try write(entries.text, to: path, replacing: nil)
      if known == entries.text { try? FileSystem.remove(backup) }
    }
    return "\(agent.title): removed: \(path)\n"
  }

  /// Whether the guard is there, also in settings that are no JSON.
  var isThere: Bool {
    guard let path = try? path() else { return false }
    if let scripts = scripts(in: path) { return (try? scripts.installed())?.isEmpty == false }
    guard let text = try? read(path) else { return false }
    return (try? entries(in: text, of: path)).map { !$0.installed.isEmpty }
      ?? text.holds(Array(" guard \(agent.name)".utf8))
  }

  /// Says whether the guard is there.
  func status() throws(Failure) -> String {
    let path = try path()
    let installed: Set<String>
    if let scripts = scripts(in: path) {
      installed = Set(try scripts.installed())
    } else {
      let text = try read(path)
      installed = Set(try entries(in: text, of: path).installed.map(\.event))
    }
    let missing = agent.events.map(\.name).filter { !installed.contains($0) }
    if installed.isEmpty { return "\(agent.title): not installed: \(path)\n" }
    let lack = missing.isEmpty ? "" : ", but not for \(Quantity.list(missing)); install it again"
    return "\(agent.title): installed\(lack): \(path)\n"
  }

  /// The scripts, for an agent that has a folder of them.
  private func scripts(in folder: String) -> AgentScripts? {
    agent.settings.isFolder ? AgentScripts(agent: agent, folder: folder) : nil
  }

  private func entries(in text: [UInt8]?, of path: String) throws(Failure) -> HookEntries {
    do throws(HookEntries.Failure) {
      return try HookEntries(of: agent, in: text)
    } catch {
      throw Failure(message: "\(path): \(error.message)")
    }
  }

  private func changing(
    _ path: String, _ change: () throws(HookEntries.Failure) -> Void
  ) throws(Failure) {
    do throws(HookEntries.Failure) {
      try change()
    } catch {
      throw Failure(message: "\(path): \(error.message)")
    }
  }

  // MARK: Files

  private func read(_ path: String) throws(Failure) -> [UInt8]? {
    do throws(SystemError) {
      return try FileSystem.read(path, limit: FileSystem.settingsLimit)
    } catch {
      guard error.isNotFound else { throw Failure(message: error.message) }
      return nil
    }
  }

  private func write(_ text: [UInt8], to path: String, replacing old: [UInt8]?) throws(Failure) {
    try doing { () throws(SystemError) in
      if let folder = FileSystem.parent(of: path) { try FileSystem.createDirectory(folder) }
      // A link stays one.
      let place = (try? FileSystem.realPath(path)) ?? path
      let backup = path + Self.backupEnding
      if let old, !FileSystem.exists(backup) {
        let rights = try FileSystem.status(place).permissions
        try FileSystem.write(backup, old.span, permissions: rights)
      }
      try FileSystem.write(place, text.span)
    }
  }

  private func doing(_ body: () throws(SystemError) -> Void) throws(Failure) {
    do throws(SystemError) {
      try body()
    } catch {
      throw Failure(message: error.message)
    }
  }

  /// How a hook calls kunci: by its name where others share the settings and it can be found by that.
  private func program() throws(Failure) -> String {
    guard let path = Process.executablePath else {
      throw Failure(message: "the system does not say where kunci is")
    }
    if !isForUser, let found = try? ProcessEnvironment.current.program(named: "kunci"),
      (try? FileSystem.realPath(found)) == path
    {
      return "kunci"
    }
    return ShellWord.path(path)
  }
}
