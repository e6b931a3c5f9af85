import Basics
import Findings
import Redaction
import SystemIO

/// Looks at what an agent is about to do, and says what the agent is told.
package struct AgentGuard {
  private let agent: Agent
  private let redactor: PayloadRedactor

  /// A larger file is for the scan of the repository to look into, in bytes.
  private static let largestFile = 1 << 20
  /// A longer text is not repeated in a reason, in bytes.
  private static let longestQuote = 16 << 10

  package init(_ agent: Agent, _ redactor: PayloadRedactor) {
    self.agent = agent
    self.redactor = redactor
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
    guard let event = try event(of: tree) else { return Answer() }
    return agent.answer(try verdict(on: event, tree), event)
  }

  /// The event that a payload is about; nil for one that the guard has nothing to do with.
  private func event(of tree: JSONTree) throws(Unreadable) -> Agent.Event? {
    guard tree.root.isObject else { throw Unreadable(message: "the payload is no JSON object") }
    guard !agent.eventMembers.isEmpty else {
      let found = agent.events.first { event in event.needs.map { tree.root[$0] != nil } ?? false }
      guard let found else {
        throw Unreadable(
          message: "the payload is of no event that \(agent.documentation) describes")
      }
      return found
    }
    guard let name = agent.eventMembers.lazy.compactMap({ tree.root[$0]?.string }).first else {
      throw Unreadable(message: "the payload has no `\(agent.eventMembers[0])`")
    }
    return agent.events.first { $0.name == name }
  }

  private func verdict(on event: Agent.Event, _ tree: JSONTree) throws(Unreadable) -> Verdict {
    var nodes: [JSONTree.Node] = []
    for path in event.texts {
      guard let node = tree.root[path] else {
        // What a tool gave may be nothing.
        if event.moment == .toolOutput { continue }
        throw Unreadable(message: "the payload has no `\(path.joined(separator: "."))`")
      }
      nodes.append(node)
    }
    for node in nodes {
      let (text, secrets) = redactor.redact(json: node.bytes)
      guard !secrets.isEmpty else { continue }
      guard let redacted = try? JSONTree(text) else {
        throw Unreadable(message: "the payload is no JSON any more without its secrets")
      }
      return verdict(on: event, secrets, redacted: redacted.root)
    }
    var files = event.files.compactMap { tree.root[$0] }.flatMap(\.allStrings).compactMap(\.string)
    if event.mentionsFiles { files += nodes.compactMap(\.string).flatMap(Self.mentions(in:)) }
    return verdict(onFiles: files, of: event, tree)
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
    case .fileRead:
      return .refuse(GuardReason.file(secrets, withheld: quote(redacted.wording)))
    case .toolOutput:
      let note = GuardReason.output(secrets)
      return event.canReplace
        ? .replace(with: redacted, note: note) : .refuse(GuardReason.blockedOutput(secrets))
    }
  }

  /// Looks into files that are about to be read, where nobody can take anything out afterwards.
  private func verdict(
    onFiles files: [String], of event: Agent.Event, _ tree: JSONTree
  ) -> Verdict {
    let folder =
      tree.root["cwd"]?.string ?? tree.root["workspace_roots"]?.elements.first?.string ?? "."
    for path in files {
      let place = FileSystem.join(folder, path)
      guard (try? FileSystem.status(place))?.kind == .file,
        let bytes = try? FileSystem.read(place, limit: Self.largestFile)
      else { continue }
      let (text, secrets) = redactor.redact(bytes)
      guard !secrets.isEmpty else { continue }
      return .refuse(
        event.moment == .prompt
          ? GuardReason.mention(path, secrets)
          : GuardReason.file(
            secrets, withheld: quote(String(decoding: text, as: UTF8.self))))
    }
    return .pass
  }

  /// The files that a prompt mentions.
  private static func mentions(in prompt: String) -> [String] {
    let sign = UInt8(ascii: "@")
    guard prompt.utf8.contains(sign) else { return [] }
    return prompt.utf8.split(whereSeparator: { $0 <= 0x20 }).compactMap { word in
      guard let place = word.firstIndex(of: sign) else { return nil }
      // What comes before would make an address of it.
      let isAlone = word[..<place].allSatisfy { !isWordByte($0) }
      let name = word[word.index(after: place)...].drop { "\"'".utf8.contains($0) }
      guard isAlone, let end = name.lastIndex(where: { !".,;:!?\"')".utf8.contains($0) }) else {
        return nil
      }
      return String(decoding: name[...end], as: UTF8.self)
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  /// A text to repeat, as one reads it; nil for a long one.
  private func quote(_ text: String) -> String? {
    text.utf8.count <= Self.longestQuote ? text : nil
  }
}
