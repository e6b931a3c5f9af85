import Foundation
import KeyFormats
import TestSupport
import Testing

/// `kunci history --cache`: the report is the same byte for byte as without, whatever is asked.
struct CachedHistoryTests {
  /// A repository of secrets that are reported, accepted or only counted, by their paths, the comments
  /// beside them and what else the same secret is found as.
  private struct Secrets {
    let scanned: ScannedFolder
    let repository: GitFixture
    private var random: TestRandom

    private static let paths = [
      "src/app.env", "src/settings.py", "tests/app.env", "tests/deep/settings.py", "docs/notes.md",
      "examples/sample.env", "lib/start.sh",
    ]

    init(seed: UInt64) throws {
      random = TestRandom(seed: seed)
      scanned = try ScannedFolder()
      repository = try scanned.repository()
      for number in 0..<12 { try commit("Number \(number)") }
      try repository.git("branch", "side", "HEAD~3")
      try repository.git("update-ref", "refs/remotes/origin/main", "HEAD~2")
      try repository.git("update-ref", "refs/remotes/origin/\(Self.password(2))", "HEAD~5")
      if random.chance(50) { try repository.git("repack", "-adfq", "--depth=50", "--window=50") }
    }

    static func password(_ number: Int) -> String {
      KeyTemplate.expand("{alnum:\(18 + number % 7)}", seed: UInt64(900 + number))
    }

    private mutating func line() -> String {
      let password = Self.password(random.below(6))
      return switch random.below(14) {
      case 0: "OPENROUTER_API_KEY=\(ScannedFolder.key(UInt64(random.below(3))))"
      case 1: "DB_PASSWORD=\(password)"
      case 2: "DB_PASSWORD=\(password) # kunci:ignore"
      case 3: "DEPLOY_TOKEN = \"\(password)\""
      case 4: "url = \"https://user:\(password)@db.internal/x\""
      case 5: "API_SECRET=\(KeyTemplate.expand("{hex:32}", seed: UInt64(random.below(4))))"
      case 6: "custom_\(KeyTemplate.expand("{alnum:12}", seed: UInt64(random.below(4))))"
      case 7: "\(KeyTemplate.expand("{hex:32}", seed: UInt64(random.below(4)))) = password"
      default: "let value\(random.below(400)) = \(random.below(9)) // plain"
      }
    }

    /// Changes some files.
    mutating func commit(_ message: String) throws {
      for _ in 0..<1 + random.below(3) {
        let lines = (0..<3 + random.below(12)).map { _ in line() + "\n" }.joined()
        let path = random.pick(Self.paths)
        // A password that is only counted stands in the name of a file that is reported.
        let counted = path.hasPrefix("tests/") ? "DB_PASSWORD=\(Self.password(10))\n" : ""
        try repository.write(path, lines + counted)
      }
      switch random.below(8) {
      case 0: try repository.write("tests/\(Self.password(random.below(6))).txt", "plain\n")
      case 1:
        try repository.write("src/\(Self.password(10)).env", "KEY=\(ScannedFolder.key(5))\n")
      case 2:
        try repository.write("packed.env", line() + "\n" + line() + "\n")
        try Shell.run(
          "cd \"$0\" && mkdir -p tests && tar -cf tests/packed.tar packed.env && rm packed.env",
          arguments: [repository.path])
      default: break
      }
      let secret = random.chance(20) ? "\n\nDB_PASSWORD=\(Self.password(random.below(6)))" : ""
      try repository.commit(message + secret)
    }
  }

  private static let configuration = """
    [extend]
    useDefault = true

    [[rules]]
    id = "custom"
    regex = 'custom_[a-z0-9A-Z]{12}'
    keywords = ["custom_"]
    path = 'env$'

    [[allowlists]]
    paths = ['^docs/']
    regexes = ['^custom_[a-m]']
    """

  private static let formats = [
    "text", "short", "json", "jsonl", "sarif", "github", "gitlab", "junit", "csv", "gitleaks",
    "html",
  ]

  private static let options: [[String]] = [
    [], ["--min-confidence", "low"], ["--min-confidence", "high"],
    ["--min-confidence", "low", "--show-suppressed"], ["--show-suppressed"], ["--no-inline-ignore"],
    ["--ignore-file", "accepted"], ["--ignore-file", "accepted", "--min-confidence", "low"],
    ["--baseline", "baseline.json"], ["--exclude", "tests/"], ["--exclude", "src/*.env"],
    ["--only", "generic-secret"], ["--skip", "generic-secret"], ["--config", "custom.toml"],
    ["--config", "custom.toml", "--min-confidence", "low"], ["--show-secrets"],
    ["--max-file-size", "300"], ["--unreachable"], ["--range", "HEAD~4..HEAD"],
    ["--format", "jsonl", "--stream", "--threads", "1"],
  ]

