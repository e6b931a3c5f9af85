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

  /// Takes commits in any order; copies of a commit are left out.
  package init(_ commits: [Commit]) {
    var positions: [Int: Int] = [:]
    positions.reserveCapacity(commits.count)
    self.commits = commits
    for (position, commit) in commits.enumerated() { positions[commit.number] = position }
    self.positions = positions
  }

  package subscript(number: Int) -> Commit? { positions[number].map { commits[$0] } }

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
    var ordered: [Commit] = []
    ordered.reserveCapacity(reached.count)
    while let position = waiting.popLast() {
      ordered.append(commits[position])
      for parent in parents(of: position) {
        children[parent] -= 1
        if children[parent] == 0 { waiting.append(parent) }
      }
    }
    return ordered.reversed()
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

  private func parents(of position: Int) -> [Int] {
    commits[position].parents.compactMap { positions[$0] }
  }
}
