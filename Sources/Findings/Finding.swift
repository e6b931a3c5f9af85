/// A secret of one rule, with every place where it stands.
package struct Finding: Sendable, Equatable {
  /// What was found.
  package enum Kind: Sendable, Equatable {
    /// A secret in a text.
    case secret
    /// A file that holds secrets by its kind, wherever they stand in it.
    case file(SecretFile)
  }

  /// What was found.
  package var kind: Kind
  /// The rule that found it.
  package var rule: RuleDescription
  /// Highest severity among its places.
  package var severity: Severity
  /// Highest confidence among its places.
  package var confidence: Confidence
  /// Why it matched and why kunci is this sure, in short phrases.
  package var evidence: [String]
  /// The secret, as it would be used; reports leave it out unless told otherwise.
  package var secret: [UInt8]
  /// The secret with its middle left out.
  package var redacted: String
  /// Identity of this secret under this rule; the same in every scan.
  package var fingerprint: Fingerprint
  /// Where it stands, sorted by path, then offset.
  package var locations: [Location]
  /// Who may already have it; nil where git was not asked.
  package var status: Status?
  /// Why it is not reported; nil for a finding that is.
  package var suppression: Suppression?

  package init(
    kind: Kind = .secret, rule: RuleDescription, severity: Severity, confidence: Confidence,
    evidence: [String],
    secret: [UInt8], redacted: String, fingerprint: Fingerprint, locations: [Location],
    status: Status? = nil, suppression: Suppression? = nil
  ) {
    self.kind = kind
    self.rule = rule
    self.severity = severity
    self.confidence = confidence
    self.evidence = evidence
    self.secret = secret
    self.redacted = redacted
    self.fingerprint = fingerprint
    self.locations = locations
    self.status = status
    self.suppression = suppression
  }

  /// How far a secret in a repository has got.
  package struct Status: Sendable, Equatable {
    /// Whether the commit that HEAD names still holds it.
    package var atHead: Bool
    /// Who else has it.
    package var publication: Publication

    package init(atHead: Bool, publication: Publication) {
      self.atHead = atHead
      self.publication = publication
    }
  }

  /// Who else has a secret of a repository.
  package enum Publication: Sendable, Equatable {
    /// Remotes, by the remote-tracking branches that reach a commit which introduced it, sorted.
    case pushed(to: [String])
    /// Nobody, as far as remote-tracking branches say.
    case notPushed
    /// Nobody knows: in a bare repository or a mirror, or where no remote-tracking refs are there.
    case unknown

    /// The remote-tracking branches that have it; none where there is none, or where nobody knows.
    package var remotes: [String] { if case .pushed(let remotes) = self { remotes } else { [] } }

    package var isPushed: Bool { if case .pushed = self { true } else { false } }
  }
}
