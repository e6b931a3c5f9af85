import Basics
import GitFormat
import TestSupport
import Testing

@testable import GitRepository

/// What commits bring in, held against `git diff-tree`.
@Suite struct TreeComparisonTests {
  /// Every commit with the paths that differ from all of its parents.
  private func changes(_ commits: RandomCommits) throws -> [ObjectID: [PathChange]] {
    let list = try commits.fixture.git(
      "rev-list", "--all", "--topo-order")
    let output = try commits.fixture.gitBytes(
      [
        "diff-tree", "--stdin", "--always", "-c", "-r", "--root", "-z", "--raw", "--no-renames",
        "--no-abbrev",
      ], input: .init(list.utf8))
    var changes: [ObjectID: [PathChange]] = [:]
    var commit: ObjectID?
    var raw: PathChange?
    for field in output.split(separator: 0) {
      let bytes = Array(field)
      // A commit's id may be followed by a line end.
      let line = bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
      if var change = raw, let commit {
        raw = nil
        change.path = bytes
        changes[commit, default: []].append(change)
      } else if let id = ObjectID(hex: line.span) {
        commit = id
        changes[id] = []
      } else {
        raw = PathChange(raw: bytes.span)
        #expect(raw != nil, "\(String(bytes))")
      }
    }
    return changes
  }

  @Test(arguments: 0..<8, [false, true])
  func findsWhatGitFinds(_ seed: Int, throughGit: Bool) throws {
    let commits = try RandomCommits(
      seed: seed, options: seed == 7 ? ["--object-format=sha256"] : [])
    if seed % 2 == 1 { try commits.fixture.git("repack", "-adfq") }
    let part = try HistoryPart(Git.open(commits.fixture.path), throughGit: throughGit)
    let expected = try changes(commits)
    #expect(expected.count == commits.ids.count)
    #expect(Set(part.commits.map(\.id)) == Set(commits.ids))
    #expect(part.missing.isEmpty)
    #expect(part.failures.isEmpty)
    var blobs: Set<ObjectID> = []
    for commit in part.commits {
      // What is only deleted, or gets another mode, is nothing new.
      let theirs = try #require(expected[commit.id]).filter {
        $0.new != nil && !$0.old.contains($0.new)
      }
      #expect(commit.changes.map(\.path) == theirs.map(\.path), "\(commit.id)")
      #expect(commit.changes.map(\.new) == theirs.map(\.new))
      #expect(commit.changes.map(\.mode) == theirs.map(\.mode))
      // Git has the first commit differ from nothing.
      let isFirst = part.parents(of: commit.id).isEmpty
      #expect(commit.changes.map(\.old) == theirs.map { isFirst ? [] : $0.old })
      blobs.formUnion(theirs.filter { !$0.mode.isSubmodule }.compactMap(\.new))
    }
    #expect(Set(part.blobs) == blobs)
    #expect(blobs.count > 3)
  }
}
