import Agents
import Basics
import RuleSet

/// The agents, as help shows them.
enum AgentList {
  /// A line for each.
  static var lines: String {
    let width = Agents.all.map(\.name.count).max() ?? 0
    return Agents.all.map { agent in
      "  \(agent.name)\(String(repeating: " ", count: width - agent.name.count))  \(agent.title)"
    }.joined(separator: "\n")
  }
}

extension Agent {
  static var names: [String] { Agents.all.map(\.name) }

  /// The agent of a name that the user gave.
  static func known(_ name: String?) throws(UsageError) -> Agent {
    guard let name else {
      throw UsageError("say which agent: \(Quantity.list(names, before: "or"))", command: .guard)
    }
    guard let agent = Agents.named(name) else {
      throw UsageError(
        "there is no agent `\(name)`\(Spelling.hint(forTyped: name, among: names)); known are"
          + " \(Quantity.list(names))", command: .guard)
    }
    return agent
  }
}
