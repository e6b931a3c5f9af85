import Foundation
import TestSupport
import Testing

struct ExplainCommandTests {
  /// The fingerprint of the key in `leaky`.
  private func fingerprint(in scanned: ScannedFolder) throws -> String {
    let run = try scanned.kunci("scan", "leaky", "-f", "json")
    let findings = try ScannedFolder.json(run.outputBytes)["findings"] as? [[String: Any]]
    return try #require(findings?.first?["fingerprint"] as? String)
  }

  @Test func tellsOfAFinding() throws {
    let scanned = try ScannedFolder()
    let fingerprint = try fingerprint(in: scanned)
    let run = try scanned.kunci("explain", fingerprint, "leaky")
    #expect(run.status == 0)
    for part in [
      "leaky/a.env:1:5", "why:", "prefix sk-or-v1-", "shape:", "looks for:", "\"sk-or-v\"",
      "openrouter.ai/settings/keys", "kunci ignore \(fingerprint) --path /a.env --reason",
    ] {
      #expect(run.output.contains(part), "\(part)")
    }
    #expect(!run.output.contains(ScannedFolder.key(1)))
    for short in [fingerprint.prefix(8).uppercased(), String(fingerprint.dropLast())] {
      #expect(try scanned.kunci("explain", short, "leaky").output == run.output, "\(short)")
    }
    #expect(try scanned.kunci("explain", String(fingerprint.prefix(7)), "leaky").status == 2)
  }

  /// The command that it shows accepts the finding, whatever the file is called, and no other.
  @Test(arguments: [
    "!x.env", "a b.env", "a\nb.env", "*.env", "#x.env", "[x].env", "a\u{202E}b.env", "a'b.env",
  ])
  func whatItShowsAcceptsTheFinding(name: String) throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    for name in [name, "other.env"] {
      try repository.write(name, "KEY=\(ScannedFolder.key(1))\n")
    }
    let fingerprint = try fingerprint(in: scanned)
    try FileManager.default.removeItem(atPath: repository.path("other.env"))
    let run = try KunciProgram.run(["explain", fingerprint], in: repository.path)
    let command = try #require(run.output.split(separator: "\n").last)
    try scanned.folder.write(
      "repository/run.sh", "kunci() { \"$KUNCI\" \"$@\"; }\n\(command)\n")
    var environment = GitFixture.environment
    environment["KUNCI"] = try KunciProgram.path
    _ = try Shell.run(
      URL(filePath: "/bin/sh"), ["run.sh"], environment: environment, folder: repository.path,
      input: nil, accepted: [0])
    #expect(try KunciProgram.run(["scan"], in: repository.path).status == 0)
    try repository.write("other.env", "KEY=\(ScannedFolder.key(1))\n")
    #expect(try KunciProgram.run(["scan"], in: repository.path).status == 1)
  }

  @Test func tellsOfAFindingInTheHistory() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("a.env", "KEY=\(ScannedFolder.key(1))\n")
    try repository.commit("Leak")
    try repository.write("a.env", "\n")
    try repository.commit("Tidy")
    let fingerprint = try fingerprint(in: scanned)
    let run = try scanned.kunci("explain", fingerprint, "repository", "--history")
    #expect(run.status == 0 && run.output.contains("commit:") && run.output.contains("Leak"))
    let now = try scanned.kunci("explain", fingerprint, "repository")
    #expect(now.status == 2 && now.output.isEmpty)
    #expect(now.errors.contains("--history looks in the history"))
  }

  @Test func tellsOfARule() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci("explain", "stripe-live-key")
    #expect(run.output == (try scanned.kunci("rules", "show", "stripe-live-key")).output)
    #expect(run.status == 0 && run.output.contains("reach:") && run.output.contains("revoke:"))
    let provider = try scanned.kunci("explain", "Stripe")
    #expect(provider.status == 0 && provider.output.contains("stripe-test-key"))
    let unknown = try scanned.kunci("explain", "stripe-liv-key")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean `stripe-live-key`?"))
    #expect(try scanned.kunci("explain").status == 2)
  }
}
