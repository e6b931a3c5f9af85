import Foundation
import TestSupport

/// A clone as a platform checks it out, and the repository that it is of.
///
/// `main` holds an old leak, in `old.txt`; `feature` has brought another one in and taken it out
/// again, in `new.txt`; `clean` holds nothing of its own.
struct Checkout {
  /// Files in which leaks stand.
  enum Leak: String, CaseIterable {
    case old
    case new

    var file: String { "\(rawValue).txt" }
  }

  static let zeros = String(repeating: "0", count: 40)
  static let root = Fixture.root.deletingLastPathComponent()

  let origin: GitFixture
  let clone: GitFixture
  /// The commits that names of these tests stand for.
  let commits: [String: String]

  /// Makes both.
  ///
  /// - Parameters:
  ///   - options: More for `git clone`.
  ///   - prepare: Does more to the origin before it is cloned.
  /// - Throws: When git fails.
  init(_ options: String..., prepare: (GitFixture) throws -> Void = { _ in }) throws {
    let folder = try TemporaryFolder()
    let origin = try GitFixture("origin", in: folder)
    self.origin = origin
    var commits: [String: String] = [:]
    func change(_ file: String, _ text: String) throws -> String {
      try origin.write(file, text)
      return try origin.commit("Change \(file)")
    }
    _ = try change("readme", "nothing\n")
    _ = try change(Leak.old.file, "KEY=\(ScannedFolder.key(1))\n")
    commits["fork point"] = try change(Leak.old.file, "KEY=\n")
    try origin.git("checkout", "-q", "-b", "feature")
    // What was pushed first, and replaced.
    commits["gone"] = try change("draft", "draft\n")
    try origin.git("reset", "-q", "--hard", "HEAD^")
    commits["first"] = try change("readme", "something\n")
    _ = try change(Leak.new.file, "KEY=\(ScannedFolder.key(2))\n")
    commits["feature tip"] = try change(Leak.new.file, "KEY=\n")
    try origin.git("checkout", "-q", "-b", "clean", "main")
    commits["clean tip"] = try change("clean", "clean\n")
    try origin.git("checkout", "-q", "main")
    commits["main tip"] = try change("later", "later\n")
    // As a merge queue and a pull request do it.
    try origin.git("checkout", "-q", "-b", "queue")
    try origin.git("merge", "-q", "--no-ff", "-m", "Merge", "feature")
    commits["queue tip"] = try origin.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    try origin.git("checkout", "-q", "main")
    try prepare(origin)
    try origin.git(["clone", "-q"] + options + ["file://\(origin.path)", "../clone"])
    clone = GitFixture(existing: "clone", in: folder)
    self.commits = commits.merging(["zeros": Self.zeros, "": ""]) { $1 }
  }

  /// The commit that a name of these tests stands for.
  func id(_ name: String) -> String { commits[name] ?? name }

  /// Runs a script in the clone with the variables that a platform sets.
  func run(
    _ program: String, _ variables: [String: String], shell: String = "bash"
  ) throws -> ProgramRun {
    let known = [
      "KUNCI": try KunciProgram.path, "RUNNER_TEMP": origin.folder.path,
      "GITHUB_OUTPUT": origin.folder.path("output"),
    ]
    return try ProgramRun(
      "/usr/bin/env", [shell, program], in: clone.path,
      environment: GitFixture.environment.merging(known) { $1 }.merging(variables) { $1 }
        .mapValues(Optional.some))
  }

  /// Runs lines of a file of this project, without their indentation, as a shell script that ends at
  /// the first error.
  func run(
    linesOf file: String, from start: String, to end: String, _ variables: [String: String]
  ) throws -> ProgramRun {
    let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let begin = lines.firstIndex { $0.hasSuffix(start) }.map { $0 + 1 } ?? lines.endIndex
    let rest = lines[begin...]
    let script = rest[..<(rest.firstIndex { $0.hasSuffix(end) } ?? rest.endIndex)]
    let indent = script.first?.prefix { $0 == " " }.count ?? 0
    try origin.folder.write(
      "script", "set -e\n" + script.map { $0.dropFirst(indent) + "\n" }.joined())
    return try run(origin.folder.path("script"), variables, shell: "sh")
  }

  /// The leaks that a report names, each as often as it names them.
  static func leaks(in text: String) -> [Leak] {
    Leak.allCases.flatMap { leak in
      Array(repeating: leak, count: text.ranges(of: "file=\(leak.file),").count)
    }
  }
}
