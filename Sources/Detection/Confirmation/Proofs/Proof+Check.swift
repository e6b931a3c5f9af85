import RuleSet

extension Rule.Proof {
  /// Checks a secret.
  ///
  /// - Parameters:
  ///   - secret: The whole secret with its prefix.
  ///   - surroundings: The text that it stands in.
  /// - Returns: What it proves; nothing that is looked up anywhere.
  func check(_ secret: [UInt8], in surroundings: Surroundings) -> ProofVerdict {
    switch self {
    case .base62CRC, .hexCRC, .gitLab, .grafana, .atlassian, .confluent:
      ChecksumProof.check(self, secret)
    case .gitHub: FineGrainedProof.check(secret)
    case .azureCask, .azureMarvin: AzureProof.check(secret)
    case .age: AgeProof.check(secret)
    case .awsAccount: AWSAccountProof.check(secret)
    case .bedrock: BedrockProof.check(secret)
    case .discordBot: DiscordProof.check(secret)
    case .grafanaCloud, .grafanaKey, .mapbox, .onePassword, .sentry:
      EncodedObjectProof.check(self, secret)
    case .jfrog: JFrogProof.check(secret)
    case .jwt: WebTokenProof.check(secret)
    case .pem: PrivateKeyProof.check(secret)
    case .pyPI: MacaroonProof.check(secret)
    case .serviceAccount: ServiceAccountProof.check(secret, in: surroundings)
    case .slack: SlackProof.check(secret)
    case .vault: VaultProof.check(secret)
    }
  }
}
