import KeyFormats
import TestSupport
import Testing

/// What is written never holds a secret in full, whatever rules are turned off.
struct RedactionTests {
  private static let key = ScannedFolder.key(1)
  private static let other = KeyTemplate.expand("AIzaSyA{alnum:31}A", seed: 2)
  private static let formats = [
    "text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "csv", "gitleaks",
  ]

  private func folder() throws -> ScannedFolder {
    let scanned = try ScannedFolder()
    try scanned.folder.write("both/a.txt", "a = '\(Self.key)'; b = '\(Self.other)'\n")
    return scanned
  }

  private func expectSilence(_ run: ProgramRun, status: Int32) {
    #expect(run.status == status)
    for key in [Self.key, Self.other] {
      #expect(!run.output.contains(key) && !run.errors.contains(key))
    }
  }

  @Test(arguments: formats)
  func aNeighbourOfARuleThatIsOffIsHidden(_ format: String) throws {
    let scanned = try folder()
    for choice in [["--only", "openrouter-api-key"], ["--skip", "google-api-key"]] {
      expectSilence(try scanned.kunci(["scan", "both", "-f", format] + choice), status: 1)
    }
  }

  /// A password is one because of the name beside it: where a file or a folder is called so, it is redacted as
  /// well, in a history and in what is packed, too.
  @Test(arguments: formats)
  func aPasswordInAPathIsHidden(_ format: String) throws {
    let password = KeyTemplate.expand("{alnum:24}", seed: 3)
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("\(password)/a.env", "DB_PASSWORD=\(password)\n")
    try repository.write("b \(password).txt", "API_KEY = '\(Self.key)'\n")
    try repository.commit("One")
    for command in [["scan", "."], ["scan", "repository"], ["history", "repository"]] {
      let run = try scanned.kunci(command + ["-f", format])
      #expect(run.status == 1, "\(command)")
      #expect(!run.output.contains(password) && !run.errors.contains(password), "\(command)")
    }
  }

  /// A word that is a password somewhere may be the name of a folder.
  @Test func wordsInPathsAreShown() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("postgres/a.env", "POSTGRES_PASSWORD=postgres\nKEY=\(Self.key)\n")
    #expect(try scanned.kunci("scan", ".").output.contains("postgres/a.env:2"))
  }

  @Test func theRepositoryCannotShowOne() throws {
    let scanned = try folder()
    try scanned.folder.write("both/.kunci.toml", "[extend]\ndisabledRules = ['google-api-key']\n")
    expectSilence(try scanned.kunci("scan", "both"), status: 1)
  }

  @Test func aRuleThatSeesAPartOfAKeyLeavesTheRestHidden() throws {
    let scanned = try folder()
    let start = Self.key.prefix(30)
    try scanned.folder.write(
      "both/own.toml",
      """
      provider = "Own"
      [[rules]]
      id = "own-part"
      description = "Own part"
      regex = '\(start)[0-9a-f]{6}'
      severity = "high"
      confidence = "high"
      precedence = 1
      revoke_url = "none"
      revoke_steps = ["None."]
      examples = ["\(start){hex:6}"]
      counter_examples = ["sk-or-none"]
      """)
    let run = try scanned.kunci(
      "scan", "both/a.txt", "--rules", "both/own.toml", "--only", "own-part")
    expectSilence(run, status: 1)
    // No part of it either, but for what the redacted match shows.
    #expect(!run.output.contains(Self.key.suffix(20)))
    #expect(run.output.contains("^"))
  }

  @Test(arguments: [
    ["🔑"], ["scan", "--only", "🔑"], ["scan", "--🔑"], ["scan", "-f", "🔑"], ["scan", "🔑"],
    ["scan", "--min-confidence", "🔑"], ["scan", "-o", "🔑.log"], ["scan", "-c", "🔑"],
    ["explain", "🔑"], ["rules", "show", "🔑"], ["rules", "check", "🔑"], ["help", "🔑"],
    ["history", "🔑"], ["history", "--range", "🔑..main"], ["history", "--since", "🔑"],
    ["staged", "🔑"], ["hook", "install", "🔑"], ["scan", "-f", "json", "🔑"],
  ])
  func whatIsTypedInTheWrongPlaceIsNotRepeated(_ arguments: [String]) throws {
    let scanned = try ScannedFolder()
    expectSilence(
      try scanned.kunci(arguments.map { $0.replacing("🔑", with: Self.key) }), status: 2)
  }

  @Test func whatAConfigurationGetsWrongIsNotRepeated() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("clean/.kunci.toml", "[extend]\ndisabledRules = ['\(Self.key)']\n")
    expectSilence(try scanned.kunci("scan", "clean/readme"), status: 0)
    try scanned.folder.write("clean/.kunci.toml", "\(Self.key) = 1\n[[rules]]\nid = 1")
    expectSilence(try scanned.kunci("scan", "clean/readme"), status: 2)
  }
}
