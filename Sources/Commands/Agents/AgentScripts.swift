import Agents
import Basics
import SystemIO

/// The guard as scripts in a folder, one for each event.
struct AgentScripts {
  let agent: Agent
  let folder: String

  /// The script that runs a command line.
  static func text(_ command: String) -> [UInt8] {
    Array("#!/bin/sh\n# Looks for secrets, see: kunci help guard\nexec \(command)\n".utf8)
  }

  private func path(of event: Agent.Event) -> String { "\(folder)/\(event.name)" }

  private func isOwn(_ text: [UInt8]) -> Bool {
    text.holds(Array(" guard \(agent.name)".utf8)) && text.holds(Array("see: kunci help".utf8))
  }

  private func text(of event: Agent.Event) throws(AgentHooks.Failure) -> [UInt8]? {
    do throws(SystemError) {
      return try FileSystem.read(path(of: event), limit: FileSystem.settingsLimit)
    } catch {
      guard error.isNotFound else { throw AgentHooks.Failure(message: error.message) }
      return nil
    }
  }

  /// The events that have the guard.
  func installed() throws(AgentHooks.Failure) -> [String] {
    var events: [String] = []
    for event in agent.events {
      if let text = try text(of: event), isOwn(text) { events.append(event.name) }
    }
    return events
  }

  /// Writes the scripts.
  ///
  /// - Returns: Whether there was anything to do.
  /// - Throws: `AgentHooks.Failure`, also where there is another script; then none is written.
  func install(_ command: String) throws(AgentHooks.Failure) -> Bool {
    let script = Self.text(command)
    var missing: [Agent.Event] = []
    for event in agent.events {
      let old = try text(of: event)
      if let old, !isOwn(old) {
        throw AgentHooks.Failure(
          message: "\(path(of: event)): another hook is there; call \(command) in it")
      }
      if old != script || !FileSystem.isExecutable(path(of: event)) { missing.append(event) }
    }
    do throws(SystemError) {
      try FileSystem.createDirectory(folder)
      for event in missing {
        if FileSystem.exists(path(of: event)) { try FileSystem.remove(path(of: event)) }
        try FileSystem.write(path(of: event), script.span, permissions: 0o755)
      }
    } catch {
      throw AgentHooks.Failure(message: error.message)
    }
    return !missing.isEmpty
  }

  /// Removes the scripts.
  ///
  /// - Returns: Whether there was one.
  func uninstall() throws(AgentHooks.Failure) -> Bool {
    let events = try installed()
    do throws(SystemError) {
      for event in events { try FileSystem.remove("\(folder)/\(event)") }
    } catch {
      throw AgentHooks.Failure(message: error.message)
    }
    return !events.isEmpty
  }
}
