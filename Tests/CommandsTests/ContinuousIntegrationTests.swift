import Foundation
import TestSupport
import Testing

/// The script of the GitHub Action and that of the GitLab template, on real repositories.
struct ContinuousIntegrationTests {
  /// A repository with a leak in its second of three commits.
  private struct Leak {
    let repository: GitFixture
    let commits: [String]

    init() throws {
      repository = try GitFixture("work", in: TemporaryFolder())
      let texts = ["KEY=\n", "KEY=\(ScannedFolder.key(1))\n", "KEY=\n"]
      let repository = repository
      commits = try texts.enumerated().map { number, text in
        try repository.write("a.env", text)
        return try repository.commit("Change \(number)")
      }
    }

    func run(_ program: String, _ variables: [String: String]) throws -> ProgramRun {
      let known = [
        "KUNCI": try KunciProgram.path, "RUNNER_TEMP": repository.folder.path,
        "GITHUB_OUTPUT": repository.folder.path("output"),
      ]
      return try ProgramRun(
        "/usr/bin/env", ["bash", program], in: repository.path,
        environment: GitFixture.environment.merging(known) { $1 }.merging(variables) { $1 }
          .mapValues(Optional.some))
    }
  }

  private static let root = Fixture.root.deletingLastPathComponent()

  @Test(arguments: [(0, 2, 1), (1, 2, 0), (0, 0, 0), (nil, 2, 1)] as [(Int?, Int, Int32)])
  func theActionScansWhatAPullRequestBringsIn(base: Int?, head: Int, status: Int32) throws {
    let leak = try Leak()
    let script = Self.root.appending(path: ".github/actions/scan/scan.sh").path
    let run = try leak.run(
      script,
      [
        "BASE": base.map { leak.commits[$0] } ?? String(repeating: "0", count: 40),
        "HEAD": leak.commits[head],
      ])
    #expect(run.status == status)
    #expect(run.output.contains("::error file=a.env,line=1") == (status == 1))
    let folder = leak.repository.folder
    #expect(try ScannedFolder.json(folder.bytes("kunci.sarif"))["version"] as? String == "2.1.0")
    #expect(
      String(decoding: try folder.bytes("output"), as: UTF8.self)
        == "sarif=\(folder.path("kunci.sarif"))\n")
  }

  @Test func theActionSaysWhatItLacks() throws {
    let leak = try Leak()
    let script = Self.root.appending(path: ".github/actions/scan/scan.sh").path
    let gone = String(repeating: "1", count: 40)
    let run = try leak.run(script, ["BASE": gone, "HEAD": leak.commits[2]])
    #expect(run.status == 2)
    #expect(run.output.contains("fetch-depth: 0"))
  }

  /// A checkout that is not deep enough for the pull request must not pass for a clean one.
  @Test(arguments: [(2, "HEAD^1", 2), (3, "HEAD^1", 0), (1, "", 2)] as [(Int, String, Int32)])
  func theActionSaysWhatACheckoutLacks(depth: Int, base: String, status: Int32) throws {
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
    let script = Self.root.appending(path: ".github/actions/scan/scan.sh").path
    let variables = [
      "KUNCI": try KunciProgram.path, "RUNNER_TEMP": origin.folder.path, "HEAD": revisions[0],
      "BASE": revisions[1],
    ]
    let run = try ProgramRun(
      "/usr/bin/env", ["bash", script], in: clone.path,
      environment: GitFixture.environment.merging(variables) { $1 }.mapValues(Optional.some))
    #expect(run.status == status)
    #expect(run.output.contains("The scan is incomplete") == (status == 2))
  }

  @Test(arguments: [(0, 1), (1, 0), (nil, 1)] as [(Int?, Int32)])
  func theTemplateScansWhatAMergeRequestBringsIn(base: Int?, status: Int32) throws {
    let leak = try Leak()
    // The lines of the script, as GitLab's runner puts them in a row.
    let template = try String(
      contentsOf: Self.root.appending(path: ".gitlab/kunci.yml"), encoding: .utf8)
    let after = try #require(template.split(separator: "  script:\n").last)
    let block = after.split(separator: "  artifacts:").first ?? ""
    var lines: [Substring] = []
    for indented in block.split(separator: "\n") {
      let line = indented.drop { $0 == " " }
      guard !line.hasPrefix("#"), line != "- >-" else { continue }
      lines.append(line.hasPrefix("- ") ? line.dropFirst(2) : line)
    }
    #expect(lines.count == 3)
    try leak.repository.folder.write("script", "set -e\n" + lines.joined(separator: "\n") + "\n")
    let run = try leak.run(
      leak.repository.folder.path("script"),
      [
        "CI_COMMIT_BEFORE_SHA": base.map { leak.commits[$0] } ?? String(repeating: "0", count: 40),
        "CI_COMMIT_SHA": leak.commits[2],
      ])
    #expect(run.status == status)
    let report = try ScannedFolder.json(
      leak.repository.folder.bytes("work/gl-secret-detection-report.json"))
    #expect((report["vulnerabilities"] as? [Any])?.count == Int(status))
    #expect(try !leak.repository.folder.bytes("work/kunci.xml").isEmpty)
  }
}
