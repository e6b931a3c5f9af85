package import Findings
package import PatternEngine

/// What makes a secret of one format: its shape, its surroundings, and what is known about it.
///
/// A rule is data. ``RuleFile`` reads it from TOML, `Detection` applies it. ``fields`` says how each
/// property is written, stored and shown.
package struct Rule: Sendable, Equatable {
  /// What reports say about the rule.
  package var description: RuleDescription
  /// Ids that it had before: whatever names one of them means this rule.
  package var aliases: [String] = []
  /// The shape, in RE2's syntax; with ``assignedTo``, that of the value alone.
  package var regex: String
  /// An expression for the name that the value is assigned to; nil where the shape is enough.
  package var assignedTo: String?
  /// The capture group that is the secret; 0 is the whole match.
  package var secretGroup = 0
  /// Bytes that must not stand right before a match; of dashes and underscores, those that join it
  /// to something.
  package var notBefore = ByteSet()
  /// Bytes that must not stand right after a match; of dashes and underscores, those that join it to
  /// something.
  package var notAfter = ByteSet()
  /// A tighter shape of the whole secret: raises confidence, never drops a finding.
  package var strictRegex: String?
  /// Words of which one must stand near the match; empty when the shape is enough.
  package var context: [String] = []
  /// Words that, right before the match on its line, mean that it is a hash or an identifier.
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
  /// What the secret goes on with behind the shape; nil where the shape is all of it.
  package var body: Body?
  /// What a genuine secret proves by itself; nil for formats that prove nothing.
  package var proof: Proof?
  /// For how many genuine secrets the proof is known to hold; a published standard counts as many.
  package var proofSamples = Proof.enoughSamples
  /// How a value without a shape of its own has to look.
  package var valueKind: ValueKind?
  /// The kind of file that such a secret makes a file of secrets; nil for none.
  package var secretFile: SecretFileKind?
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
  /// Where the format is from: addresses of pages, and names of scanners and documentations.
  package var references: [String] = []
  /// Texts with key templates in which the rule must find something.
  package var examples: [String] = []
  /// Texts with key templates in which the rule must find nothing.
  package var counterExamples: [String] = []

  package var id: String { description.id }

  /// Files that hold one secret by their kind: that git tracks one is a finding in itself.
  package enum SecretFileKind: String, CaseIterable, RuleTableWord {
    case privateKey = "private-key"
    case serviceAccount = "service-account"
  }

  /// Its id and the ones that it had before.
  package var names: [String] { [id] + aliases }

  /// The fingerprints that a secret has had under this rule, the present one first.
  package func fingerprints(of secret: [UInt8]) -> [Fingerprint] {
    [Fingerprint(ruleID: id, secret: secret)] + formerFingerprints(of: secret)
  }

  /// The fingerprints that a secret had under the ids that the rule had before.
  package func formerFingerprints(of secret: [UInt8]) -> [Fingerprint] {
    aliases.map { Fingerprint(ruleID: $0, secret: secret) }
  }

  /// A rule that says nothing: whatever differs from it has been given.
  static let blank = Rule(
    description: RuleDescription(
      id: "", provider: "", title: "", severity: .high, confidence: .medium,
      revocation: Revocation(url: nil, steps: Revocation.generalSteps)),
    regex: "")

  /// The keys of a table of `[[rules]]`, in the order in which they are described and shown.
  package static let fields: [RuleField] = [
    RuleField(
      "id", \.description.id, .id,
      "who issues it and what it is, such as `acme-api-key`: small letters, digits, dashes",
      traits: .required),
    RuleField(
      "aliases", \.aliases, .ids,
      "ids that the rule had before: in ignore files, baselines, comments and configurations they and"
        + " the fingerprints that came of them stay valid",
      shown: (.aliases, { ids, _ in [ids.listed] })),
    RuleField(
      "description", \.description.title, .text, "what it is, in a few words", traits: .required),
    RuleField(
      "provider", \.description.provider, .text, "who issues it", traits: .atTop,
      shown: (.provider, { value, _ in [value] })),
    RuleField(
      "severity", \.description.severity, .word, "how bad it is when somebody else has it",
      traits: .required, shown: (.severity, { value, _ in [value.rawValue] })),
    RuleField(
      "confidence", \.description.confidence, .word,
      "how sure a match is, unless something says otherwise", traits: .required,
      shown: (.confidence, { value, _ in [value.rawValue] })),
    RuleField(
      "regex", \.regex, .text, "the shape in RE2's syntax; every repeat has an upper bound",
      traits: .required, shown: (.shape, { value, _ in [value] })),
    RuleField(
      "assigned_to", \.assignedTo, .optional(.text),
      "for keys without a prefix: an expression for what the name holds that the value is given to,"
        + " such as `meraki`; `regex` then is the value alone. `=`, `:`, typed declarations, XML,"
        + " YAML, Terraform and more between them are known",
      shown: (.assigned, { names, _ in [names ?? ""] })),
    RuleField(
      "secretGroup", \.secretGroup, .integer(0...99),
      "the group of `regex` that is the secret, if not all of it is", traits: .ofGitleaks,
      shown: (.secret, { group, rule in rule.assignedTo == nil ? ["group \(group) of it"] : [] })),
    RuleField(
      "not_before", \.notBefore, .characters,
      "such a character right before the match means that it is none, as in `A-Za-z0-9_-`; dashes and"
        + " underscores only where they join the match to something else"),
    RuleField(
      "not_after", \.notAfter, .characters,
      "such a character right after the match means that it is none; dashes and underscores only"
        + " where they join it to something else"),
    RuleField(
      "context", \.context, .words, "one of these words must stand near the match",
      shown: (
        .condition,
        { words, rule in
          [
            "beside \(words.listed) (\(rule.contextBefore) bytes before, \(rule.contextAfter) after)"
          ]
        }
      )),
    RuleField(
      "context_before", \.contextBefore, .integer(RuleForm.reach),
      "how many bytes before the match `context` may stand: 160 if not given"),
    RuleField(
      "context_after", \.contextAfter, .integer(RuleForm.reach),
      "how many bytes after the match `context` may stand: 80 if not given"),
    RuleField(
      "entropy", \.entropy, .number(0...8),
      "bits per character that the key must exceed after its prefix", traits: .ofGitleaks,
      shown: (.condition, { bits, _ in ["with more than \(bits) bits per character"] })),
    RuleField(
      "min_distinct", \.minDistinct, .integer(0...256),
      "how many different characters the key must have after its prefix",
      shown: (.condition, { count, _ in ["with \(count) different characters"] })),
    RuleField(
      "requires", \.requires, .kinds(), "kinds of characters that the key must have",
      shown: (.condition, { kinds, _ in ["with \(kinds.map(\.rawValue).listed) in it"] })),
    RuleField(
      "not_after_words", \.notAfterWords, .words,
      "a word right before the match, such as `sha256`, which means that it is something else",
      shown: (.condition, { words, _ in ["not right after \(words.listed)"] })),
    RuleField(
      "not_inside_base64", \.notInsideBase64, .flag,
      "a match inside a long base64 text is a coincidence",
      shown: (.condition, { _, _ in ["not inside a long base64 text"] })),
    RuleField(
      "jwt_contains", \.jwtContains, .texts,
      "the match is a JSON Web Token that holds one of these",
      shown: (.condition, { texts, _ in ["as a token that mentions \(texts.listed)"] })),
    RuleField(
      "value_kind", \.valueKind, .optional(.word),
      "for a value without a shape of its own: random, a password in an address, or what is assigned to"
        + " the name of a secret; words, paths, references and samples are left out",
      shown: (.condition, { kind, _ in [kind?.condition ?? ""] })),
    RuleField(
      "strict_regex", \.strictRegex, .optional(.text),
      "a tighter shape, which raises the confidence to high",
      shown: (.surer, { regex, _ in ["high confidence for the shape \(regex ?? "")"] })),
    RuleField(
      "body", \.body, .optional(.word),
      "what the secret goes on with behind the shape: a private key in base64, whatever stands around its"
        + " lines: armoured up to its footer, bare, or in PuTTY's form",
      shown: (.secret, { body, _ in body.map { ["goes on with a key, \($0.rawValue)"] } ?? [] })),
    RuleField(
      "proof", \.proof, .optional(.word),
      "a checksum or structure that genuine keys have: confidence becomes high where it holds and"
        + " low where it does not",
      shown: (
        .surer,
        { proof, _ in
          ["proof \(proof?.rawValue ?? ""): high confidence where it holds, low where it does not"]
        }
      )),
    RuleField(
      "proof_samples", \.proofSamples, .integer(1...Int64(Proof.enoughSamples)),
      "for how many genuine keys the proof is known to hold, if that is fewer than ten: one that does"
        + " not hold then hides nothing",
      shown: (
        .surer,
        { count, _ in
          count < Proof.enoughSamples
            ? ["medium confidence where the proof, known from \(count) keys, does not hold"] : []
        }
      )),
    RuleField(
      "secret_file", \.secretFile, .optional(.word),
      "what such a secret makes of a file that it stands in: git should not track the file",
      shown: (
        .secret, { kind, _ in kind.map { ["makes of its file a \($0.rawValue) file"] } ?? [] }
      )),
    RuleField(
      "adjust", \.adjustments, .adjustments,
      "tables `[[rules.adjust]]`: `near` one of these words (`before` and `after`, in bytes), or"
        + " where one of `paths` is a word of the file's path, another `severity` or `confidence`,"
        + " perhaps only of keys `shorter_than` so many bytes, and `because` of what; with `proven`"
        + " for secrets alone whose `proof` holds",
      shown: (.changes, { adjustments, _ in adjustments.map(\.summary) })),
    RuleField(
      "precedence", \.precedence, .integer(0...1000),
      "of overlapping matches the lowest number wins: 100 if not given, 150 with `assigned_to`"),
    RuleField(
      "examples", \.examples, .examples,
      "texts with key templates in which the rule finds something",
      traits: [.required, .ofGitleaks, .notStored],
      shown: (.examples, { examples, _ in examples })),
    RuleField(
      "counter_examples", \.counterExamples, .examples,
      "texts with key templates in which it finds nothing",
      traits: [.required, .ofGitleaks, .notStored]),
    RuleField(
      "references", \.references, .references,
      "where the format is from: https:// addresses, or short names of documentations and scanners",
      traits: .atTop,
      shown: (.references, { sources, _ in sources.isEmpty ? [] : [sources.listed] })),
    RuleField(
      "revoke_url", \.description.revocation.url, .page,
      "the page where keys of this kind are revoked, or that says how; `none` where there is none",
      traits: .atTop,
      shown: (.revocation, { url, _ in url.map { [$0] } ?? [] })),
    RuleField(
      "revoke_steps", \.description.revocation.steps, .texts,
      "what to do once it has leaked, a sentence each", traits: .atTop,
      shown: (
        .revocation,
        { steps, _ in steps.enumerated().map { "\($0.offset + 1). \($0.element)" } }
      )),
    RuleField(
      "check", \.description.check, .optional(.check),
      "a table `[rules.check]`: how the provider's `documentation` (an address) says that one asks"
        + " whether a key still works: `method` (GET if not given), `url`, `headers`, `user` for basic"
        + " authentication, `body`, with {key} for the key; which answers mean `live`, `revoked` or"
        + " `limited`, each with an HTTP status at its start; and what the answer `tells`. kunci asks"
        + " nobody: `kunci explain` shows it"),
  ]
}

extension [String] {
  fileprivate var listed: String { joined(separator: ", ") }
}
