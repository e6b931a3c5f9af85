import Findings
import Foundation
import TestSupport
import Testing

/// Tracked files of secrets, as a user meets them.
struct SecretFileCommandTests {
  private static let id = SecretFile.ruleID

  private func repository() throws -> GitFixture {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try repository.write("readme", "nothing\n")
    try repository.commit("Base")
    try repository.write("app/.env", "DB_PASSWORD=Tr0ub4dor\n")
    try repository.git("add", ".")
    return repository
  }

  @Test func tellsWhatToDo() throws {
    let repository = try repository()
    for command in ["scan", "staged"] {
      let run = try KunciProgram.run([command], in: repository.path)
      #expect(run.status == 1)
      #expect(run.output.contains("app/.env:1:1: medium: Environment file tracked by git"))
      #expect(run.output.contains("DB_PASSWORD has a value"))
      #expect(run.output.contains("git rm --cached -f --ignore-unmatch -- app/.env"))
      #expect(run.output.contains("List app/.env in .gitignore."))
      #expect(!run.output.contains("Tr0ub4dor"))
      let json = try KunciProgram.run([command, "--format", "json"], in: repository.path)
      #expect(json.output.contains(#""redacted": "app/.env""#) && !json.output.contains("Tr0ub"))
    }
    // The advice works.
    try repository.git("rm", "-q", "--cached", "--", "app/.env")
    #expect(try KunciProgram.run(["staged"], in: repository.path).status == 0)
    let warned = try KunciProgram.run(["scan"], in: repository.path)
    #expect(warned.status == 0 && warned.output == "")
    #expect(
      warned.errors.contains(
        "warning: app/.env is not ignored by git: `git add .` would commit it; "
          + "put it into .gitignore\n"))
    let json = try ScannedFolder.json(
      Array(KunciProgram.run(["scan", "-f", "json"], in: repository.path).output.utf8))
    let warnings = (json["scan"] as? [String: Any])?["warnings"] as? [[String: String]]
    #expect(warnings?.map { $0["path"] } == ["app/.env"])
    try repository.write(".gitignore", ".env\n")
    let quiet = try KunciProgram.run(["scan"], in: repository.path)
    #expect(quiet.status == 0 && !quiet.errors.contains("warning"))
  }

  @Test func aConfigurationDisablesIt() throws {
    let repository = try repository()
    try repository.write(".kunci.toml", "[extend]\ndisabledRules = [\"\(Self.id)\"]\n")
    for command in ["scan", "staged"] {
      let run = try KunciProgram.run([command, "-f", "json"], in: repository.path)
      #expect(run.status == 0)
      #expect(run.output.contains(Self.id) && run.output.contains("\"notHonoured\": []"))
    }
    #expect(try KunciProgram.run(["scan", "--no-repo-config"], in: repository.path).status == 1)
    try repository.write(
      ".kunci.toml", "[[allowlists]]\ntargetRules = [\"\(Self.id)\"]\npaths = ['^app/']\n")
    let allowed = try KunciProgram.run(["scan", "-f", "json"], in: repository.path)
    #expect(allowed.status == 0 && allowed.output.contains("\"notHonoured\": []"))
  }

  /// The history has no such check, so it cannot know that an entry is of no use.
  @Test func aHistoryLeavesItsEntriesAlone() throws {
    let repository = try repository()
    try repository.commit("Leak")
    let fingerprint = Fingerprint(ruleID: Self.id, secret: Array("app/.env".utf8))
    let other = Fingerprint(ruleID: "other", secret: Array("app/.env".utf8))
    try repository.write(
      ".kunciignore", "\(fingerprint)\nrule:\(Self.id) path:/x/.env\n\(other)\n")
    let history = try KunciProgram.run(["history"], in: repository.path)
    #expect(!history.errors.contains(".kunciignore:1:"))
    #expect(!history.errors.contains(".kunciignore:2:"))
    #expect(history.errors.contains(".kunciignore:3:"))
    let scan = try KunciProgram.run(["scan"], in: repository.path)
    #expect(scan.errors.contains(".kunciignore:2:"))
    #expect(scan.errors.contains(".kunciignore:3:"))
  }

  @Test func itIsPickedAndLeftOutLikeARule() throws {
    let repository = try repository()
    func status(_ arguments: String...) throws -> Int {
      Int(try KunciProgram.run(arguments, in: repository.path).status)
    }
    #expect(try status("scan", "--only", Self.id) == 1)
    #expect(try status("staged", "--only", Self.id) == 1)
    #expect(try status("scan", "--only", "openrouter-api-key") == 0)
    #expect(try status("scan", "--skip", Self.id) == 0)
    #expect(try status("staged", "--skip", Self.id) == 0)
    #expect(try status("history", "--skip", Self.id) == 0)
    // Nothing to look at is no scan.
    #expect(try status("history", "--only", Self.id) == 2)
    #expect(try status("scan", "--only", Self.id, "--only", "no-such-rule") == 2)
    #expect(try status("rules", "show", Self.id) == 0)
    let list = try KunciProgram.run(["rules", "list"], in: repository.path).output
    let ids = list.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(ids.contains { $0 == Self.id } && ids == ids.sorted())
    #expect(try status("baseline", "-q") == 0)
    #expect(try status("scan", "--baseline", ".kunci-baseline.json") == 0)
  }

  @Test func withoutOtherRulesItStillGoesByThem() throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try repository.write(".npmrc", "key=\(ScannedFolder.key(1))\n")
    try repository.commit("Add")
    let run = try KunciProgram.run(
      ["scan", "--format", "jsonl", "--only", Self.id], in: repository.path)
    #expect(run.status == 1)
    #expect(run.output.split(separator: "\n").filter { $0.contains(Self.id) }.count == 1)
    #expect(!run.output.contains("openrouter-api-key"))
  }
}
