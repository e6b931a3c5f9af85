import FileTree
import Foundation
import TestSupport
import Testing

/// The walk and the patterns against git itself, on random trees and random patterns.
///
/// Patterns in which two stars follow a literal inside a part (`a**/b`) are left out: git itself
/// has read them in two ways over its versions, and the table of `IgnoreListTests` holds ours.
@Suite struct GitComparisonTests {
  /// The files that git does not ignore are the files that the walk visits.
  @Test func visitsWhatGitDoesNotIgnore() throws {
    var random = TestRandom(seed: 20_240_101)
    var compared = 0
    var left = 0
    let folder = try TemporaryFolder()
    for round in 0..<300 {
      let tree = RandomTree(using: &random)
      let fixture = try GitFixture("tree\(round)", in: folder)
      try tree.write(to: fixture)
      var tracked: [String] = []
      if tree.tracks, !tree.files.isEmpty {
        try fixture.git(["--literal-pathspecs", "add", "-f", "--"] + tree.files.prefix(3))
        tracked = names(try fixture.git("ls-files", "-z"))
      }
      let excludes = fixture.path(".git/user-excludes")
      var expected = names(
        try fixture.git([
          "-c", "core.excludesFile=\(excludes)", "-c", "core.ignoreCase=\(tree.foldsCase)",
          "ls-files", "-o", "-z", "--exclude-standard",
        ]))
      expected = Array(Set(expected + tracked)).sorted()
      var options = TreeWalk.Options()
      options.globalExcludes = excludes
      options.foldsCase = tree.foldsCase
      options.trackedPaths = { [tracked] _ in PathSet(paths: Set(tracked)) }
      let walked = Walked(fixture.path, workers: 1 + round % 3, options: options)
      let total = Set(tree.files).union(tree.ignoreFiles.keys).subtracting([".git"]).count
      compared += total
      left += expected.count
      if walked.files != expected {
        Issue.record("round \(round): \(tree.ignoreFiles): \(walked.files) is not \(expected)")
      }
      #expect(walked.outcome.errors.isEmpty)
    }
    print("compared \(compared) files with git; \(left) of them not ignored")
    #expect(compared > 3000 && left > compared / 10 && left < compared * 9 / 10)
  }

  /// One pattern in each of many folders, and git's own word for each path.
  @Test(arguments: [false, true]) func singlePatternsMatchAsInGit(foldsCase: Bool) throws {
    var random = TestRandom(seed: foldsCase ? 7 : 5)
    let fixture = try GitFixture()
    var asked: [(path: String, ours: Bool, pattern: String)] = []
    for number in 0..<1200 {
      let pattern = RandomTree.pattern(using: &random)
      let folder = "d\(number)"
      try fixture.write("\(folder)/.gitignore", pattern + "\n")
      let list = IgnoreList(parsing: Array((pattern + "\n").utf8), foldsCase: foldsCase)
      for _ in 0..<12 {
        let path = RandomTree.path(using: &random)
        asked.append(("\(folder)/\(path)", list.leavesOut(path), pattern))
      }
    }
    let input = Data(asked.map { $0.path + "\0" }.joined().utf8)
    let output = try fixture.git(
      ["-c", "core.ignoreCase=\(foldsCase)", "check-ignore", "--no-index", "--stdin", "-z"],
      input: input, accepted: [0, 1])
    let theirs = Set(names(output))
    var hits = 0
    for (path, ours, pattern) in asked {
      hits += ours ? 1 : 0
      if theirs.contains(path) != ours {
        Issue.record("\(pattern) and \(path): ours \(ours), git's \(!ours)")
      }
    }
    print("compared \(asked.count) paths with git check-ignore; \(hits) are ignored")
    #expect(hits > asked.count / 50)
  }
}

extension IgnoreList {
  /// Whether a file is left out, by itself or with a folder on the way to it.
  func leavesOut(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    for count in 1...parts.count {
      let prefix = parts.prefix(count).joined(separator: "/")
      let decision = decide(count < parts.count ? prefix + "/" : prefix)
      if decision == .ignored { return true }
    }
    return false
  }
}
