import Basics
import Detection
package import Engine
import Findings
import Redaction
import SystemIO

/// Looks at what an agent is about to do, and says what the agent is told.
package struct AgentGuard {
  private let agent: Agent
  private let redactor: PayloadRedactor
  let failsOpen: Bool
  private let accepted: (_ folder: String) -> AcceptedSecrets
  /// Hides what a reason would repeat, such as a key in the name of a file.
  let shown: Redactor

  /// A longer text is not repeated in a reason, in bytes.
  static let longestQuote = 16 << 10
  /// Of a longer name of a file, the end is repeated, in characters.
  private static let longestName = 200
  /// What stands for each string of an output that nobody could look into.
  private static let withheld = "[withheld by kunci]"

  /// Prepares.
  ///
  /// - Parameters:
  ///   - agent: The agent.
  ///   - redactor: What counts as a secret.
  ///   - failsOpen: Whether what cannot be looked into passes.
  ///   - accepted: Reads what the project of a folder has accepted; asked only when there is a secret.
  package init(
    _ agent: Agent, _ redactor: PayloadRedactor, failsOpen: Bool = false,
    accepted: @escaping (_ folder: String) -> AcceptedSecrets = { _ in AcceptedSecrets() }
  ) {
    self.agent = agent
    self.redactor = redactor
    self.failsOpen = failsOpen
    self.accepted = accepted
    shown = Redactor(redactor.detector)
  }

  /// What keeps the guard from understanding a payload.
  package struct Unreadable: Error {
    package var message: String
  }

  /// Answers a payload.
  ///
  /// - Throws: ``Unreadable``, in which case nobody knows what is about to happen.
  package func answer(to payload: [UInt8]) throws(Unreadable) -> Answer {
    let tree: JSONTree
    do throws(JSONTree.Failure) {
      tree = try JSONTree(payload)
    } catch {
      throw Unreadable(message: "the payload is no JSON, line \(error.line): \(error.message)")
    }
    // Others may run the hooks of this agent, and want their own answers.
    let sender = tree.root.isObject ? agent.sender(of: tree.root) : agent
    guard let event = try event(of: tree.root, from: sender) else { return Answer() }
    return sender.answer(try verdict(on: event, tree.root), event)
  }

  /// The event that a payload is about; nil for one that the guard has nothing to do with.
  private func event(
    of payload: JSONTree.Node, from agent: Agent
  ) throws(Unreadable) -> Agent.Event? {
    guard payload.isObject else { throw Unreadable(message: "the payload is no JSON object") }
    guard !agent.eventMembers.isEmpty else {
      let found = agent.events.first { event in event.needs.map { payload[$0] != nil } ?? false }
      guard let found else {
        throw Unreadable(
          message: "the payload is of no event that \(agent.documentation) describes")
      }
      return found
    }
    guard let name = agent.eventMembers.lazy.compactMap({ payload[$0]?.string }).first else {
      throw Unreadable(message: "the payload has no `\(agent.eventMembers[0])`")
    }
    return agent.events.first { $0.isCalled(name) }
  }

  private func verdict(
    on event: Agent.Event, _ payload: JSONTree.Node
  ) throws(Unreadable) -> Verdict {
    let folders = agent.folders(of: payload)
    var known: [AcceptedSecrets]?
    let redactor = redactor.leaving { match in
      let accepted = known ?? folders.map(accepted)
      known = accepted
      return accepted.contains { $0.holds(match) }
    }
    var nodes = event.moreTexts.compactMap { payload[$0] }
    for path in event.texts.reversed() {
      guard let node = payload[path] else {
        // What a tool gave may be nothing.
        if event.moment == .toolOutput { continue }
        throw Unreadable(message: "the payload has no `\(path.joined(separator: "."))`")
      }
      nodes.insert(node, at: 0)
    }
    for node in nodes {
      do throws(PayloadRedactor.Failure) {
        guard let (value, secrets) = try redactor.redact(node) else { continue }
        return verdict(on: event, secrets, redacted: value)
      } catch {
        if !failsOpen { return verdict(on: event, unseen: node, because: error.rawValue) }
      }
    }
    return try verdict(onFilesOf: payload, event, in: folders, texts: nodes, redactor)
  }

  private func verdict(
    on event: Agent.Event, _ secrets: [RedactedSecret], redacted: JSONTree.Node
  ) -> Verdict {
    switch event.moment {
    case .prompt: return .refuse(GuardReason.prompt(secrets))
    case .toolCall:
      let isSure = secrets.contains { $0.confidence == .high }
      return isSure || !event.canAsk
        ? .refuse(GuardReason.toolCall(secrets)) : .ask(GuardReason.question(secrets))
    case .fileRead:
      return .refuse(GuardReason.file(nil, secrets, withheld: quote(redacted.wording)))
    case .toolOutput:
      return event.canReplace
        ? .replace(with: redacted, note: GuardReason.output(secrets))
        : .refuse(GuardReason.blockedOutput(secrets))
    }
  }

  /// The verdict on something that may hold a secret, nobody knows where.
  private func verdict(
    on event: Agent.Event, unseen node: JSONTree.Node, because why: String
  ) -> Verdict {
    guard event.moment == .toolOutput, event.canReplace else {
      return .refuse(GuardReason.unseen(event.moment, why))
    }
    // The shape stays, as some agents want it.
    let note = Array(JSON.string(Self.withheld).oneLine.utf8)
    let parts = node.allStrings.map { ($0.number - node.number, note) }
    let text = node.replacing(Dictionary(parts) { first, _ in first })
    guard let shape = try? JSONTree(text).root, let found = try? redactor.find(in: shape), !found
    else { return .refuse(GuardReason.unseen(event.moment, why)) }
    return .replace(with: shape, note: GuardReason.unseen(event.moment, why))
  }

  /// The name of a file, as one reads it: without secrets, and of a long one its end.
  func name(_ path: String) -> String {
    let name = shown.redact(path)
    guard name.count > Self.longestName else { return name }
    return "…" + name.suffix(Self.longestName)
  }

  /// A text to repeat, as one reads it; nil for a long one.
  func quote(_ text: String) -> String? {
    text.utf8.count <= Self.longestQuote ? shown.redact(text) : nil
  }
}
