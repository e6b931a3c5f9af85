import Basics
import KeyFormats
import TestSupport
import Testing

/// `kunci migrate`: what was silent stays silent, what was reported stays reported.
struct MigrateCommandTests {
  /// A file of another scanner that accepts the first key, in `src/a.env:2`.
  struct Case: Sendable, CustomTestStringConvertible {
    var file: String
    /// `SECRET`, `SHA1` and `PATTERN` stand for what names the key.
    var text: String
    /// The files that are to be written.
    var written: [String]

    var testDescription: String { file }
  }

  static let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 11)
  static let other = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 12)
  private static let sha1 = SHA1.hash(Array(key.utf8).span).hexadecimal

  private static let baseline = ".kunci-baseline.json"

  static let cases = [
    Case(
      file: "gitleaks-report.json",
      text: """
        [{"RuleID": "generic-api-key", "StartLine": 2, "Match": "KEY=SECRET", "Secret": "SECRET",
          "File": "src/a.env", "Commit": "", "Entropy": 3.7, "Tags": [], "Fingerprint": "x"}]
        """, written: [baseline]),
    Case(
      file: ".gitleaks-baseline.json",
      text: """
        [{"RuleID": "generic-api-key", "StartLine": 2, "Match": "KEY=REDACTED",
          "Secret": "REDACTED", "File": "src/a.env", "Commit": ""}]
        """, written: [baseline]),
    Case(
      file: ".secrets.baseline",
      text: """
        {"version": "1.5.0", "plugins_used": [{"name": "KeywordDetector"}], "filters_used": [],
         "results": {"src/a.env": [{"type": "Secret Keyword", "filename": "src/a.env",
           "hashed_secret": "SHA1", "is_verified": false, "line_number": 7}]}}
        """, written: [baseline]),
    Case(
      file: ".secrets.baseline",
      text: """
        {"filters_used": [{"path": "detect_secrets.filters.regex.should_exclude_file",
           "pattern": ["^src/a\\\\.env$"]}], "results": {}}
        """, written: [".kunci.toml"]),
    Case(
      file: ".secrets.baseline",
      text: """
        {"exclude": {"files": null, "lines": "first: "}, "results": {}}
        """, written: [".kunci.toml"]),
    Case(
      file: ".betterleaksignore", text: "# known\nsrc/a.env:generic-api-key:2\n",
      written: [".kunciignore"]),
    Case(
      file: ".betterleaks.toml",
      text: "[[allowlists]]\npaths = ['src/a']\n", written: [".kunci.toml"]),
    Case(file: ".gitleaks.toml", text: "[[allowlists]]\npaths = ['src/a']\n", written: []),
    Case(file: ".gitleaksignore", text: "src/a.env:generic-api-key:2\n", written: []),
    Case(
      file: ".gitguardian.yaml",
      text: """
        version: 2
        secret:
          ignored_paths:
            - 'src/a.*' # samples
          show_secrets: false
        """, written: [".kunciignore"]),
    Case(
      file: ".gitguardian.yml",
      text: """
        version: 2
        secret:
          ignored-matches:
            - name: sample
              match: "SECRET"
        """, written: [baseline]),
    Case(
      file: "baseline-file.yml",
      text: """
        ExactFindings:
          matches:
          - filepath: src/a.env/
            fingerprint: '389162583612032034'
            linenum: 2
            lastupdated: Mon, 14 Jul 2025 10:17:56 -0700
        """, written: [baseline]),
    Case(file: ".secretlintignore", text: "# samples\nsrc/a.env\n", written: [".kunciignore"]),
    Case(
      file: ".secretlintrc.json",
      text: """
        {"rules": [{"id": "@secretlint/secretlint-rule-preset-recommend",
          "rules": [{"id": "x", "options": {"allows": ["/PATTERN/i"]}}]}]}
        """, written: [".kunci.toml"]),
    Case(file: ".trufflehogignore", text: "^src/a\\.env$\n", written: [".kunci.toml"]),
  ]

  private static func filled(_ text: String) -> String {
    text.replacing("SECRET", with: key).replacing("SHA1", with: sha1)
      .replacing("PATTERN", with: String(key.suffix(40)).uppercased())
  }

  /// The places of keys in `src`.
  private static func places(_ scanned: ScannedFolder, _ arguments: [String]) throws -> [String] {
    let run = try scanned.kunci(["scan", "src", "-f", "csv"] + arguments)
    return run.output.split(whereSeparator: \.isNewline).compactMap { line in
      ["a.env", "b.env"].first { line.contains("src/" + $0) }
    }
  }

  @Test(arguments: cases)
  func whatWasSilentStaysSilent(_ example: Case) throws {
    let scanned = try ScannedFolder()
    try GitFixture(".", in: scanned.folder).write("readme", "nothing\n")
    try scanned.folder.write("src/a.env", "\nfirst: OPENROUTER_KEY=\(Self.key)\n")
    try scanned.folder.write("src/b.env", "\nsecond: OPENROUTER_KEY=\(Self.other)\n")
    try #require(try Self.places(scanned, ["--no-repo-config"]) == ["a.env", "b.env"])
    try scanned.folder.write(example.file, Self.filled(example.text))
    let run = try scanned.kunci("migrate")
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.errors.contains("not carried over"), "\(run.errors)")
    let written = run.errors.split(separator: "\n").filter { $0.hasPrefix("Written: ") }
    #expect(written.map { String($0.dropFirst("Written: ".count)) } == example.written)
    let known = example.written.contains(Self.baseline) ? ["--baseline", Self.baseline] : []
    #expect(try Self.places(scanned, known) == ["b.env"])
    // A second time, nothing is replaced unless it is asked for.
    let again = try scanned.kunci("migrate")
    #expect(again.status == (example.written.isEmpty ? 0 : 2), "\(again.errors)")
    #expect(try scanned.kunci("migrate", "--force").status == 0)
    #expect(try scanned.kunci("migrate", "--dry-run").status == 0)
    #expect(try Self.places(scanned, known) == ["b.env"])
  }

  /// What was deleted since is looked for in the history, if a commit is named.
  @Test func secretsOfTheHistoryAreFound() throws {
    let scanned = try ScannedFolder()
    let repository = try GitFixture(".", in: scanned.folder)
    try repository.write("a.env", "OPENROUTER_KEY=\(Self.key)\n")
    try repository.commit("Leak")
    let commit = try repository.git(["rev-parse", "HEAD"]).prefix(40)
    try repository.write("a.env", "OPENROUTER_KEY=\(Self.other)\n")
    try repository.commit("Another")
    try scanned.folder.write(
      "report.json",
      """
      [{"RuleID": "openrouter-api-key", "StartLine": 1, "Secret": "REDACTED", "File": "a.env",
        "Commit": "\(commit)"}]
      """)
    func found() throws -> Int {
      let run = try scanned.kunci("history", ".", "-f", "csv", "--baseline", Self.baseline)
      return run.output.split(whereSeparator: \.isNewline).count { $0.contains(",a.env,") }
    }
    try scanned.folder.write(Self.baseline, "{\"kunciBaseline\": 1}\n")
    #expect(try found() == 2)
    let run = try scanned.kunci("migrate", "report.json", "--force")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try found() == 1)
  }

  @Test func whatIsNotCarriedOverIsNamed() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write(
      ".secrets.baseline",
      """
      {"filters_used": [{"path": "detect_secrets.filters.regex.should_exclude_line",
        "pattern": ["(?=x)"]}],
       "results": {"a.env": [
         {"hashed_secret": "\(Self.sha1)"}]}}
      """)
    try scanned.folder.write(".gitleaks.toml", "[extend]\ndisabledRules = ['adobe-client-id']\n")
    let run = try scanned.kunci("migrate")
    for part in [
      ".secrets.baseline: the expression `(?=x)` cannot be used: `regexes`: look-around",
      ".secrets.baseline:4: nothing that is found here in a.env is meant",
      ".gitleaks.toml:2: gitleaks' rule `adobe-client-id` has no counterpart here",
      "Nothing needs to be written.",
    ] {
      #expect(run.errors.contains(part), "\(part)\n\(run.errors)")
    }
    #expect(run.status == 0)
  }

  /// What is accepted anywhere is the secret itself, and nothing that holds it.
  @Test func aLongerTextIsNotTheSecret() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("src/a.env", "OPENROUTER_KEY=\(Self.key)\n")
    try scanned.folder.write(
      ".gitguardian.yml",
      """
      version: 2
      secret:
        ignored_matches:
          - name: sample
            match: abc123\(Self.key)
      """)
    let run = try scanned.kunci("migrate")
    #expect(run.errors.contains("not carried over: .gitguardian.yml"), "\(run.errors)")
    #expect(!run.errors.contains("Written: "))
  }

  /// Neither an error nor a preview shows a key that stands in another scanner's file.
  @Test func noKeyIsShown() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("betterleaks.toml", "K=\(Self.key)\n")
    let broken = try scanned.kunci("migrate", "betterleaks.toml")
    #expect(broken.status == 2)
    #expect(broken.errors.contains("strings need quotes"))
    try scanned.folder.write(".secretlintignore", "samples/\(Self.key)\n")
    let dry = try scanned.kunci("migrate", "--dry-run", ".secretlintignore")
    #expect(dry.output.contains("samples/"))
    let part = String(Self.key.dropFirst(20).prefix(16))
    #expect(!(broken.output + broken.errors + dry.output + dry.errors).contains(part))
  }

  /// Of `.gitleaks.toml` and a `.kunci.toml` only the latter is read.
  @Test func whatIsReadByItselfStaysRead() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write(".gitleaks.toml", "[[allowlists]]\npaths = ['leaky']\n")
    try scanned.folder.write(".trufflehogignore", "^docs/\n")
    #expect(try scanned.kunci("migrate", ".trufflehogignore").status == 0)
    let text = String(decoding: try scanned.folder.bytes(".kunci.toml"), as: UTF8.self)
    #expect(text.hasPrefix("[extend]\npath = \".gitleaks.toml\"\n"), "\(text)")
    #expect(try scanned.kunci("scan", ".").status == 0)
  }

  @Test func somethingHasToBeThere() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci("migrate")
    #expect(run.status == 2 && run.errors.contains("no configuration, ignore file or baseline"))
    let foreign = try scanned.kunci("migrate", "clean/readme")
    #expect(foreign.errors.contains("not carried over: clean/readme"))
  }

  @Test func baselinesOfOthersAreRecognised() throws {
    let scanned = try ScannedFolder()
    for (text, scanner) in [("[]", "gitleaks"), ("{\"plugins_used\": []}", "detect-secrets")] {
      try scanned.folder.write("theirs.json", text)
      let run = try scanned.kunci("scan", "clean", "--baseline", "theirs.json")
      #expect(run.status == 2 && run.errors.contains(scanner) && run.errors.contains("migrate"))
    }
  }
}
