import Agents
import Basics

/// `kunci hook install|uninstall|status AGENT…`.
extension HookCommand {
  /// Options of a scan that the guard has as well.
  private static let guardOptions = [
    "--min-confidence", "--rules", "--config", "--no-repo-config",
  ]

  /// Carries out what is asked for agents.
  func manageGuards(
    _ management: Management, _ names: [String]
  ) throws(UsageError) -> ExitCode {
    let words = try guardWords(management)
    var hooks: [AgentHooks] = []
    for name in names {
      hooks.append(AgentHooks(agent: try Agent.known(name), isForUser: isGlobal))
    }
    return carryOut(management, hooks, options: words)
  }

  /// The agents' settings that have the guard: those of the project, and one's own where that is meant
  /// or where all is to be shown.
  func installedGuards(of management: Management) -> [AgentHooks] {
    let scopes = management == .status ? [false, true] : [isGlobal]
    return scopes.flatMap { isForUser in
      Agents.all.map { AgentHooks(agent: $0, isForUser: isForUser) }.filter(\.isThere)
    }
  }

  /// Carries out what is asked, agent by agent.
  func carryOut(
    _ management: Management, _ guards: [AgentHooks], options words: [String]
  ) -> ExitCode {
    var isDone = true
    for hooks in guards {
      do throws(AgentHooks.Failure) {
        let text =
          switch management {
          case .install: try hooks.install(options: words)
          case .uninstall: try hooks.uninstall()
          case .status: try hooks.status()
          }
        Console.print(text)
      } catch {
        isDone = false
        Console.error(error.message)
      }
    }
    return isDone ? .clean : .incomplete
  }

  /// The guard's options, as words of a shell.
  private func guardWords(_ management: Management) throws(UsageError) -> [String] {
    guard !inlineIgnore, !isForced else {
      throw UsageError("--inline-ignore and --force are for git's hooks", command: .hook)
    }
    guard management == .install || scanWords.isEmpty && !failsOpen else {
      throw UsageError("options of the guard are for: install", command: .hook)
    }
    for word in scanWords {
      let name = String(word.prefix { $0 != "=" })
      guard Self.guardOptions.contains(name) else {
        throw UsageError(
          "the guard of an agent has no option `\(name)`; it has"
            + " \(Quantity.list(Self.guardOptions))", command: .hook)
      }
    }
    return (failsOpen ? ["--fail-open"] : []) + scanWords.map(ShellWord.path)
  }
}
