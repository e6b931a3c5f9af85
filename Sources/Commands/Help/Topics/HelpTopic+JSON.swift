extension HelpTopic {
  /// `kunci help json`.
  static let jsonText = #"""
    Keys are in a fixed order and findings are sorted, so equal input gives equal bytes. Lines and
    columns count from 1, columns in UTF-16 code units; `endColumn` is the one after the last;
    `byteOffset` counts from 0.

      { "tool":     { "name", "version" },
        "scan":     { "command", "target", "complete",
                      "scanned": { "files", "members" (of archives, if any), "blobs", "bytes",
                                   "commits", "ignored" },
                      "skipped": [{ "path", "reason", "unopened" (only of what is packed) }],
                      "errors": [{ "path", "message" }],
                      "hiddenFindings", "hidden": [{ "ruleID", "count" }] (only if some are),
                      "suppressed": { "inline", "ignoreFile", "baseline" },
                      "notices": [{ "path", "line" (of an ignore file), "message" }],
                      "remotes": [{ "name", "url", "doubt" }] (only of unpushed),
                      "warnings": [{ "path", "message" }], "showsSecrets" (only if so),
                      "allowlisted": { "findings", "files" },
                      "configuration": { "path", "origin", "addedRules", "disabledRules": [],
                                         "builtInRules", "notHonoured": [] },
                      "repositoryCount", "repositories": [{ "name", "state", "findings",
                                         "scan": {} }] (only of several) },
        "findings": [{ "ruleID", "provider", "title", "severity", "confidence", "evidence": [],
                       "redacted", "fingerprint",
                       "secret" or "secretBase64" (only with --show-secrets),
                       "suppression": { "kind", "source", "reason" } (only among the suppressed),
                       "locations": [{ "repository" (only of several), "path",
                                       "members": [] (the names behind each ! of the path),
                                       "in", "line", "column", "endLine", "endColumn",
                                       "byteOffset", "byteLength", "snippet",
                                       "highlight": { "start", "end" } (in the snippet, from 0),
                                       "decodedFrom": [], "pointer", "role" (of a transcript),
                                       "blob",
                                       "commit": { "id", "author", "email", "date", "summary" } }],
                       "status": { "atHead", "pushedTo": [], "publication" (only if "unknown") },
                       "advice": { "stage", "steps": [] },
                       "revoke": { "url", "steps": [] } }],
        "suppressedFindings": [] (the same; only with --show-suppressed) }

    `allowlisted` and `configuration` are there when a configuration is used; `blob`, `commit` and
    `status` when the text comes from a repository. With `jsonl`, each finding is a line, and one
    line with `tool` and `scan` comes last. Of several repositories, the first line has
    `repositories`, the names of all that are to come (and `command`), and each is written as soon as
    it is done: its findings, then a line with `repository`, which is what else stands in
    `repositories`. What was announced and has no such line is missing: the scan was cut off.
    """#
}
