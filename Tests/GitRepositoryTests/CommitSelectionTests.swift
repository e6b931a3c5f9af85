import Basics
import Foundation
import GitFormat
import TestSupport
import Testing

@testable import GitRepository

/// Commits of a part of a history, held against `git rev-list`.
@Suite struct CommitSelectionTests {
  /// What becomes of git's commit-graph before kunci reads it.
  enum Graph: CaseIterable {
    case whole, chain, rootsOnly, cutOff, missing

    func apply(to commits: RandomCommits) throws {
      let (fixture, path) = (commits.fixture, ".git/objects/info/commit-graph")
      var bytes = try fixture.folder.bytes(path)
      switch self {
      case .whole: return
      case .chain:
        try fixture.folder.remove(path)
        let half = commits.ids.prefix(commits.ids.count / 2).map { $0.hex + "\n" }.joined()
        let write = ["commit-graph", "write", "--split=no-merge"]
        try fixture.git(write + ["--stdin-commits"], input: Data(half.utf8))
        try fixture.git(write + ["--reachable"])
        return
      case .rootsOnly:
        // Chunk by chunk, the table names each and says where it begins.
        let entry = try #require(
          stride(from: 8, to: 80, by: 12).first { bytes[$0..<$0 + 4].elementsEqual("CDAT".utf8) })
        let start = bytes[(entry + 4)..<(entry + 12)].reduce(0) { $0 << 8 | Int($1) }
        let size = commits.ids[0].format.byteCount
        for commit in 0..<commits.ids.count {
          let parents = start + commit * (size + 16) + size
          bytes.replaceSubrange(
            parents..<parents + 8, with: [0x70, 0, 0, 0, 0x70, 0, 0, 0])
        }
        let content = Array(bytes.dropLast(20))
        let checksum = SHA1.hash(content.span)
        bytes.replaceSubrange((bytes.count - 20)..., with: checksum)
      case .cutOff: bytes.removeLast(bytes.count / 3)
      case .missing: return try fixture.folder.remove(path)
      }
      try fixture.folder.remove(path)
      try fixture.folder.write(path, bytes)
    }
  }

  @Test(arguments: 0..<9)
  func selectsWhatGitSelects(_ seed: Int) throws {
    var counts: Set<Int> = []
    for graph in Graph.allCases {
      let commits = try RandomCommits(
        seed: seed, options: seed == 8 ? ["--object-format=sha256"] : [])
      let repository = try Git.open(commits.fixture.path)
      var random = TestRandom(seed: UInt64(seed) + 50)
      var questions: [(bounds: HistoryBounds, expected: [ObjectID])] = []
      for round in 0..<(graph == .missing ? 30 : 10) {
        func pick(_ count: Int) -> [ObjectID] { (0..<count).map { _ in random.pick(commits.ids) } }
        let included = pick(random.pick([1, 1, 2, 3]))
        let excluded = pick(random.pick([0, 1, 1, 2, 4]))
        var bounds = HistoryBounds(included: included, excluded: excluded)
        var arguments = included.map(\.hex) + excluded.map { "^\($0)" }
        if round % 3 == 2 {
          let since = random.pick(commits.dates) + random.below(2)
          bounds.since = since
          arguments.insert("--since=@\(since) +0000", at: 0)
        }
        questions.append((bounds, try commits.revList(arguments)))
      }
      try graph.apply(to: commits)
      for throughGit in [false, true] {
        let store = try repository.objects(throughGit: throughGit).store
        for (index, (bounds, expected)) in questions.enumerated() {
          counts.insert(expected.count)
          // Every other time, commits are read ahead from the first one on.
          let loader =
            index % 2 == 0 ? CommitLoader(store) : CommitLoader(store, threads: 3, few: 0)
          let selection = CommitSelection(bounds, loader)
          let selected = selection.commits.map { store.id(of: $0.number) }
          if graph == .rootsOnly {
            // Only the parents of what is selected are looked at again; a lie about what is
            // excluded may select more.
            #expect(Set(selected).isSuperset(of: expected), "\(bounds)")
          } else {
            // Order included: whoever comes first is the one to blame.
            #expect(selected == expected, "\(bounds) \(graph)")
          }
          #expect(selection.parentTrees.map(\.count) == selection.commits.map(\.parents.count))
          #expect(selection.cut.isEmpty)
          #expect(selection.missing.isEmpty)
          #expect(selection.failures.isEmpty)
        }
      }
    }
    #expect(counts.count > 8)
  }

  /// Each tip with each commit; git's word is who reaches whom.
  @Test(arguments: 0..<3)
  func reachAgreesWithGit(_ seed: Int) throws {
    let commits = try RandomCommits(seed: seed, commits: 90)
    let repository = try Git.open(commits.fixture.path)
    let store = try repository.objects().store
    let loader = CommitLoader(store)
    let all = CommitSelection(HistoryBounds(included: commits.ids), loader)
    let numbers = try commits.ids.map { try #require(store.number(of: $0)) }
    let reached = CommitReach(all.commits).tips(of: numbers + [-1], reaching: numbers)
    for (tip, id) in commits.ids.enumerated() {
      let expected = Set(try commits.revList([id.hex]))
      for (commit, number) in numbers.enumerated() {
        #expect(
          reached[number]?.contains(tip) == expected.contains(commits.ids[commit]),
          "\(commit) from \(tip)")
      }
    }
    #expect(reached.values.allSatisfy { !$0.contains(numbers.count) })
  }

  /// Remote-tracking branches that have a commit, whatever the clocks say.
  @Test(arguments: 0..<6)
  func publicationAgreesWithGit(_ seed: Int) throws {
    let commits = try RandomCommits(seed: seed)
    var random = TestRandom(seed: UInt64(seed) + 7)
    for name in ["origin/main", "origin/next", "fork/main"] {
      try commits.fixture.git("update-ref", "refs/remotes/\(name)", random.pick(commits.ids).hex)
    }
    try commits.fixture.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    let repository = try Git.open(commits.fixture.path)
    for throughGit in [false, true] {
      let store = try repository.objects(throughGit: throughGit).store
      let publication = Publication(of: repository, try Refs(of: repository))
      for _ in 0..<6 {
        let loader = CommitLoader(store)
        let part = CommitSelection(
          HistoryBounds(
            included: [random.pick(commits.ids)],
            excluded: random.chance(70) ? [random.pick(commits.ids)] : []), loader)
        let wanted = part.commits.map { store.id(of: $0.number) }
        let named = publication.branches(
          having: wanted, in: publication.descendants(of: part, loader), of: store)
        for commit in wanted {
          let lines = try commits.fixture.git(
            "for-each-ref", "--format=%(refname:lstrip=2)", "--contains", commit.hex,
            "refs/remotes")
          let expected = lines.split(separator: "\n").map(String.init).filter {
            $0 != "origin/HEAD"
          }
          #expect(named[commit] ?? [] == expected)
        }
      }
    }
  }

  @Test func whatIsNamedDirectlyIsKeptApart() throws {
    let fixture = try GitFixture()
    try fixture.write("a", "a")
    let commit = try fixture.commit()
    try fixture.git("tag", "-m", "inner", "inner")
    try fixture.git("tag", "-m", "outer", "outer", "inner")
    try fixture.git("tag", "-m", "file", "file", "HEAD:a")
    let store = try Git.open(fixture.path).objects().store
    func select(_ included: [String], _ excluded: [String] = []) throws -> CommitSelection {
      let bounds = HistoryBounds(
        included: try included.map { try Git.id($0, in: fixture) },
        excluded: try excluded.map { try Git.id($0, in: fixture) })
      return CommitSelection(bounds, CommitLoader(store))
    }
    func ids(_ numbers: [Int]) -> [ObjectID] { numbers.map(store.id) }
    let (outer, inner) = (try Git.id("outer", in: fixture), try Git.id("inner", in: fixture))
    let all = try select(["outer", "file", "HEAD^{tree}"])
    #expect(all.commits.map { store.id(of: $0.number).hex } == [commit])
    #expect(ids(all.tags) == [outer, inner, try Git.id("file", in: fixture)])
    #expect(try ids(all.trees.included) == [Git.id("HEAD^{tree}", in: fixture)])
    #expect(try ids(Array(all.blobs)) == [Git.id("HEAD:a", in: fixture)])
    #expect(try select(["file"], ["HEAD:a"]).blobs.isEmpty)
    // Who has a tag has what it names, and the other way round not.
    let rest = try select(["outer"], ["inner"])
    #expect(rest.commits.isEmpty)
    #expect(ids(rest.tags) == [outer])
    let tags = try select(["outer"], ["HEAD"])
    #expect(tags.commits.isEmpty)
    #expect(ids(tags.tags) == [outer, inner])
  }

  @Test func whatIsNotThereIsSaid() throws {
    let fixture = try GitFixture()
    for number in 1...4 { try fixture.commit("\(number)", day: number) }
    let ids = try (0..<4).map { try Git.id("HEAD~\($0)", in: fixture) }
    try fixture.folder.remove(".git/objects/\(ids[2].hex.prefix(2))/\(ids[2].hex.dropFirst(2))")
    for throughGit in [false, true] {
      let store = try Git.open(fixture.path).objects(throughGit: throughGit).store
      func select(_ included: Int, _ excluded: Int...) -> CommitSelection {
        CommitSelection(
          HistoryBounds(included: [ids[included]], excluded: excluded.map { ids[$0] }),
          CommitLoader(store))
      }
      #expect(select(0).commits.map { store.id(of: $0.number) } == [ids[1], ids[0]])
      #expect(select(0).missing == [ids[2]])
      #expect(select(2).missing == [ids[2]])
      // An excluded commit costs nothing, nor does what is behind it.
      #expect(select(0, 1).missing == [])
      #expect(select(0, 1).commits.map { store.id(of: $0.number) } == [ids[0]])
      // Neither does one that is excluded by name, though it is not there.
      #expect(select(1, 2).commits.map { store.id(of: $0.number) } == [ids[1]])
    }
  }
}
