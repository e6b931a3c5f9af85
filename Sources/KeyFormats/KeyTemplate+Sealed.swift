import Basics
import PatternEngine

extension KeyTemplate {
  /// A body that is random but for its checksum or its structure, which hold as in genuine keys.
  ///
  /// The number of a placeholder counts all that it stands for. Where an issuer's checksum covers
  /// the prefix too, it is taken from the text before the placeholder.
  enum Seal: String, CaseIterable {
    case base62CRC = "base62-crc32"
    case hexCRC = "hex-crc32"
    case gitHub = "github-pat"
    case gitLab = "gitlab-routable"
    case grafana = "grafana-crc32"
    case atlassian = "atlassian-crc32"
    case bitbucket = "bitbucket-crc32"
    case zuplo = "zuplo-crc32"
    case confluent = "confluent-crc32"
    case age = "age-key"
    case slack = "slack-config"
    case discord = "discord-bot"
    case jfrog = "jfrog-reference"
    case der
    case vault = "vault-token"
    case bedrock
    case azureStorage = "azure-storage"
    case azureCask = "azure-cask"

    /// Appends a body of a length.
    func append(_ count: Int, to text: inout [UInt8], using generator: inout SeededGenerator) {
      let prefix = text.reversed().prefix { ByteSet.word.contains($0) || $0 == UInt8(ascii: "-") }
      let prefixed = Array(prefix.reversed())
      let body =
        switch self {
        case .base62CRC: Base62CRC.body(count, &generator)
        case .hexCRC: HexCRC.body(count, &generator)
        case .gitHub: GitHubFineGrained.body(count, after: prefixed, &generator)
        case .gitLab: GitLabRoutable.body(count, after: prefixed, &generator)
        case .grafana: GrafanaToken.body(count, after: prefixed, &generator)
        case .atlassian: AtlassianToken.body(count, after: prefixed, &generator)
        case .bitbucket: AtlassianToken.bitbucketBody(count, after: prefixed, &generator)
        case .zuplo: HexCRC.zuploBody(count, &generator)
        case .confluent: ConfluentSecret.body(count, &generator)
        case .age: AgeKey.body(count, &generator)
        case .slack: SlackConfiguration.body(count, &generator)
        case .discord: DiscordBot.body(count, &generator)
        case .jfrog: JFrogReference.body(count, &generator)
        case .der: PrivateKey.body(count, &generator)
        case .vault: VaultToken.body(count, &generator)
        case .bedrock: BedrockKey.body(count, &generator)
        case .azureStorage: AzureKey.storageBody(&generator)
        case .azureCask: AzureKey.caskBody(&generator)
        }
      text += body
    }
  }
}

extension SeededGenerator {
  /// Random bytes of a set.
  mutating func text(_ count: Int, of set: ByteSet = .alphanumerics) -> [UInt8] {
    text(count, of: set.bytes)
  }

  /// Random bytes of an alphabet.
  mutating func text(_ count: Int, of alphabet: [UInt8]) -> [UInt8] {
    (0..<max(0, count)).map { _ in alphabet[next(below: alphabet.count)] }
  }

  /// Random bytes of any value.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(next(below: 256)) }
  }
}
