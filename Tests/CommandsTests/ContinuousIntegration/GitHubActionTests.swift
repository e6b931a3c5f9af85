import Foundation
import TestSupport
import Testing

/// The script of the GitHub Action, with the variables that `action.yml` makes of an event.
struct GitHubActionTests {
  /// An event, and what its scan comes to.
  struct Event: CustomTestStringConvertible {
    let name: String
    /// `EVENT`.
    let kind: String
    let base: String
    let head: String
    let ref: String
    var target = "main"
    let leaks: [Checkout.Leak]
    /// What the log says of the range.
    var notices: [String] = []

    var testDescription: String { name }
  }

  private static let script = Checkout.root.appending(path: ".github/actions/scan/scan.sh").path

  private func run(
    _ checkout: Checkout, _ event: Event, _ more: [String: String] = [:]
  ) throws -> ProgramRun {
    let variables = [
      "EVENT": event.kind, "BASE": checkout.id(event.base), "HEAD": checkout.id(event.head),
      "REF": event.ref, "TARGET": event.target,
    ]
    return try checkout.run(Self.script, variables.merging(more) { $1 })
  }

  static let pull = Event(
    name: "pull request", kind: "pull_request", base: "main tip", head: "feature tip",
    ref: "refs/pull/1/merge", leaks: [.new])
  private static let new = "what main does not have is scanned"
  private static let all = " leads to is scanned"
  private static let gone = " is gone, as after a force-push"

  static let events = [
    pull,
    Event(
      name: "pull request without a leak", kind: "pull_request", base: "main tip",
      head: "clean tip",
      ref: "refs/pull/2/merge", leaks: []),
    Event(
      name: "pull request whose base was replaced", kind: "pull_request", base: "gone",
      head: "feature tip", ref: "refs/pull/1/merge", leaks: [.new], notices: [gone, new]),
    Event(
      name: "push", kind: "push", base: "first", head: "feature tip", ref: "refs/heads/feature",
      leaks: [.new]),
    Event(
      name: "push to main", kind: "push", base: "fork point", head: "main tip",
      ref: "refs/heads/main", leaks: []),
    Event(
      name: "force-push", kind: "push", base: "gone", head: "feature tip",
      ref: "refs/heads/feature",
      leaks: [.new], notices: [gone, new]),
    Event(
      name: "force-push to main", kind: "push", base: "gone", head: "main tip",
      ref: "refs/heads/main",
      leaks: [.old], notices: [gone, all]),
    Event(
      name: "first push of a branch", kind: "push", base: "zeros", head: "clean tip",
      ref: "refs/heads/clean", leaks: [], notices: [new]),
    Event(
      name: "first push of a branch with a leak", kind: "push", base: "zeros", head: "feature tip",
      ref: "refs/heads/feature", leaks: [.new], notices: [new]),
    Event(
      name: "first push of main", kind: "push", base: "zeros", head: "main tip",
      ref: "refs/heads/main", leaks: [.old], notices: [all]),
    Event(
      name: "first push of a branch where main is not there", kind: "push", base: "zeros",
      head: "clean tip", ref: "refs/heads/clean", target: "trunk", leaks: [.old],
      notices: [all]),
    Event(
      name: "tag on main", kind: "push", base: "zeros", head: "main tip", ref: "refs/tags/v1",
      leaks: [], notices: [new, ": no commit is selected"]),
    Event(
      name: "tag beside main", kind: "push", base: "zeros", head: "feature tip",
      ref: "refs/tags/v2",
      leaks: [.new], notices: [new]),
    Event(
      name: "merge queue", kind: "merge_group", base: "main tip", head: "queue tip",
      ref: "refs/heads/gh-readonly-queue/main/pr-1", target: "refs/heads/main", leaks: [.new]),
    Event(
      name: "schedule", kind: "schedule", base: "", head: "main tip", ref: "refs/heads/main",
      leaks: [.old, .new]),
    Event(
      name: "run by hand", kind: "workflow_dispatch", base: "", head: "clean tip",
      ref: "refs/heads/clean", leaks: [.old, .new]),
  ]

  @Test(arguments: events)
  func scansWhatAnEventBringsIn(event: Event) throws {
    let checkout = try Checkout()
    let run = try run(checkout, event)
    #expect(run.status == (event.leaks.isEmpty ? 0 : 1))
    // Each once, in the log as a whole.
    #expect(Checkout.leaks(in: run.output + run.errors) == event.leaks)
    let notices = run.output.split(separator: "\n").filter { $0.hasPrefix("::notice ") }
    #expect(notices.count == event.notices.count)
    for (notice, expected) in zip(notices, event.notices) { #expect(notice.hasSuffix(expected)) }
    let folder = checkout.origin.folder
    #expect(try ScannedFolder.json(folder.bytes("kunci.sarif"))["version"] as? String == "2.1.0")
    #expect(
      String(decoding: try folder.bytes("output"), as: UTF8.self)
        == "sarif=\(folder.path("kunci.sarif"))\n")
  }

