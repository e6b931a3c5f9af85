import Foundation
import TestSupport
import Testing

/// The GitLab template, the Jenkins pipeline and the recipe for a plain shell, with the variables that
/// the platforms set.
struct OtherPlatformTests {
  /// What a platform says of a build, and what its scan comes to.
  struct Build: CustomTestStringConvertible {
    let name: String
    /// Variables; their values can be names of commits.
    let variables: [String: String]
    let leaks: [Checkout.Leak]
    /// What the log says of the range.
    var log: [String] = []

    var testDescription: String { name }
  }

  /// The leaks that a report of JUnit names.
  private func leaks(in checkout: Checkout) throws -> [Checkout.Leak] {
    let report = String(
      decoding: try checkout.origin.folder.bytes("clone/kunci.xml"), as: UTF8.self)
    return Checkout.Leak.allCases.filter { report.contains($0.file) }
  }

  private static let new = "kunci: what main does not have is scanned"
  private static func gone(_ id: String) -> String { "kunci: \(id) is gone, as after a force-push" }

  static let pipelines = [
    Build(
      name: "merge request",
      variables: [
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_SHA": "feature tip",
        "CI_COMMIT_BEFORE_SHA": "zeros", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "fork point",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
      ], leaks: [.new]),
    Build(
      name: "merge request whose base is gone",
      variables: [
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_SHA": "feature tip",
        "CI_COMMIT_BEFORE_SHA": "zeros", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "gone",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
      ], leaks: [.new], log: ["gone", new]),
    Build(
      name: "push",
      variables: [
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "feature", "CI_COMMIT_SHA": "feature tip",
        "CI_COMMIT_BEFORE_SHA": "first",
      ], leaks: [.new]),
    Build(
      name: "push to main",
      variables: [
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": "main tip",
        "CI_COMMIT_BEFORE_SHA": "fork point",
      ], leaks: []),
    Build(
      name: "force-push",
      variables: [
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "feature", "CI_COMMIT_SHA": "feature tip",
        "CI_COMMIT_BEFORE_SHA": "gone",
      ], leaks: [.new], log: ["gone", new]),
    Build(
      name: "force-push to main",
      variables: [
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": "main tip",
        "CI_COMMIT_BEFORE_SHA": "gone",
      ], leaks: [.old, .new], log: ["gone"]),
    Build(
      name: "first push of a branch",
      variables: [
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "clean", "CI_COMMIT_SHA": "clean tip",
        "CI_COMMIT_BEFORE_SHA": "zeros",
      ], leaks: [], log: [new]),
    Build(
      name: "first push of main",
      variables: [
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": "main tip",
        "CI_COMMIT_BEFORE_SHA": "zeros",
      ], leaks: [.old, .new]),
    Build(
      name: "tag",
      variables: [
        "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": "v1", "CI_COMMIT_SHA": "main tip",
        "CI_COMMIT_BEFORE_SHA": "zeros",
      ], leaks: [], log: [new]),
    Build(
      name: "merge train",
      variables: [
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_SHA": "queue tip",
        "CI_COMMIT_BEFORE_SHA": "zeros", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "fork point",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
      ], leaks: [.new]),
    Build(
      name: "schedule",
      variables: [
        "CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": "main tip",
        "CI_COMMIT_BEFORE_SHA": "first",
      ], leaks: [.old, .new]),
  ]

  private func runTemplate(
    _ checkout: Checkout, _ variables: [String: String]
  ) throws -> ProgramRun {
    let usual = ["CI_DEFAULT_BRANCH": "main", "KUNCI_ARGS": ""]
    return try checkout.run(
      linesOf: ".gitlab/kunci.yml", from: "    - |", to: "  artifacts:",
      usual.merging(variables.mapValues(checkout.id)) { $1 })
  }

  @Test(arguments: pipelines)
  func theTemplateScansWhatAPipelineIsFor(pipeline: Build) throws {
    let checkout = try Checkout()
    let run = try runTemplate(checkout, pipeline.variables)
    #expect(run.status == (pipeline.leaks.isEmpty ? 0 : 1))
    #expect(try leaks(in: checkout) == pipeline.leaks)
    let log = run.output.split(separator: "\n").filter { $0.hasPrefix("kunci: ") }.map(String.init)
    #expect(log == pipeline.log.map { $0 == "gone" ? Self.gone(checkout.id($0)) : $0 })
    let report = try ScannedFolder.json(
      checkout.origin.folder.bytes("clone/gl-secret-detection-report.json"))
    #expect((report["vulnerabilities"] as? [Any])?.count == pipeline.leaks.count)
  }

