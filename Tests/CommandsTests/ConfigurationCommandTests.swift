import Foundation
import TestSupport
import Testing

/// Where configurations come from, what they may do, and what is said of them.
struct ConfigurationCommandTests {
  private static let rule = """
    [[rules]]
    id = "acme"
    regex = 'acme_([a-z]{12})'

    """
  private static let allowAll = "[allowlist]\nregexes = ['.']\n"

  /// Writes a file with a value that only the rule above finds.
  private func folder() throws -> ScannedFolder {
    let scanned = try ScannedFolder()
    try scanned.folder.write("clean/b.env", "acme_qwkdhfprmzbx\n")
    return scanned
  }

  @Test(arguments: [".kunci.toml", ".gitleaks.toml"])
  func isFoundWhereTheScanBegins(_ name: String) throws {
    let scanned = try folder()
    try scanned.folder.write("clean/\(name)", Self.rule)
    let run = try scanned.kunci("scan", "clean")
    #expect(run.status == 1)
    #expect(run.output.contains("[acme]"))
    #expect(
      run.errors.contains("Configuration \"clean/\(name)\" of the repository itself: 1 rule added.")
    )
    #expect(try scanned.kunci("scan", "clean", "--no-repo-config").status == 0)
    #expect(try scanned.kunci("scan", "leaky").output.contains("[openrouter-api-key]"))
  }

  @Test func isFoundAtTheRootOfTheRepository() throws {
    let scanned = try folder()
    let repository = try scanned.repository()
    try repository.write(".gitleaks.toml", Self.rule)
    try repository.write(".kunci.toml", Self.rule.replacing("acme\"", with: "first\""))
    try repository.write("deep/a.env", "acme_qwkdhfprmzbx\n")
    try repository.git("add", ".")
    for arguments in [["scan", "repository/deep"], ["staged", "repository"]] {
      let run = try scanned.kunci(arguments)
      #expect(run.output.contains("[first]") && !run.output.contains("[acme]"))
    }
    try repository.commit("More")
    #expect(try scanned.kunci("history", "repository").output.contains("[first]"))
  }

  @Test func ofTheRepositoryIsNeverSilent() throws {
    let scanned = try folder()
    try scanned.folder.write(
      "leaky/.kunci.toml",
      "[extend]\nuseDefault = false\ndisabledRules = ['groq-api-key']\n"
        + Self.allowAll)
    for format in ["text", "json", "jsonl", "sarif"] {
      let run = try scanned.kunci("scan", "leaky", "-q", "-f", format)
      #expect(run.status == 0)
      #expect(
        run.errors.contains(
          "Configuration \"leaky/.kunci.toml\" of the repository itself: 0 rules added; without"
            + " groq-api-key; 1 secret allowed."))
    }
    let run = try scanned.kunci("scan", "leaky", "-f", "json")
    let scan = try #require(ScannedFolder.json(run.outputBytes)["scan"] as? [String: Any])
    let used = try #require(scan["configuration"] as? [String: Any])
    #expect(used["origin"] as? String == "repository" && used["builtInRules"] as? Bool == true)
    #expect((used["notHonoured"] as? [String])?.count == 1)
    #expect((scan["allowlisted"] as? [String: Int]) == ["findings": 1, "files": 0])
  }

  @Test func ofTheUserTakesThePlaceOfTheRepositorys() throws {
    let scanned = try folder()
    try scanned.folder.write("leaky/.kunci.toml", Self.allowAll)
    try scanned.folder.write("mine.toml", Self.rule + "[extend]\nuseDefault = false\n")
    #expect(try scanned.kunci("scan", "leaky", "-c", "mine.toml").status == 0)
    let run = try scanned.kunci("scan", "clean", "--config", "mine.toml", "-f", "json")
    #expect(run.status == 1)
    let scan = try #require(ScannedFolder.json(run.outputBytes)["scan"] as? [String: Any])
    let used = try #require(scan["configuration"] as? [String: Any])
    #expect(used["origin"] as? String == "option" && used["builtInRules"] as? Bool == false)
  }

  @Test func mayExtendAnother() throws {
    let scanned = try folder()
    try scanned.folder.write("clean/.kunci.toml", "[extend]\npath = 'more/rules.toml'\n")
    try scanned.folder.write("clean/more/rules.toml", Self.rule)
    #expect(try scanned.kunci("scan", "clean").output.contains("[acme]"))
    try scanned.folder.write("rules.toml", Self.rule)
    try scanned.folder.write("clean/.kunci.toml", "[extend]\npath = '../rules.toml'\n")
    let run = try scanned.kunci("scan", "clean")
    #expect(run.status == 2)
    #expect(run.errors.contains("clean/.kunci.toml:2:8: error: `path` of a repository's own file"))
    #expect(try scanned.kunci("scan", "clean", "-c", "clean/.kunci.toml").status == 1)
  }

  @Test func extendsWithoutEnd() throws {
    let scanned = try folder()
    try scanned.folder.write("clean/.kunci.toml", "[extend]\npath = '.kunci.toml'\n")
    let run = try scanned.kunci("scan", "clean")
    #expect(run.status == 2 && run.errors.contains("leads through more than 4 files"))
  }

  @Test func isNoSymbolicLink() throws {
    let scanned = try folder()
    try scanned.folder.write("rules.toml", Self.rule)
    try FileManager.default.createSymbolicLink(
      atPath: scanned.folder.path + "/clean/.gitleaks.toml", withDestinationPath: "../rules.toml")
    let run = try scanned.kunci("scan", "clean")
    #expect(run.status == 2 && run.errors.contains("must be a plain file"))
  }

  @Test(arguments: [["scan", "-c", "bad.toml", "leaky"], ["rules", "check", "bad.toml"]])
  func thatIsWrongEndsWithTwo(_ arguments: [String]) throws {
    let scanned = try folder()
    try scanned.folder.write("bad.toml", "title = 'x'\n[[rules]]\nid = 'a'\nregex = 'a['\n")
    let run = try scanned.kunci(arguments)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errors.contains("bad.toml:4:11: error: `regex`: missing ]"))
  }

  // MARK: Checking

  @Test func isChecked() throws {
    let scanned = try folder()
    let examples = "examples = ['acme_{lower:12}']\ncounter_examples = ['acme_sample{lower:6}']\n"
    try scanned.folder.write(
      "good.toml", Self.rule + examples + "[allowlist]\nstopwords = ['sample']\n")
    let good = try scanned.kunci("rules", "check", "good.toml")
    #expect(good.status == 0 && good.errors.isEmpty, "\(good.errors)")
    #expect(good.output == "1 rule checked, all examples hold.\n")
    try scanned.folder.write("bad.toml", Self.rule + examples + "keywords = ['acme', 'x-corp']\n")
    let bad = try scanned.kunci("rules", "check", "bad.toml")
    #expect(bad.status == 2)
    #expect(bad.errors.contains("rule `acme` finds something in its counter-example"))
    #expect(bad.errors.contains("bad.toml:2:6: warning: no match of rule `acme` can hold"))
  }

  /// A counter-example whose key was never filled in would prove nothing.
  @Test func isCheckedForMisspeltPlaceholders() throws {
    let scanned = try folder()
    try scanned.folder.write("bad.toml", Self.rule + "counter_examples = ['acme_{lowr:11}']\n")
    let run = try scanned.kunci("rules", "check", "bad.toml")
    #expect(run.status == 2)
    #expect(run.errors.contains("rule `acme` has an unknown placeholder, {lowr:11}, in"))
  }

  @Test func isNoRuleFile() throws {
    let scanned = try folder()
    try scanned.folder.write("c.toml", Self.rule)
    let run = try scanned.kunci("scan", "--rules", "c.toml", "leaky")
    #expect(run.status == 2 && run.errors.contains("give it with --config"))
  }

  /// Paths of a configuration are those from the repository's root, wherever a scan starts.
  @Test(arguments: [
    ("[[allowlists]]\npaths = ['^sub/docs/']", 1),
    ("[[allowlists]]\ncondition = 'AND'\npaths = ['^sub/docs/']\nregexes = ['sk-or']", 1),
    ("[[allowlists]]\npaths = ['^docs/']", 2),
    ("[[rules]]\nid = 'x'\nregex = 'TOP_[0-9]{6}'\npath = '^sub/src/'", 3),
  ])
  func pathsAreFromTheRoot(text: String, count: Int) throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    for (number, folder) in ["docs", "src"].enumerated() {
      try repository.write(
        "sub/\(folder)/a.env", "KEY=\(ScannedFolder.key(UInt64(number + 1)))\nTOP_135790\n")
    }
    try repository.write("c.toml", text)
    for arguments in [["."], ["sub"], ["sub/"], [repository.path("sub")], ["sub/docs", "sub/src"]] {
      let run = try KunciProgram.run(
        ["scan", "-f", "jsonl", "-q", "-c", "c.toml", "--skip", "tracked-secret-file"] + arguments,
        in: repository.path)
      #expect(run.output.split(separator: "\n").count == count + 1, "\(arguments)")
    }
    let below = try KunciProgram.run(
      ["scan", "-f", "jsonl", "-q", "-c", "../c.toml", "--skip", "tracked-secret-file"],
      in: repository.path("sub"))
    #expect(below.output.split(separator: "\n").count == count + 1)
  }
}
