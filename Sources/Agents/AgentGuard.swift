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
  private let failsOpen: Bool
  private let accepted: (_ folder: String) -> AcceptedSecrets
  /// Hides what a reason would repeat, such as a key in the name of a file.
  private let shown: Redactor

  /// A longer text is not repeated in a reason, in bytes.
  static let longestQuote = 16 << 10
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
    guard let event = try event(of: tree.root) else { return Answer() }
    return agent.answer(try verdict(on: event, tree.root), event)
  }

  /// The event that a payload is about; nil for one that the guard has nothing to do with.
  private func event(of payload: JSONTree.Node) throws(Unreadable) -> Agent.Event? {
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
    let folder = agent.folder(of: payload) ?? "."
    var known: AcceptedSecrets?
    let redactor = redactor.leaving { match in
      let accepted = known ?? accepted(folder)
      known = accepted
      return accepted.holds(match)
    }
    var nodes: [JSONTree.Node] = []
    for path in event.texts {
      guard let node = payload[path] else {
        // What a tool gave may be nothing.
        if event.moment == .toolOutput { continue }
        throw Unreadable(message: "the payload has no `\(path.joined(separator: "."))`")
      }
      nodes.append(node)
    }
    for node in nodes {
      do throws(PayloadRedactor.Failure) {
        guard let (value, secrets) = try redactor.redact(node) else { continue }
        return verdict(on: event, secrets, redacted: value)
      } catch {
        if !failsOpen { return verdict(on: event, unseen: node, because: error.rawValue) }
      }
    }
    if event.moment == .fileRead, nodes.isEmpty,
      !event.files.contains(where: { payload[$0] != nil })
    {
      throw Unreadable(
        message: "the payload has no `\(event.files.first?.joined(separator: ".") ?? "file")`")
    }
    var files = event.files.compactMap { payload[$0] }.flatMap(\.allStrings).compactMap(\.string)
    for node in event.mentionsFiles ? nodes : [] {
      if let names = FileMentions.names(in: node.meant) {
        files += names
      } else if !failsOpen {
        return .refuse(
          GuardReason.unseen(event.moment, "it mentions more than \(FileMentions.most) files"))
      }
    }
    return verdict(onFiles: files, in: folder, of: event, redactor)
  }

  private func verdict(
    on event: Agent.Event, _ secrets: [RedactedSecret], redacted: JSONTree.Node
  ) -> Verdict {
    switch event.moment {
    case .prompt: return .refuse(GuardReason.prompt(secrets))
    case .toolCall:
      let reason = GuardReason.toolCall(secrets)
      let isSure = secrets.contains { $0.confidence == .high }
      return isSure || !event.canAsk ? .refuse(reason) : .ask(reason)
    case .fileRead: return .refuse(GuardReason.file(secrets, withheld: quote(redacted.wording)))
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

  /// Looks into files that are about to be read, where nobody can take anything out afterwards.
  private func verdict(
    onFiles files: [String], in folder: String, of event: Agent.Event, _ redactor: PayloadRedactor
  ) -> Verdict {
    let isPrompt = event.moment == .prompt
    for name in files {
      // Some agents begin a path from the root of the project with a slash.
      let places = Self.places(of: name, in: folder)
      let looks = places.lazy.map(FileLook(redactor: redactor).look)
      switch looks.first(where: \.isOfInterest) ?? .nothing {
      case .nothing, .clean: continue
      case .secrets(let secrets, let text):
        guard !isPrompt else { return .refuse(GuardReason.mention(shown.redact(name), secrets)) }
        let quoted = text.flatMap { quote(String(decoding: $0, as: UTF8.self)) }
        return .refuse(GuardReason.file(secrets, withheld: quoted))
      case .unseen(let why):
        guard !failsOpen else { continue }
        return .refuse(GuardReason.unseenFile(shown.redact(name), why, isPrompt: isPrompt))
      }
    }
    return .pass
  }

  /// Where a file may be that an agent names.
  private static func places(of name: String, in folder: String) -> [String] {
    if name.hasPrefix("/") { return [name, folder + name] }
    guard name.hasPrefix("~/"), let home = Environment.value(of: "HOME") else {
      return [FileSystem.join(folder, name)]
    }
    return [home + name.dropFirst()]
  }

  /// A text to repeat, as one reads it; nil for a long one.
  private func quote(_ text: String) -> String? {
    text.utf8.count <= Self.longestQuote ? shown.redact(text) : nil
  }
}
