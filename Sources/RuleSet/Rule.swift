package import Findings
package import PatternEngine

/// What makes a secret of one format: its shape, its surroundings, and what is known about it.
///
/// A rule is data. ``RuleFile`` reads it from TOML, `Detection` applies it.
package struct Rule: Sendable, Equatable {
  /// What reports say about the rule.
  package var description: RuleDescription
  /// The shape, in RE2's syntax.
  package var regex: String
  /// The capture group that is the secret; 0 is the whole match.
  package var secretGroup = 0
  /// Bytes that must not stand right before a match.
  package var notBefore = ByteSet()
  /// Bytes that must not stand right after a match.
  package var notAfter = ByteSet()
  /// A tighter shape of the whole secret: raises confidence, never drops a finding.
  package var strictRegex: String?
  /// Words of which one must stand near the match; empty when the shape is enough.
  package var context: [String] = []
  /// Words that, right before the match on its line, tell of a hash or an identifier instead.
  package var notAfterWords: [String] = []
  /// How far to look for `context` before the match, in bytes.
  package var contextBefore = 160
  /// How far to look for `context` after the match, in bytes.
  package var contextAfter = 80
  /// Entropy that a secret must exceed, in bits per character.
  package var entropy = 0.0
  /// Kinds of characters that must all occur in the secret after its prefix.
  package var requires: [CharacterKind] = []
  /// Least number of different bytes in the secret after its prefix.
  package var minDistinct = 0
  /// Whether a match in the middle of a long base64 text is a coincidence.
  package var notInsideBase64 = false
  /// Texts of which one must occur in a JWT's decoded header or payload; empty for no JWT.
  package var jwtContains: [String] = []
  /// What a genuine secret proves by itself; nil for formats that prove nothing.
  package var proof: Proof?
  /// How a value has to look where only the name beside it tells of a secret.
  package var valueKind: ValueKind?
  /// Changes of severity or confidence by what stands near, the first that fits counts.
  package var adjustments: [Adjustment] = []
  /// Where several rules match overlapping texts, the one with the lowest number wins.
  package var precedence = 100
  /// Whose schema it is written in.
  package var kind = Kind.kunci
  /// An expression that the path of a file must hold a match of; nil for files of any path.
  package var path: String?
  /// What is no finding of this rule.
  package var allowlists: [Allowlist] = []
  /// Texts with key templates in which the rule must find something.
  package var examples: [String] = []
  /// Texts with key templates in which the rule must find nothing.
  package var counterExamples: [String] = []

  package init(description: RuleDescription, regex: String) {
    self.description = description
    self.regex = regex
  }

  package var id: String { description.id }

  /// The schemas that rules are written in, which mean different things by the same expression.
  package enum Kind: Sendable, Equatable {
    /// Every match has a bounded length, the secret is the whole match or the group that is named,
    /// its entropy is that of what follows its prefix, and no placeholder is a secret.
    case kunci
    /// The secret is the capture group of `secretGroup`, else the first one that holds something.
    /// Its entropy is that of all of it. Nothing is left out that looks like a placeholder: what
    /// matches is a finding, unless an allowlist says otherwise.
    case gitleaks(GitleaksTerms)

    /// Longest match of an expression that sets no limit of its own, in bytes; nil where every
    /// expression sets one.
    var lengthLimit: Int? {
      switch self {
      case .kunci: nil
      case .gitleaks: 5_000
      }
    }

    /// Whether the secret is whichever group holds something, where none is named.
    package var takesAnyGroup: Bool {
      switch self {
      case .kunci: false
      case .gitleaks: true
      }
    }

    /// Whether what somebody typed to stand for a key is no secret.
    package var leavesOutPlaceholders: Bool { self == .kunci }

    /// Texts of which one must stand in a match or within ``GitleaksTerms/keywordReach`` of it.
    package var keywords: [String] {
      switch self {
      case .kunci: []
      case .gitleaks(let terms): terms.keywords
      }
    }
  }

  /// What a rule in gitleaks' schema says beyond its expression.
  package struct GitleaksTerms: Sendable, Equatable {
    /// How far around a match a keyword may stand, in bytes.
    package static let keywordReach = 1_000

    /// Texts in lower case of which one must stand in the match or near it; empty where every
    /// match holds one anyway.
    package var keywords: [String] = []
    /// The keywords as the file has them.
    package var givenKeywords: [String] = []

    package init() {}
  }

  /// Kinds of characters that random keys mix and words do not.
  package enum CharacterKind: String, CaseIterable, Sendable {
    case digit
    case upper
    case lower
    /// A letter beyond `f`, which tells a key from a hexadecimal hash.
    case nonHex = "non-hex"
  }

  /// A checksum that the issuer puts into its keys, or a structure that they decode to.
  package enum Proof: String, CaseIterable, Sendable {
    case base62CRC = "base62-crc32"
    case hexCRC = "hex-crc32"
    case gitHub = "github-pat"
    case gitLab = "gitlab-routable"
    case grafana = "grafana-crc32"
    case atlassian = "atlassian-crc32"
    case confluent = "confluent-crc32"
    case azureCask = "azure-cask"
    case azureMarvin = "azure-marvin"
    case age = "age-bech32"
    case awsAccount = "aws-account"
    case bedrock
    case discordBot = "discord-bot"
    case grafanaCloud = "grafana-cloud"
    case grafanaKey = "grafana-key"
    case jfrog = "jfrog-reference"
    case jwt
    case mapbox
    case onePassword = "onepassword"
    case pem
    case pyPI = "pypi-macaroon"
    case sentry = "sentry-token"
    case serviceAccount = "service-account"
    case slack = "slack-config"
    case vault = "vault-token"
  }

  /// What a value is judged as that has no shape of its own.
  package enum ValueKind: String, CaseIterable, Sendable {
    /// Drawn by lot: no word, path, identifier, reference, version or hash.
    case random
    /// Chosen by a person: anything but a well-known sample, in an address that is none either.
    case password
  }

  /// The first adjustment that a path makes.
  ///
  /// - Parameter path: The path of a file; its words are what stands between other characters than
  ///   letters and digits.
  /// - Returns: Nil when no word of it is named.
  package func adjustment(forPath path: String) -> Adjustment? {
    guard adjustments.contains(where: { !$0.paths.isEmpty }) else { return nil }
    let words = path.utf8.split { !ByteSet.alphanumerics.contains($0) }
      .map { String(decoding: $0, as: UTF8.self).lowercased() }
    return adjustments.first { !$0.paths.isEmpty && !Set(words).isDisjoint(with: $0.paths) }
  }

  /// A change of what is said about a finding, by the words around it or in its file's path.
  package struct Adjustment: Sendable, Equatable {
    /// Words of which one must stand near the match; empty where the path decides.
    package var near: [String]
    /// Words of which one must be in the path, in lower case; empty where what is near decides.
    package var paths: [String]
    /// How far to look for them before the match, in bytes.
    package var before: Int
    /// How far to look for them after the match, in bytes.
    package var after: Int
    package var severity: Severity?
    package var confidence: Confidence?
    /// What the words tell, such as `Firebase client configuration`; becomes evidence.
    package var because: String

    package init(
      near: [String] = [], paths: [String] = [], before: Int = 0, after: Int = 0,
      severity: Severity?, confidence: Confidence?, because: String
    ) {
      self.near = near
      self.paths = paths
      self.before = before
      self.after = after
      self.severity = severity
      self.confidence = confidence
      self.because = because
    }
  }
}
