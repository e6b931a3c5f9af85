extension HelpTopic {
  /// `kunci help rules-format`.
  static let rulesFormatText = #"""
    A rule file is TOML, one per provider. The built-in ones in `Rules` are written the same way.

      provider = "Acme"
      revoke_url = "https://acme.example/keys"

      [[rules]]
      id = "acme-api-key"
      description = "Acme API key"
      regex = 'acme_[0-9a-f]{32}'         # RE2 syntax; every repeat has an upper bound
      not_before = "A-Za-z0-9_-"          # such a character right before a match means it is none
      not_after = "A-Za-z0-9_-"
      severity = "high"
      confidence = "high"
      examples = ["ACME_KEY=acme_{hex:32}"]
      counter_examples = ["acme_your_key_here", "acme_{hex:33}"]

      kunci rules keys                    # every key of a rule, its form and what it means
      kunci rules check acme.toml         # reads the file and runs its examples
      kunci rules examples acme.toml      # shows what the examples look like with random keys
      kunci scan --rules acme.toml .

    Examples are templates, so that no file holds a key: `{hex:32}`, `{digit:6}`, `{lower:8}`,
    `{upper:4}`, `{letter:10}`, `{alnum:20}`, `{base64:40}`, `{base64url:43}`, `{base32:52}`,
    `{uuid}`, or any class such as `{[A-F2-7]:16}`. They are filled at random, the same way each
    time. Every example must be found, and no counter-example.

    Further keys, of which `kunci rules keys` says more:

    - for a key without a prefix, `assigned_to`: an expression for the name that the value is
      assigned to, such as `meraki`, with `regex` for the value alone; `value_kind = "random"` or
      `"assigned"` where the value has no shape either, `"login"` for a password where nothing but a
      password can stand, `"basic"` for one in base64 behind a user's name;
    - what else must hold: `context` words nearby, `not_after_words`, `entropy`, `min_distinct`,
      `requires`, `not_inside_base64`, `jwt_contains`; `secretGroup` where a group of `regex` is the
      secret;
    - what makes it surer: `strict_regex`, a tighter shape, and `proof`, a checksum or structure
      such as `base62-crc32` or `pem` (with `proof_samples` for how many genuine keys it is known to
      hold: of fewer than ten, a key that fails is not hidden);
    - `[[rules.adjust]]`: another `severity` or `confidence` `near` some words or in some `paths`,
      perhaps only of keys `shorter_than` some bytes, or only where the proof holds (`proven`), and
      `because` of what;
    - `precedence` among overlapping matches, and `secret_file` for secrets that make their file one
      that git should not track;
    - `aliases`, ids that the rule had before; `references`, where the format is from; `revoke_url`,
      the page where such keys are revoked, or `"none"`; `revoke_steps`, what to do. The last three
      may be at the top of the file for all its rules.

    A rule must have a text of three bytes in its regex that every match holds, or context words:
    that is what kunci searches for. `kunci rules show ID` shows what that is, how far a rule looks,
    and what else must hold; `kunci explain FINGERPRINT [PATH]` (its first eight digits will do)
    explains why something is a finding, and `--history` looks for it in the history.
    """#
}
