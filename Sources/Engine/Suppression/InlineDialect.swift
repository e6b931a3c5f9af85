import PatternEngine

/// A marker that scanners look for in comments, and what it covers.
struct InlineDialect: Sendable {
  /// Which lines a comment covers.
  enum Coverage: Sendable {
    /// Its own.
    case line
    /// Its own; the next one as well when nothing else stands on its own.
    case lineOrNext
    /// The next one.
    case nextLine
    /// All that follow.
    case blockStart
    /// None from there on.
    case blockEnd
  }

  /// What may follow the marker.
  enum Scoping: Sendable {
    /// Nothing of interest: for all rules.
    case none
    /// An id of ours, or a list of them with commas between, and a reason.
    case ownRules
    /// Names of secretlint's rules, which end with a provider's name, and a reason behind `--`.
    case secretlintRules
  }

  /// As reports name it.
  var name: String
  /// As it is written.
  var marker: [UInt8]
  var coverage: Coverage
  var scoping = Scoping.none

  private init(
    _ marker: String, _ coverage: Coverage, _ scoping: Scoping = .none, name: String? = nil
  ) {
    self.name = name ?? marker
    self.marker = Array(marker.utf8)
    self.coverage = coverage
    self.scoping = scoping
  }

  /// All of them; of two that begin alike, the longer comes first.
  static let all: [InlineDialect] =
    [
      InlineDialect("kunci:ignore", .lineOrNext, .ownRules),
      InlineDialect("gitleaks:allow", .line),
      InlineDialect("betterleaks:allow", .line),
      InlineDialect("kingfisher:ignore", .lineOrNext),
      InlineDialect("trufflehog:ignore", .line),
      InlineDialect("ggignore", .line),
      InlineDialect("secretlint-disable-next-line", .nextLine, .secretlintRules),
      InlineDialect("secretlint-disable-line", .line, .secretlintRules),
      InlineDialect("secretlint-disable", .blockStart, .secretlintRules),
      InlineDialect("secretlint-enable", .blockEnd, .secretlintRules),
    ] + pragmas

  /// The markers of detect-secrets: with a blank or without, in its older words too.
  private static let pragmas = ["pragma: ", "pragma:"].flatMap { start in
    ["allowlist", "whitelist"].flatMap { list in
      [" ", "-"].flatMap { gap in
        [
          InlineDialect(
            "\(start)\(list)\(gap)nextline\(gap)secret", .nextLine,
            name: "pragma: allowlist nextline secret"),
          InlineDialect(
            "\(start)\(list)\(gap)secret", .line, name: "pragma: allowlist secret"),
        ]
      }
    }
  }

  /// For each byte of ASCII, those whose marker begins with it, in the same order.
  static let byFirst: [[InlineDialect]] = (0..<128).map { byte in
    all.filter { Int($0.marker[0]) == byte }
  }
  /// For each byte, whether a marker begins with it.
  static let begins: [Bool] = (0..<256).map { byte in byte < 128 && !byFirst[byte].isEmpty }
  /// Finds all markers at once.
  static let search = LiteralPrefilter(all.map { Literal($0.marker) })
  /// Length of the longest marker.
  static let longest = all.map(\.marker.count).max() ?? 0
}