  /// What a run wrote, without the time of day.
  private static func timeless(_ run: ProgramRun) -> [Substring] {
    run.output.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.contains("_time\": ")
    }
  }

  /// Each question with an empty cache, or one that others have filled, and once more.
  private func expectSame(
    _ secrets: Secrets, _ random: inout TestRandom, questions: Int, _ state: String
  ) throws {
    for _ in 0..<questions {
      let options = random.pick(Self.options)
      let format = options.contains("--format") ? [] : ["--format", random.pick(Self.formats)]
      let question = ["history", "repository"] + options + format
      let plain = try secrets.scanned.kunci(question)
      for time in ["first", "again"] {
        let cached = try secrets.scanned.kunci(question + ["--cache", "cache"])
        let comment: Comment = "\(state), \(time): \(question)"
        #expect(Self.timeless(cached) == Self.timeless(plain), comment)
        #expect(cached.status == plain.status, comment)
        #expect(cached.errors == plain.errors, comment)
      }
    }
  }

  @Test(arguments: 0..<6)
  func theReportIsTheSame(seed: UInt64) throws {
    var secrets = try Secrets(seed: seed)
    var random = TestRandom(seed: seed + 100)
    let folder = secrets.scanned.folder
    try folder.write("custom.toml", Self.configuration)
    let found = try ScannedFolder.json(
      try secrets.scanned.kunci(
        "history", "repository", "--format", "json", "--min-confidence", "low"
      ).outputBytes)
    let fingerprints = (found["findings"] as? [[String: Any]] ?? [])
      .compactMap { $0["fingerprint"] as? String }.sorted()
    #expect(fingerprints.count > 5)
    try folder.write(
      "accepted",
      fingerprints.prefix(3).map { "\($0) # known\n" }.joined()
        + "tests/app.env # made for tests\nnowhere/ # unused\n")
    try folder.write(
      "baseline.json",
      "{" + fingerprints.suffix(3).map { "\"kunci_\($0)\": {}, " }.joined()
        + "\"kunciBaseline\": 1}")
    try expectSame(secrets, &random, questions: 8, "as it is")
    try secrets.commit("One more")
    try expectSame(secrets, &random, questions: 6, "a commit more")
    try secrets.repository.git("update-ref", "-d", "refs/heads/side")
    try secrets.repository.git("update-ref", "-d", "refs/remotes/origin/main")
    try secrets.repository.write(".kunciignore", "\(fingerprints[0]) # known\n")
    try expectSame(secrets, &random, questions: 4, "a branch less")
    try secrets.repository.git("reset", "-q", "--hard", "HEAD~3")
    try secrets.commit("Another way")
    try secrets.repository.git("config", "core.bare", "true")
    try expectSame(secrets, &random, questions: 3, "bare")
  }

  private static func files(_ secrets: Secrets) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: secrets.scanned.folder.path("cache"))
      .sorted().map { "cache/\($0)" }
  }

  private static func places(_ run: ProgramRun) throws -> [NSArray?] {
    let report = try ScannedFolder.json(run.outputBytes)
    return ["findings", "suppressed"].map { report[$0] as? NSArray }
  }

  /// A cache that is cut off or has a bit turned is ignored with a word, and made anew.
  @Test(arguments: 0..<8)
  func aDamagedCacheChangesNoReport(seed: UInt64) throws {
    var secrets = try Secrets(seed: seed + 20)
    var random = TestRandom(seed: seed)
    let question = ["history", "repository", "--format", "json", "--show-suppressed"]
    let cached = question + ["--cache", "cache"]
    _ = try secrets.scanned.kunci(cached)
    for round in 0..<3 {
      if round > 0, random.chance(50) { try secrets.commit("Round \(round)") }
      for file in try Self.files(secrets) {
        var bytes = try secrets.scanned.folder.bytes(file)
        if random.chance(30) {
          bytes.removeLast(1 + random.below(bytes.count))
        } else {
          bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
        }
        try secrets.scanned.folder.write(file, bytes)
      }
      let plain = try secrets.scanned.kunci(question)
      let damaged = try secrets.scanned.kunci(cached)
      #expect(try Self.places(damaged) == Self.places(plain))
      #expect(damaged.output.contains("the cache is ignored"))
      let again = try secrets.scanned.kunci(cached)
      #expect(again.output == plain.output)
      #expect(again.errors == plain.errors)
    }
  }

  /// Neither what is reported is kept, nor what is only counted.
  @Test(arguments: 0..<4)
  func noSecretIsKept(seed: UInt64) throws {
    var secrets = try Secrets(seed: seed + 40)
    for _ in 0..<2 {
      let report = try secrets.scanned.kunci(
        "history", "repository", "--format", "json", "--min-confidence", "low", "--show-secrets",
        "--cache", "cache")
      let found = try ScannedFolder.json(report.outputBytes)["findings"] as? [[String: Any]] ?? []
      let known = found.compactMap { $0["secret"] as? String }
      #expect(known.count > 5)
      for file in try Self.files(secrets) {
        let text = String(decoding: try secrets.scanned.folder.bytes(file), as: UTF8.self)
        #expect(!known.contains { text.contains($0) }, "\(file)")
      }
      try secrets.commit("One more")
    }
  }
}
