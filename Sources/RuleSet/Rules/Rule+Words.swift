extension Rule {
  /// Kinds of characters that random keys mix and words do not.
  package enum CharacterKind: String, CaseIterable, RuleTableWord {
    case digit
    case upper
    case lower
    /// A letter beyond `f`, which no hexadecimal hash has.
    case nonHex = "non-hex"
  }

  /// A checksum that the issuer puts into its keys, or a structure that they decode to.
  package enum Proof: String, CaseIterable, RuleTableWord {
    case base62CRC = "base62-crc32"
    case hexCRC = "hex-crc32"
    case gitHub = "github-pat"
    case gitLab = "gitlab-routable"
    case grafana = "grafana-crc32"
    case atlassian = "atlassian-crc32"
    case confluent = "confluent-crc32"
    case azureCask = "azure-cask"
    case azureMarvin = "azure-marvin"
    case base58Check = "base58check"
    case age = "age-bech32"
    case awsAccount = "aws-account"
    case bedrock
    case discordBot = "discord-bot"
    case grafanaCloud = "grafana-cloud"
    case grafanaKey = "grafana-key"
    case jfrog = "jfrog-reference"
    case jwt
    case mapbox
    case mnemonic = "bip39"
    case nats = "nats-crc16"
    case nostr = "nostr-bech32"
    case onePassword = "onepassword"
    case pem
    case pyPI = "pypi-macaroon"
    case sentry = "sentry-token"
    case serviceAccount = "service-account"
    case slack = "slack-config"
    case vault = "vault-token"

    /// Whether genuine keys are made of words, so that none says that a key was made up.
    package var isOfWords: Bool { self == .mnemonic }

    /// With fewer known samples, a proof that does not hold may just be one that nobody understood.
    package static let enoughSamples = 10
  }

  /// What a secret goes on with behind the shape that announces it.
  package enum Body: String, CaseIterable, RuleTableWord {
    /// A private key up to its footer, whatever stands around its lines; the shape is its header.
    case armoured
    /// The rest of a private key, whose start the shape is, whatever stands around its lines.
    case bare
    /// The rest of a private key in PuTTY's form up to its hash, whatever stands around its lines.
    case putty

    /// Most bytes of it, with all that stands around its lines.
    package static let reach = 8_192
  }

  /// The kinds of values without a shape of their own.
  package enum ValueKind: String, CaseIterable, RuleTableWord {
    /// Random: no word, path, identifier, reference, version or hash.
    case random
    /// Chosen by a person: anything but a well-known sample, in an address that is none either.
    case password
    /// Chosen by a person, in a place where nothing but a password stands.
    case login
    /// The same behind a user's name and a colon, or alone, in base64.
    case basic
    /// What a name of a secret says: random, or chosen by a person where the name is a password's.
    case assigned

    /// What must hold of the value, for people.
    var condition: String {
      switch self {
      case .random: "if it looks random: no word, path, reference or hash"
      case .password: "if it is no well-known sample"
      case .login: "if it is no placeholder; unsure when it is easy to guess"
      case .basic:
        "if it is a text in base64 with a password that is no placeholder; unsure when it is easy to"
          + " guess"
      case .assigned: "if it is random, or a literal behind the name of a password"
      }
    }
  }
}
