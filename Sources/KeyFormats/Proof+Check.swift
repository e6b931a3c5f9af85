package import Findings
package import RuleSet

extension Rule.Proof {
  /// Checks a secret; nothing is looked up anywhere.
  ///
  /// - Parameters:
  ///   - secret: The whole secret with its prefix.
  ///   - member: The value of a JSON member that stands near the secret; nil where none does.
  /// - Returns: What it proves.
  package func check(_ secret: [UInt8], near member: (String) -> [UInt8]?) -> ProofVerdict {
    switch self {
    case .age: AgeKey.check(secret)
    case .atlassian: AtlassianToken.check(secret)
    case .awsAccount: AWSAccount.check(secret)
    case .azureCask, .azureMarvin: AzureKey.check(secret)
    case .base58Check: Base58Check.check(secret)
    case .base62CRC: Base62CRC.check(secret)
    case .bedrock: BedrockKey.check(secret)
    case .confluent: ConfluentSecret.check(secret)
    case .discordBot: DiscordBot.check(secret)
    case .gitHub: GitHubFineGrained.check(secret)
    case .gitLab: GitLabRoutable.check(secret)
    case .grafana: GrafanaToken.check(secret)
    case .grafanaCloud:
      EncodedObject.check(
        secret, has: ["o", "k"], reports: [("o", "organisation"), ("n", "policy")])
    case .grafanaKey:
      EncodedObject.check(
        secret, has: ["k", "n", "id"], reports: [("n", "named"), ("id", "organisation")])
    case .hexCRC: HexCRC.check(secret)
    case .jfrog: JFrogReference.check(secret)
    case .jwt: WebToken.check(secret)
    case .mapbox: EncodedObject.check(secret, has: ["u", "a"], reports: [("u", "account")])
    case .mnemonic: MnemonicPhrase.check(secret)
    case .nats: NATSKey.check(secret)
    case .nostr: AgeKey.check(secret)
    case .onePassword:
      EncodedObject.check(secret, has: ["secretKey"], reports: [("signInAddress", "account at")])
    case .pem: PrivateKey.check(secret)
    case .pyPI: Macaroon.check(secret)
    case .sentry:
      EncodedObject.check(
        secret, has: ["org", "url"], reports: [("org", "organisation"), ("region_url", "at")])
    case .serviceAccount: PrivateKey.check(secret, account: member("client_email"))
    case .slack: SlackConfiguration.check(secret)
    case .vault: VaultToken.check(secret)
    }
  }
}

/// What a secret proves by itself.
package struct ProofVerdict: Equatable {
  /// True when it holds, false when it does not, nil when there are only facts.
  package var holds: Bool?
  /// Phrases for the evidence; never a part of the secret that opens anything.
  package var facts: [String]
  /// How sure a finding is where it does not hold.
  package var confidenceIfNot = Confidence.low

  /// How sure it makes a finding; nil where there are only facts.
  package var confidence: Confidence? { holds.map { $0 ? .high : confidenceIfNot } }

  /// A verdict in one phrase.
  static func verdict(_ holds: Bool, _ proof: String, facts: [String] = []) -> ProofVerdict {
    ProofVerdict(
      holds: holds, facts: [holds ? "\(proof) holds" : "\(proof) does not hold"] + facts)
  }
}