  /// A merge request from another project has no say, and further options reach kunci.
  @Test(
    arguments: [("1", "", 0), ("2", "", 1), ("2", "--fail-on never", 0)]
      as [(String, String, Int32)])
  func theTemplateTakesOptions(source: String, options: String, status: Int32) throws {
    let checkout = try Checkout()
    try checkout.clone.write(
      ".kunci.toml", "[extend]\ndisabledRules = [\"openrouter-api-key\"]\n")
    let variables = try #require(Self.pipelines.first).variables.merging([
      "CI_MERGE_REQUEST_PROJECT_ID": "1", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": source,
      "KUNCI_ARGS": options,
    ]) { $1 }
    #expect(try runTemplate(checkout, variables).status == status)
  }

  static let builds = [
    Build(
      name: "change request",
      variables: ["BRANCH_NAME": "PR-1", "CHANGE_TARGET": "main", "checkout": "feature tip"],
      leaks: [.new]),
    Build(
      name: "change request that was replaced",
      variables: [
        "BRANCH_NAME": "PR-1", "CHANGE_TARGET": "main", "checkout": "feature tip",
        "GIT_PREVIOUS_SUCCESSFUL_COMMIT": "feature tip",
      ], leaks: [.new]),
    Build(
      name: "branch, first build",
      variables: ["BRANCH_NAME": "clean", "checkout": "clean tip"], leaks: []),
    Build(
      name: "branch",
      variables: [
        "BRANCH_NAME": "feature", "checkout": "feature tip",
        "GIT_PREVIOUS_SUCCESSFUL_COMMIT": "first",
      ], leaks: [.new]),
    Build(
      name: "branch after a force-push",
      variables: [
        "BRANCH_NAME": "feature", "checkout": "feature tip",
        "GIT_PREVIOUS_SUCCESSFUL_COMMIT": "gone",
      ], leaks: [.new]),
    Build(
      name: "main",
      variables: [
        "BRANCH_NAME": "main", "checkout": "main tip",
        "GIT_PREVIOUS_SUCCESSFUL_COMMIT": "fork point",
      ], leaks: []),
    Build(
      name: "main, first build", variables: ["BRANCH_NAME": "main", "checkout": "main tip"],
      leaks: [.old, .new]),
    Build(
      name: "tag", variables: ["BRANCH_NAME": "v1", "TAG_NAME": "v1", "checkout": "main tip"],
      leaks: []),
  ]

  @Test(arguments: builds)
  func thePipelineScansWhatABuildIsFor(build: Build) throws {
    let checkout = try Checkout()
    try checkout.clone.git("checkout", "-q", checkout.id(build.variables["checkout"] ?? ""))
    let run = try checkout.run(
      linesOf: ".jenkins/Jenkinsfile", from: "sh '''", to: "'''",
      build.variables.mapValues(checkout.id).merging(["DEFAULT_BRANCH": "main"]) { $1 })
    #expect(run.status == (build.leaks.isEmpty ? 0 : 1))
    #expect(try leaks(in: checkout) == build.leaks)
  }

  /// The recipe of the README: a branch beside main, and everything.
  @Test(
    arguments: [("clean", 0, []), ("feature", 1, [.new])] as [(String, Int32, [Checkout.Leak])])
  func aShellScansABranch(branch: String, status: Int32, leaks: [Checkout.Leak]) throws {
    let checkout = try Checkout()
    try checkout.clone.git("checkout", "-q", branch)
    let folder = checkout.origin.folder
    try folder.makeFolder("bin")
    try folder.link("bin/kunci", to: KunciProgram.path)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let run = try checkout.run(
      linesOf: "README.md", from: "```shell", to: "```",
      ["PATH": "\(folder.path("bin")):\(path)"])
    #expect(run.status == status)
    #expect(Checkout.Leak.allCases.filter { run.output.contains($0.file) } == leaks)
  }
}
