import Basics
import RuleSet

/// Keys that are a JSON object in base64, some with a signature after it.
enum EncodedObjectProof {
  /// Looks for the members that an issuer writes.
  static func check(_ proof: Rule.Proof, _ key: [UInt8]) -> ProofVerdict {
    let expected: (members: [String], facts: [(member: String, title: String)]) =
      switch proof {
      case .grafanaCloud: (["o", "k"], [("o", "organisation"), ("n", "policy")])
      case .grafanaKey: (["k", "n", "id"], [("n", "named"), ("id", "organisation")])
      case .mapbox: (["u", "a"], [("u", "account")])
      case .onePassword: (["secretKey"], [("signInAddress", "account at")])
      default: (["org", "url"], [("org", "organisation"), ("region_url", "at")])
      }
    let start = key.indices.first { key[$0...].starts(with: "eyJ".utf8) } ?? 0
    let object = JSONMembers(Base64.decodePrefix(key[start...]))
    let holds = expected.members.allSatisfy { object[$0] != nil }
    let facts = expected.facts.compactMap { fact in
      object[fact.member].map { "\(fact.title) \($0)" }
    }
    return .verdict(holds, "structure (JSON in base64)", facts: holds ? facts : [])
  }
}