  /// Whoever opens a pull request from elsewhere has no say, and may not upload.
  @Test(
    arguments: [
      ("true", "", 1), ("false", "", 0), ("", "", 0), ("false", "true", 1), ("true", "false", 0),
    ] as [(String, String, Int32)])
  func aForkHasNoSay(fork: String, without: String, status: Int32) throws {
    let checkout = try Checkout { origin in
      try origin.git("checkout", "-q", "feature")
      try origin.write(".kunci.toml", "[extend]\ndisabledRules = [\"openrouter-api-key\"]\n")
      try origin.commit("Turn it off")
    }
    // The head of the pull request is what is checked out.
    let variables = ["FORK": fork, "NO_REPO_CONFIG": without]
    let run = try run(checkout, Self.pull, variables)
    #expect(run.status == status)
    #expect(
      run.output.contains("from a fork may not write to code scanning") == (fork == "true"))
    #expect(
      FileManager.default.fileExists(atPath: checkout.origin.folder.path("output"))
        == (fork != "true"))
  }

  // MARK: Inputs

  @Test(
    arguments: [
      (["FAIL_ON": "never"], 0, [.new]), (["FAIL_ON": "critical"], 0, [.new]),
      (["FAIL_ON": "high"], 1, [.new]), (["ARGS": "--exclude new.txt"], 0, []),
      (["ARGS": " --exclude '/new.txt'\n  --exclude \"no such/*\" "], 0, []),
      (["ARGS": "--exclude $(touch${IFS}hit)"], 1, [.new]), (["ARGS": " \n"], 1, [.new]),
      (["RANGE": "main ^main~3"], 1, [.old]), (["CONFIG": "../silent.toml"], 0, []),
      (["BASELINE": "../known.json"], 0, []), (["UPLOAD": "false"], 1, [.new]),
    ] as [([String: String], Int32, [Checkout.Leak])])
  func takesInputs(inputs: [String: String], status: Int32, leaks: [Checkout.Leak]) throws {
    let checkout = try Checkout()
    let folder = checkout.origin.folder
    try folder.write("silent.toml", "[extend]\ndisabledRules = [\"openrouter-api-key\"]\n")
    let known = ["baseline", "--history", "-o", "../known.json"]
    #expect(try KunciProgram.run(known, in: checkout.clone.path).status == 0)
    let run = try run(checkout, Self.pull, inputs)
    #expect(run.status == status)
    #expect(Checkout.leaks(in: run.output + run.errors) == leaks)
    #expect(!FileManager.default.fileExists(atPath: checkout.clone.path("hit")))
    #expect(
      FileManager.default.fileExists(atPath: folder.path("output")) == (inputs["UPLOAD"] == nil))
  }

  /// What an earlier run on the same machine left is neither shown nor uploaded.
  @Test(arguments: [["ARGS": "--no-such-option"], ["ARGS": "'"], ["KUNCI": "/nowhere/kunci"]])
  func showsNothingOld(variables: [String: String]) throws {
    let checkout = try Checkout()
    let folder = checkout.origin.folder
    #expect(try run(checkout, Self.pull).status == 1)
    try folder.remove("output")
    let run = try run(checkout, Self.pull, variables)
    #expect(run.status == (variables["KUNCI"] == nil ? 2 : 127))
    #expect(Checkout.leaks(in: run.output + run.errors) == [])
    #expect(!FileManager.default.fileExists(atPath: folder.path("output")))
  }

  @Test func namesABaselineOfTheRepository() throws {
    let checkout = try Checkout()
    #expect(try KunciProgram.run(["baseline", "--history"], in: checkout.clone.path).status == 0)
    let run = try run(checkout, Self.pull)
    #expect(run.status == 0)
    #expect(
      run.output.contains(
        "::notice title=kunci::.kunci-baseline.json: this baseline is used and knows 2 findings"))
    #expect(try self.run(checkout, Self.pull, ["FORK": "true"]).status == 1)
  }

  // MARK: Checkouts

  /// A checkout that is not deep enough must not pass for a clean one.
  @Test(arguments: [
    ("main tip", "feature tip", "HEAD"), ("zeros", "feature tip", "HEAD"),
    ("gone", "main tip", "BASE"),
  ])
  func saysWhatAShallowCheckoutLacks(base: String, head: String, lacking: String) throws {
    let checkout = try Checkout("--depth=1")
    let event = Event(
      name: "", kind: "push", base: base, head: head, ref: "refs/heads/feature", leaks: [])
    let run = try run(checkout, event)
    #expect(run.status == 2)
    let id = checkout.id(lacking == "HEAD" ? head : base)
    #expect(
      run.output
        == "::error title=kunci::\(id) is not here: check out with fetch-depth: 0\n")
  }

  @Test(arguments: [(2, "HEAD^1", 2), (3, "HEAD^1", 0), (1, "", 2)] as [(Int, String, Int32)])
  func saysWhatAShallowHistoryLacks(depth: Int, base: String, status: Int32) throws {
    let origin = try GitFixture("work", in: TemporaryFolder())
    for number in 0..<3 { try origin.commit("Base \(number)") }
    try origin.git("checkout", "-q", "-b", "side", "HEAD~1")
    try origin.commit("Side")
    try origin.git("checkout", "-q", "main")
    try origin.git("merge", "-q", "--no-ff", "-m", "Merge", "side")
    try origin.git("clone", "-q", "--depth=\(depth)", "file://\(origin.path)", "../clone")
    let clone = GitFixture(existing: "clone", in: origin.folder)
    let revisions = try ["HEAD", base].map { revision in
      revision.isEmpty
        ? "" : try clone.git("rev-parse", revision).trimmingCharacters(in: .newlines)
    }
    let variables = [
      "KUNCI": try KunciProgram.path, "RUNNER_TEMP": origin.folder.path, "HEAD": revisions[0],
      "BASE": revisions[1],
    ]
    let run = try ProgramRun(
      "/usr/bin/env", ["bash", Self.script], in: clone.path,
      environment: GitFixture.environment.merging(variables) { $1 }.mapValues(Optional.some))
    #expect(run.status == status)
    #expect(run.output.contains("The scan is incomplete") == (status == 2))
  }
}
