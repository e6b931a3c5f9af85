import Basics
import PatternEngine

extension KeyTemplate {
  /// A body that is random but for its checksum or its structure, which hold as in genuine keys.
  ///
  /// The number of a placeholder counts all that it stands for. Where an issuer's checksum covers
  /// the prefix too, it is taken from the text before the placeholder. Of private keys it counts
  /// bits: `{rsa-key:2048}`, `{pkcs8-key:2048}`, `{sec1-key:256}`, `{ed25519-key:256}`; of
  /// `{openssh-key:12}` the characters of the comment.
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
    case rsa = "rsa-key"
    case pkcs8 = "pkcs8-key"
    case sec1 = "sec1-key"
    case ed25519 = "ed25519-key"
    case openSSH = "openssh-key"
    case vault = "vault-token"
    case bedrock
    case azureStorage = "azure-storage"
    case azureCask = "azure-cask"
    case walletKey = "wallet-key"
    case extendedKey = "extended-key"
    case mnemonic = "bip39"
    case nats = "nats-seed"
    case nostr = "nostr-key"

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
        case .rsa: PrivateKey.rsaBody(max(64, min(count, 16_384)), &generator)
        case .pkcs8: PrivateKey.pkcs8Body(max(64, min(count, 16_384)), &generator)
        case .sec1: PrivateKey.sec1Body(min(count, 521), &generator)
        case .ed25519: PrivateKey.ed25519Body(&generator)
        case .openSSH: PrivateKey.openSSHBody(min(count, 200), &generator)
        case .vault: VaultToken.body(count, &generator)
        case .bedrock: BedrockKey.body(count, &generator)
        case .azureStorage: AzureKey.storageBody(&generator)
        case .azureCask: AzureKey.caskBody(&generator)
        case .walletKey: Base58Check.walletKey(&generator)
        case .extendedKey: Base58Check.extendedKeyBody(&generator)
        case .mnemonic: MnemonicPhrase.body(count, &generator)
        case .nats: NATSKey.body(&generator)
        case .nostr: AgeKey.nostrBody(count, &generator)
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
