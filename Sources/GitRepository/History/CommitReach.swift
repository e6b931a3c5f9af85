package import Basics
package import GitFormat

/// Who is whose parent in a part of a history, to find which tips reach which commits.
package struct CommitReach: Sendable {
  /// Positions of commits, by number in the store; children before parents.
  private var positions: [Int: Int32] = [:]
  /// Parents of the commit at position `n`: `parents[starts[n]..<starts[n + 1]]`, as positions.
  private var parents: [Int32] = []
  private var starts: [Int32] = [0]

  /// Takes commits.
  ///
  /// - Parameter commits: Parents before their children.
  package init(_ commits: [CommitTable.Commit]) {
    for (position, commit) in commits.reversed().enumerated() {
      positions[commit.number] = Int32(position)
    }
    for commit in commits.reversed() {
      parents += commit.parents.compactMap { positions[$0] }
      starts.append(Int32(parents.count))
    }
  }

  /// Finds which of some tips reach which of some commits, in one pass for 64 commits each.
  ///
  /// - Parameters:
  ///   - tips: Where to start, as numbers; those outside of the part reach nothing.
  ///   - commits: What to look for, as numbers.
  /// - Returns: For each commit, the positions in `tips` of those that reach it, ascending.
  package func tips(of tips: [Int], reaching commits: [Int]) -> [Int: [Int]] {
    var answer: [Int: [Int]] = [:]
    let count = starts.count - 1
    for first in stride(from: 0, to: commits.count, by: 64) {
      let group = commits[first..<min(first + 64, commits.count)]
      var marks = [UInt64](repeating: 0, count: count)
      for (bit, commit) in group.enumerated() {
        if let position = positions[commit] { marks[Int(position)] |= 1 << UInt64(bit) }
      }
      // Parents stand behind their children: from the end, they are done first.
      for position in (0..<count).reversed() {
        for edge in Int(starts[position])..<Int(starts[position + 1]) {
          marks[position] |= marks[Int(parents[edge])]
        }
      }
      for (bit, commit) in group.enumerated() where positions[commit] != nil {
        answer[commit] = tips.indices.filter { index in
          guard let tip = positions[tips[index]] else { return false }
          return marks[Int(tip)] & (1 << UInt64(bit)) != 0
        }
      }
    }
    return answer
  }
}

/// Which remote-tracking branches have commits.
package struct Publication: Sendable {
  /// Names and targets; the symbolic `origin/HEAD` is left out.
  private let branches: [(name: String, target: ObjectID)]
  /// What the branches of the repository itself name, and what its tags do.
  private let local: (branches: [ObjectID], tags: [ObjectID])
  /// Whether refs say at all what remotes have: not so in a bare repository or a mirror, nor where no
  /// remote-tracking ref is there, as in many a checkout of a CI job.
  package let isKnown: Bool

  /// Takes what the refs of a repository say.
  package init(of repository: Repository, _ refs: Refs) {
    isKnown = !repository.isBare && refs.all.contains(where: \.isRemoteTracking)
    branches = refs.all.filter {
      $0.isRemoteTracking && !$0.name.suffix(5).elementsEqual("/HEAD".utf8)
    }.map { ref in
      (String(decoding: ref.name.dropFirst("refs/remotes/".utf8.count), as: UTF8.self), ref.target)
    }
    func targets(_ prefix: String) -> [ObjectID] {
      refs.all.filter { $0.name.starts(with: prefix.utf8) }.map(\.target)
    }
    local = (targets("refs/heads/"), targets("refs/tags/"))
  }

  /// Of some commits that no remote-tracking branch has, those that only a tag holds, and no branch of
  /// the repository: git keeps no record of whether a tag was pushed, or was fetched.
  ///
  /// - Parameters:
  ///   - commits: The commits.
  ///   - store: The objects.
  ///   - loader: Reads commits.
  /// - Returns: Those of which nobody knows who has them.
  package func heldByTagsAlone(
    _ commits: Set<ObjectID>, in store: any ObjectStore, _ loader: CommitLoader
  ) -> Set<ObjectID> {
    let tagged = HistoryTips(local.tags, in: store).commits
    guard !commits.isEmpty, !tagged.isEmpty else { return [] }
    let selection = CommitSelection(
      HistoryBounds(included: tagged, excluded: local.branches + branches.map(\.target)), loader)
    return commits.intersection(selection.commits.map { store.id(of: $0.number) })
  }

  /// Everything that reaches a commit of a part of a history from a branch.
  ///
  /// - Parameters:
  ///   - selection: The part. What it starts from reaches nothing in it.
  ///   - loader: Reads commits.
  /// - Returns: Commits, parents before their children.
  package func descendants(
    of selection: CommitSelection, _ loader: CommitLoader
  ) -> [CommitTable.Commit] {
    CommitSelection(
      HistoryBounds(included: branches.map(\.target), excluded: selection.start), loader
    ).commits
  }

  /// Everything that branches reach.
  ///
  /// - Parameter loader: Reads commits.
  /// - Returns: Commits, parents before their children.
  package func history(_ loader: CommitLoader) -> [CommitTable.Commit] {
    CommitSelection(HistoryBounds(included: branches.map(\.target), excluded: []), loader).commits
  }

  /// Finds the branches that have commits.
  ///
  /// - Parameters:
  ///   - commits: The commits.
  ///   - history: All commits that lead to them from branches, parents before their children.
  ///   - store: The objects.
  /// - Returns: For each commit that any branch reaches, short names such as `origin/main`, sorted.
  package func branches(
    having commits: [ObjectID], in history: [CommitTable.Commit], of store: any ObjectStore
  ) -> [ObjectID: [String]] {
    let wanted = commits.compactMap { store.number(of: $0) }
    guard !branches.isEmpty, !wanted.isEmpty else { return [:] }
    let tips = branches.map { store.number(of: $0.target) ?? -1 }
    let reached = CommitReach(history).tips(of: tips, reaching: wanted)
    var answer: [ObjectID: [String]] = [:]
    for (commit, tips) in reached where !tips.isEmpty {
      answer[store.id(of: commit)] = tips.map { branches[$0].name }
    }
    return answer
  }
}
