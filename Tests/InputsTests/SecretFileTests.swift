import BuiltInRules
import Detection
import Engine
import Findings
import Inputs
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// Files of secrets that git tracks, of each kind, and those that are none.
struct SecretFileTests {
  /// A file, and whether it is a finding when git has it.
  struct Example: Sendable, CustomTestStringConvertible {
    let path: String
    let content: [UInt8]
    /// Nil for a file that is no finding.
    let file: SecretFile?
    /// A part of the evidence; empty for any.
    var evidence = ""

    var testDescription: String { "\(path) \(file.map { "\($0)" } ?? "-")" }

    init(_ path: String, _ text: String, _ file: SecretFile?, _ evidence: String = "") {
      self.init(path, Array(KeyTemplate.expand(text, seed: 7).utf8), file, evidence)
    }

    init(_ path: String, _ content: [UInt8], _ file: SecretFile?, _ evidence: String = "") {
      (self.path, self.content, self.file, self.evidence) = (path, content, file, evidence)
    }
  }

  private static let key = "sk-or-v1-{hex:64}"
  private static let pem =
    "-----BEGIN RSA PRIVATE KEY-----\n{der:1190}\n-----END RSA PRIVATE KEY-----\n"
  private static let certificate =
    "-----BEGIN CERTIFICATE-----\n{der:900}\n-----END CERTIFICATE-----\n"

