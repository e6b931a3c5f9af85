extension HelpTopic {
  /// `kunci help evidence`.
  static let evidenceText = #"""
    Each finding carries

    - severity: what somebody could do with the key (`low`, `medium`, `high`, `critical`). It may
      depend on the place: a Google API key is `high` beside the Gemini API and `low` in a Firebase
      client configuration, where it is public by design.
    - confidence: how likely it is a key at all (`low`, `medium`, `high`). A prefix that only one
      provider uses counts for much; 32 hexadecimal digits count for nothing unless the provider's
      name is nearby. Low confidence is only counted, unless you ask with `--min-confidence low`.
    - evidence: the reasons, in words, on the line `why`.

    Placeholders are no findings: `your-key-here`, `xxxxxxxx`, `1234567890`, samples with `EXAMPLE`
    in them. Encoded keys are: in UTF-16 and UTF-32, base64 and base64url (also wrapped), gzip
    and zip in base64 (up to 4 kB of it), percent-encoding, quoted-printable, hexadecimal digits,
    `\x73`, `\u0073`, `\u{73}` and `\163`, HTML entities, and string literals side by side, joined
    by `+`, `.`, `..`, `&`, `||`, `<>`, `<<` or `.concat(`, or appended by `+=` (`"sk-or-" +
    "v1-…"`), nested up to three deep. Colours and links of a terminal (`ESC [31m`, `\u001b[0m`) in a
    key, or between a name and its value, are left out. The place is that of the encoded text, and
    `decodedFrom` names the encodings, outermost first.

    Keys are redacted in every report: a public prefix and the last few characters remain.
    `--show-secrets` shows them in full (never in SARIF, `github`, `gitlab` and `junit`, which are
    for others to read). The fingerprint is a hash of the rule's id and the key, so it is the same
    everywhere.

    FILES OF SECRETS THAT GIT TRACKS
    A file that is made to hold secrets is a finding in itself, `tracked-secret-file`, once git
    tracks it (`scan`) or the next commit would add it (`staged`): `.env` and its like, a
    service-account JSON, a private key or key store, `.npmrc`, `.pypirc`, `.netrc`,
    `.git-credentials`, `.docker/config.json`, and a notebook with a key in its output. An `.env`
    must hold a real value for a name such as `API_KEY` or `DB_PASSWORD`, the others a secret that a
    rule finds. `.env.example` and folders of tests, fixtures and examples are left alone. The
    finding says how to untrack the file.

    An `.env` that git neither tracks nor ignores is a warning of `scan`, which changes no exit
    code. `--skip tracked-secret-file` leaves out both. A file is accepted by its fingerprint, by
    `rule:tracked-secret-file path:…` in `.kunciignore`, or by
    `# kunci:ignore tracked-secret-file` in its first line.

    WHAT IT DOES NOT DO
    - Of secrets without a shape of their own it reports what is random and assigned to a name such
      as `api_key`, or stands where only a password can: `curl -u`, `Authorization: Basic`,
      `.netrc`, `.pgpass`, an address. A password that somebody made up, such as `Summer2019!`, has
      low confidence, which is hidden by default (`--min-confidence low` shows it, the report counts
      it).
    - In files of tests, fixtures, mocks and examples, private keys, JSON Web Tokens, webhook
      secrets and random values of fewer than 40 characters have low confidence, too: nearly all are
      made for the purpose. Keys of a provider's own form are reported anywhere.
    - It opens what is listed in `kunci help archives`, and names what it does not open. Other
      binary files are searched as they are. Of keys that a program puts together, only those of
      neighbouring string literals are found.
    - Symbolic links are not followed, save one that is named outright to `kunci scan`. What git
      tracks of a link, the text that it is, is scanned in commits and by the hooks.
    - A submodule is listed as skipped. With `--recurse-submodules`, `scan` and `history` take in
      those that are checked out; in `history` each goes by its own `.kunciignore`.
    - A pointer of Git LFS is listed as skipped: the content is not in the repository. `scan` reads
      it where it is checked out.
    """#
}
