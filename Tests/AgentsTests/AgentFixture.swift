import Agents
import BuiltInRules
import Detection
import Engine
import Findings
import Foundation
import ScanTestSupport
import TestSupport
import Testing

/// A payload of `Fixtures/agents`.
struct AgentFixture: Sendable, CustomTestStringConvertible {
  let agent: Agent
  /// The event, as the agent calls it.
  let event: String
  private let file: String

  var testDescription: String { file }

  /// The key that tests put in.
  static let key = LeakedKey.text(7)
  /// The key as it may be seen.
  static let redacted = LeakedKey.redacted(7)

  private static let detector = Result { try Detector(BuiltInRules.ruleSet) }

  /// All payloads, by agent.
  static func all() throws -> [AgentFixture] {
    try Agents.all.flatMap { agent in
      let folder = Fixture.url("agents/\(agent.name)").path(percentEncoded: false)
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
        let event = name.dropLast(".json".count).split(separator: "-")[0]
        return AgentFixture(
          agent: agent, event: String(event), file: "agents/\(agent.name)/\(name)")
      }
    }
  }

  /// The payload, with something in the place of the key.
  func payload(_ key: String = key) throws -> [UInt8] {
    let text = String(decoding: try Fixture.bytes(file), as: UTF8.self)
    return Array(text.replacing("🔑", with: key).utf8)
  }

  /// What the key's finding is known by.
  static let fingerprint = LeakedKey.fingerprint(7).description

  static func makeGuard(
    of agent: Agent, failsOpen: Bool = false,
    accepted: @escaping (String) -> AcceptedSecrets = { _ in AcceptedSecrets() }
  ) throws -> AgentGuard {
    AgentGuard(
      agent, PayloadRedactor(try detector.get(), atLeast: .medium), failsOpen: failsOpen,
      accepted: accepted)
  }

  func answer(_ key: String = key) throws -> Answer {
    try Self.makeGuard(of: agent).answer(to: try payload(key))
  }
}