  private static let found: [Example] = [
    Example(".env", "# local\nDEBUG=1\nexport DB_PASSWORD='Tr0ub4dor&3'\n", .environment, "DB_PAS"),
    Example("app/.env.production", "SESSION_SECRET={hex:12}\r\n", .environment, "SESSION_SECRET"),
    Example("deploy/prod.env", "APIKEY={alnum:20} # ours\n", .environment, "APIKEY"),
    Example(".env.local", "CHAT=\(key)\n", .environment, "it holds: OpenRouter API key"),
    Example(
      "gcp.json",
      #"{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\n{der:1190}\n"#
        + #"-----END PRIVATE KEY-----\n", "client_email": "a@b.iam.gserviceaccount.com"}"#,
      .serviceAccount),
    Example("keys/id_rsa", pem, .privateKey, "Private key"),
    Example("server.key", pem, .privateKey),
    Example("server.pem", certificate + pem, .privateKey),
    Example("app.jks", javaStore([2, 2, 1]), .privateKey, "Java key store"),
    Example("app.keystore", javaStore([1]), .privateKey),
    Example("app.p12", pkcs12(bag: 2), .privateKey, "PKCS #12"),
    Example("der.key", [0x30, 0x82, 4, 0xBE, 2, 1, 0, 0x30, 0x0D] + filler, .privateKey, "DER"),
    Example(".npmrc", "//registry.npmjs.org/:_authToken=npm_{base62-crc32:36}\n", .credentials),
    Example("home/.docker/config.json", #"{"token": "\#(key)"}"#, .credentials),
    Example(
      "a.ipynb", #"{"cells": [{"source": [], "outputs": [{"text": ["a]\"", "\#(key)"]}]}]}"#,
      .notebook),
  ]

  private static let silent: [Example] = [
    Example(".env", "", nil),
    Example(".env", "API_KEY=\nTOKEN=changeme\nDB_PASSWORD=secret\nDEBUG=true\n", nil),
    Example(".env", "API_KEY=${KEY}\nTOKEN=<token>\nKEY_FILE=/run/k\nA_KEY=./k.pem\n", nil),
    Example(".env", "NEXT_PUBLIC_KEY={alnum:30}\nKEY_ID={alnum:20}\nTOKEN_TTL=864000\n", nil),
    Example(".env", "API_KEY=your-api-key-here\nSECRET=xxxxxxxxxxxx\n#KEY={alnum:30}\n", nil),
    Example(".env", "# kunci:ignore tracked-secret-file\nDB_PASSWORD=Tr0ub4dor\n", nil),
    Example(".env.example", "DB_PASSWORD=Tr0ub4dor\n", nil),
    Example(".env.prod.template", "DB_PASSWORD=Tr0ub4dor\n", nil),
    Example("test.env", "DB_PASSWORD=Tr0ub4dor\n", nil),
    Example("fixtures/a/.env", "DB_PASSWORD=Tr0ub4dor\n", nil),
    Example("Tests/id_rsa", pem, nil),
    Example("environment.ts", "DB_PASSWORD=Tr0ub4dor\n", nil),
    Example("data.json", #"{"token": "\#(key)"}"#, nil),
    Example("server.pem", certificate, nil),
    Example("trust.jks", javaStore([2, 2]), nil),
    Example("trust.jks", Array(javaStore([2, 2]).dropLast(5)), nil),
    Example("debug.keystore", javaStore([1]), nil),
    Example("trust.p12", pkcs12(bag: 3), nil),
    Example(".npmrc", "registry=https://registry.example.org/\n_authToken=${NPM_TOKEN}\n", nil),
    Example("a.ipynb", #"{"cells": [{"source": ["\#(key)"], "outputs": []}]}"#, nil),
    Example("a.ipynb", #"{"source": ["\"outputs\": [", "\#(key)"]}"#, nil),
  ]

  /// A Java key store with entries of some tags.
  private static func javaStore(_ tags: [UInt8]) -> [UInt8] {
    var store: [UInt8] = [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, UInt8(tags.count)]
    for tag in tags {
      // The tag, the alias `a`, a date, the certificate's type and the certificate.
      store += [0, 0, 0, tag, 0, 1, 0x61, 1, 1, 1, 1, 1, 1, 1, 1, 0, 5]
      store += Array("X.509".utf8)
      store += [0, 0, 0, 3, 9, 9, 9]
    }
    return store
  }

  private static func pkcs12(bag: UInt8) -> [UInt8] {
    let type: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, bag]
    return [0x30, 0x82, 1, 0, 2, 1, 3] + filler + type + filler
  }

  private static let filler = [UInt8](repeating: 0xA5, count: 40)

  private static let detector = Result { try Detector(BuiltInRules.ruleSet) }

  private func plan(_ change: (inout ScanPlan) -> Void = { _ in }) -> ScanPlan {
    var plan = ScanPlan(ruleSet: BuiltInRules.ruleSet)
    plan.checksSecretFiles = true
    plan.threads = 2
    change(&plan)
    return plan
  }

  private func scan(
    _ path: String, usesIgnoreFiles: Bool = true, _ change: (inout ScanPlan) -> Void = { _ in }
  ) throws -> ScanResult {
    var source = FolderSource([path])
    source.usesIgnoreFiles = usesIgnoreFiles
    return Scan.run(source, plan(change), try Self.detector.get())
  }

  private func staged(_ repository: GitFixture) throws -> ScanResult {
    Scan.run(StagedSource(repository.path), plan(), try Self.detector.get())
  }

  private func files(_ outcome: ScanResult) -> [Finding] {
    outcome.findings.filter { $0.rule.id == SecretFile.ruleID }
  }

  private func repository(_ example: Example) throws -> GitFixture {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try repository.commit("Base")
    try repository.folder.write("work/\(example.path)", example.content)
    try repository.git("add", "-f", ".")
    return repository
  }

  @Test(arguments: found + silent)
  func eachKind(_ example: Example) throws {
    let repository = try repository(example)
    let scanned = files(try scan(repository.path))
    let staged = files(try staged(repository))
    #expect(scanned.map(\.kind) == (example.file.map { [.file($0)] } ?? []))
    #expect(staged.map(\.kind) == scanned.map(\.kind))
    #expect(staged.map(\.fingerprint) == scanned.map(\.fingerprint))
    guard let finding = scanned.first, let other = staged.first else { return }
    #expect(finding.locations.map(\.region) == [.wholeText])
    #expect(finding.locations.map(\.path) == [repository.path(example.path)])
    #expect(other.locations.map(\.path) == [example.path])
    #expect(finding.secret == Array(example.path.utf8))
    #expect(finding.redacted == example.path)
    #expect(finding.evidence.first == "git tracks the file")
    let evidence = finding.evidence.dropFirst().joined(separator: "; ")
    #expect(example.evidence.isEmpty || evidence.contains(example.evidence))
    #expect(finding.severity == .medium)
    // Nothing of it is new to a commit that follows.
    try repository.git("commit", "-q", "-m", "Add")
    try repository.folder.write("work/\(example.path)", example.content + [0x0A])
    try repository.git("add", "-f", ".")
    #expect(files(try self.staged(repository)).isEmpty)
  }

  @Test func onlyWhatGitTracksCounts() throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    let text = "DB_PASSWORD=Tr0ub4dor\n"
    try repository.write(".env", text)
    try repository.write("ignored/.env", text)
    try repository.write("b/prod.env", "A=1\n")
    try repository.write("b/other.env", text)
    try repository.write("b/.env.example", text)
    try repository.write("tests/.env", text)
    try repository.write(".gitignore", "ignored/\n")
    let outcome = try scan(repository.path)
    #expect(outcome.findings.isEmpty)
    #expect(outcome.coverage.errors.isEmpty)
    let warned = [".env", "b/other.env"].map(repository.path).sorted()
    #expect(outcome.warnings.map(\.path) == warned)
    // Also where ignored files are looked at, and in a folder that is ignored as a whole.
    #expect(try scan(repository.path, usesIgnoreFiles: false).warnings == outcome.warnings)
    #expect(try scan(repository.path("ignored")).warnings.isEmpty)
    #expect(try scan(repository.path("ignored/.env")).warnings.isEmpty)
    #expect(try scan(repository.path) { $0.checksSecretFiles = false }.warnings.isEmpty)
    // Outside of any repository nothing is tracked.
    try repository.folder.write("plain/.env", text)
    let plain = try scan(repository.folder.path("plain"))
    #expect(plain.findings.isEmpty)
    #expect(plain.warnings.isEmpty)
    // A repository inside is asked for its own files.
    let inner = try GitFixture("work/inner", in: repository.folder)
    try inner.write(".env", text)
    try inner.commit("Add")
    let both = try scan(repository.path)
    #expect(files(both).map(\.redacted) == ["inner/.env"])
    #expect(both.warnings == outcome.warnings)
  }

  @Test func itIsAcceptedLikeAnyOtherFinding() throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try repository.write(".env", "DB_PASSWORD=Tr0ub4dor\n")
    try repository.write(
      ".npmrc", KeyTemplate.expand("_authToken=npm_{base62-crc32:36}\n", seed: 3))
    try repository.write("n.ipynb", KeyTemplate.expand("{\"outputs\": [\"\(Self.key)\"]}", seed: 3))
    try repository.commit("Add")
    let all = try scan(repository.path)
    #expect(files(all).map(\.redacted) == [".env", ".npmrc", "n.ipynb"])
    let env = try #require(files(all).first)
    let token = try #require(all.findings.first { $0.rule.provider == "npm" })
    // Without its secret, a file is nothing to speak of.
    try repository.write(
      ".kunciignore",
      "\(env.fingerprint)\n\(token.fingerprint)\nrule:tracked-secret-file path:*.ipynb\n")
    let rest = try scan(repository.path)
    #expect(files(rest).isEmpty)
    #expect(rest.coverage.notices.isEmpty)
    #expect(rest.isComplete)
    #expect(rest.suppressed.count == 3)
    try repository.write(".kunciignore", "")
    let only = try scan(repository.path) { $0.reportedIDs = [SecretFile.ruleID] }
    #expect(only.findings == files(all))
    let sure = try scan(repository.path) { $0.minConfidence = .high }
    #expect(files(sure).map(\.redacted) == [".npmrc", "n.ipynb"])
  }
}
