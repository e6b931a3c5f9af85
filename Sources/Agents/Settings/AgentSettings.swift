import Basics

/// Where an agent's hooks are configured, and what an entry looks like.
package struct AgentSettings: Sendable {
  /// The forms that entries have.
  enum Layout: Sendable {
    /// Groups by matcher, each with a list of commands, as Claude Code has them.
    case matcherGroups
    /// A list of commands; the member holds the command line.
    case commands(member: String)
  }

  /// Path from the home folder.
  package let user: String
  /// Path from the root of a project.
  package let project: String
  /// What the member `version` of the file says; nil where there is none.
  let version: Int?
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
    user: String, project: String, version: Int? = nil, layout: Layout,
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

  /// The entry for an event.
  func entry(for event: Agent.Event, command: String) -> JSON {
    var members: [(name: String, value: JSON)] = []
    if namesType { members.append(("type", "command")) }
    switch layout {
    case .matcherGroups: members.append(("command", .string(command)))
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
