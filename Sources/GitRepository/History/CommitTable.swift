internal import GitFormat

/// The commits of an object store: trees, parents and dates, by the store's numbers.
package struct CommitTable: Sendable {
  /// What a commit's header says that decides about the order and the content of a history.
  package struct Commit: Sendable {
    /// Number of the commit in its store.
    package var number: Int
    /// Number of its tree; nil when the store does not have it.
    package var tree: Int?
    /// Numbers of those of its parents that the store has, in their order.
    package var parents: [Int]
    /// When it was committed, in seconds since 1970.
    package var date: Int

    package init(number: Int, tree: Int?, parents: [Int], date: Int) {
      self.number = number
      self.tree = tree
      self.parents = parents
      self.date = date
    }
  }

  private let commits: [Commit]
  /// Position in `commits` by the number in the store.
  private let positions: [Int: Int]
  /// Positions of the parents of all commits, one commit after the other.
  private var parents: [Int32] = []
  /// Where those of each commit end; they begin where the last ones end.
  private var ends: [Int32] = [0]

  /// Takes commits in any order; copies of a commit are left out.
  package init(_ commits: [Commit]) {
    var positions: [Int: Int] = [:]
    positions.reserveCapacity(commits.count)
    self.commits = commits
    for (position, commit) in commits.enumerated() { positions[commit.number] = position }
    self.positions = positions
    parents.reserveCapacity(commits.count)
    ends.reserveCapacity(commits.count + 1)
    for commit in commits {
      for parent in commit.parents {
        if let position = positions[parent] { parents.append(Int32(position)) }
      }
      ends.append(Int32(parents.count))
    }
  }

  /// The number of a commit's tree; nil when there is no such commit, or the store does not have the
  /// tree.
  package func tree(of commit: Int) -> Int? { positions[commit].flatMap { commits[$0].tree } }

  /// The commits that some tips reach, parents before their children.
  ///
  /// The order is that of `git log --topo-order --reverse` (git-log, "Commit Ordering"): lines of
  /// history are not mixed, and of several tips the one that was committed last comes last.
  ///
  /// - Parameter tips: Numbers of commits; others are left out.
  /// - Returns: Each commit once.
  package func topological(from tips: [Int]) -> [Commit] {
    let reached = reached(from: tips)
    // Number of children that are still to be listed.
    var children = [Int32](repeating: 0, count: commits.count)
    for position in reached {
      for parent in parents(of: position) { children[parent] += 1 }
    }
    var seen: Set<Int> = []
    var waiting = tips.compactMap { positions[$0] }.filter {
      children[$0] == 0 && seen.insert($0).inserted
    }
    // Swift's sort is stable. What is taken first stands last.
    waiting.sort { commits[$0].date > commits[$1].date }
    waiting.reverse()
    var ordered: [Int] = []
    ordered.reserveCapacity(reached.count)
    while let position = waiting.popLast() {
      ordered.append(position)
      for parent in parents(of: position) {
        children[parent] -= 1
        if children[parent] == 0 { waiting.append(parent) }
      }
    }
    return ordered.reversed().map { commits[$0] }
  }

  private func reached(from tips: [Int]) -> [Int] {
    var isReached = [Bool](repeating: false, count: commits.count)
    var reached: [Int] = []
    for tip in tips.compactMap({ positions[$0] }) where !isReached[tip] {
      isReached[tip] = true
      reached.append(tip)
    }
    var next = 0
    while next < reached.count {
      for parent in parents(of: reached[next]) where !isReached[parent] {
        isReached[parent] = true
        reached.append(parent)
      }
      next += 1
    }
    return reached
  }

  /// Positions of the parents of the commit at a position.
  private func parents(of position: Int) -> some Sequence<Int> {
    parents[Int(ends[position])..<Int(ends[position + 1])].lazy.map { Int($0) }
  }
}
