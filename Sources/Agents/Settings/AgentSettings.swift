import Basics

/// Where an agent's hooks are configured, and what an entry looks like.
package struct AgentSettings: Sendable {
  /// The forms that entries have.
  enum Layout: Sendable {
    /// Groups by matcher, each with a list of commands, as Claude Code has them.
    case matcherGroups
    /// A list of commands; the member holds the command line.
    case commands(member: String)
    /// One list for all events, each entry with its trigger and action, as Kiro has them.
    case triggers
    /// A folder with an executable script for each event.
    case scripts
  }

  /// What the member `version` of a file says.
  enum Version: Sendable {
    case number(Int)
    case text(String)

    var json: JSON {
      switch self {
      case .number(let number): .integer(number)
      case .text(let text): .string(text)
      }
    }
  }

  /// Path from the home folder.
  package let user: String
  /// Path from the root of a project.
  package let project: String
  /// Nil where the file has no version.
  let version: Version?
  let layout: Layout
  /// The member that limits a hook's time, in the agent's own unit.
  let timeout: (member: String, value: Int)?
  /// Whether an entry says that a failure of the hook stops what is about to happen.
  let failsClosed: Bool
  /// Whether an entry says that what the hook writes is shown.
  let showsOutput: Bool
  /// Whether an entry says that it is a command.
  let namesType: Bool

  init(
    user: String, project: String, version: Version? = nil, layout: Layout,
    timeout: (member: String, value: Int)? = nil, failsClosed: Bool = false,
    showsOutput: Bool = false, namesType: Bool = true
  ) {
    self.user = user
    self.project = project
    self.version = version
    self.layout = layout
    self.timeout = timeout
    self.failsClosed = failsClosed
    self.showsOutput = showsOutput
    self.namesType = namesType
  }

  /// Whether it is a folder of scripts, and no file.
  package var isFolder: Bool { if case .scripts = layout { true } else { false } }

  /// The entry for an event.
  func entry(for event: Agent.Event, command: String) -> JSON {
    if case .triggers = layout {
      return [
        "name": .string("kunci-" + event.name), "trigger": .string(event.name),
        "matcher": event.matcher.map(JSON.string),
        "action": ["type": "command", "command": .string(command)],
        "timeout": timeout.map { .integer($0.value) },
      ]
    }
    var members: [(name: String, value: JSON)] = []
    if namesType { members.append(("type", "command")) }
    switch layout {
    case .matcherGroups, .triggers, .scripts: members.append(("command", .string(command)))
    case .commands(let member): members.append((member, .string(command)))
    }
    if let timeout { members.append((timeout.member, .integer(timeout.value))) }
    if failsClosed { members.append(("failClosed", true)) }
    if showsOutput { members.append(("show_output", true)) }
    guard case .matcherGroups = layout else {
      if let matcher = event.matcher { members.append(("matcher", .string(matcher))) }
      return .object(members)
    }
    var group: [(name: String, value: JSON)] = []
    if let matcher = event.matcher { group.append(("matcher", .string(matcher))) }
    group.append(("hooks", .array(AnySequence([JSON.object(members)]))))
    return .object(group)
  }
}
