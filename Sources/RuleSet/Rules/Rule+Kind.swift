extension Rule {
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
    var lengthLimit: Int? { self == .kunci ? nil : 5_000 }

    /// Whether the secret is whichever group holds something, where none is named.
    package var takesAnyGroup: Bool { self != .kunci }

    /// Whether what somebody typed to stand for a key is no secret.
    package var leavesOutPlaceholders: Bool { self == .kunci }

    /// Texts of which one must stand in a match or within ``GitleaksTerms/keywordReach`` of it.
    package var keywords: [String] {
      if case .gitleaks(let terms) = self { terms.keywords } else { [] }
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
  }
}
