package import Basics
internal import SystemIO

/// Who is whose parent, and which remote-tracking branches reach which commits.
package struct CommitGraph: Sendable {
  private var numbers: [ObjectID: Int32] = [:]
  /// Commits, children before parents.
  private var ids: [ObjectID] = []
  /// Parents of commit `n`: `parents[starts[n]..<starts[n + 1]]`, as numbers.
  private var parents: [Int32] = []
  private var starts: [Int32] = [0]

  /// Reads the graph of a part of the history.
  package init(in repository: Repository, scope: HistoryScope) throws(GitError) {
    var lines: [ObjectID] = []
    var ends: [Int] = []
    var command = try repository.start(["rev-list", "--parents", "--topo-order"], scope: scope)
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      let isUnderstood = command.withRecord { line in
        var start = 0
        for index in 0...line.count
        where index == line.count || line[index] == UInt8(ascii: " ") {
          guard let id = ObjectID(hex: line.extracting(start..<index)) else { return false }
          lines.append(id)
          start = index + 1
        }
        return true
      }
      if !isUnderstood {
        _ = try command.finish()
        throw command.unexpected("a commit without an id")
      }
      ends.append(lines.count)
    }
    _ = try command.finish()

    var start = 0
    for (number, end) in ends.enumerated() {
      ids.append(lines[start])
      numbers[lines[start]] = Int32(number)
      start = end
    }
    start = 0
    for end in ends {
      // A parent beyond the scope, or cut off by a shallow clone, is no part of the graph.
      for parent in lines[(start + 1)..<end] {
        if let number = numbers[parent] { parents.append(number) }
      }
      starts.append(Int32(parents.count))
      start = end
    }
  }

  /// Takes commits that are known.
  ///
  /// - Parameters:
  ///   - commits: Parents before their children.
  ///   - store: Where they are from.
  package init(_ commits: [CommitTable.Commit], in store: ObjectStore) {
    var positions: [Int: Int32] = [:]
    for (position, commit) in commits.reversed().enumerated() {
      positions[commit.number] = Int32(position)
      let id = store.id(of: commit.number)
      ids.append(id)
      numbers[id] = Int32(position)
    }
    for commit in commits.reversed() {
      parents += commit.parents.compactMap { positions[$0] }
      starts.append(Int32(parents.count))
    }
  }

  /// Number of commits.
  package var count: Int { ids.count }

  /// Whether a commit is part of the graph.
  package func contains(_ id: ObjectID) -> Bool { numbers[id] != nil }

  /// Which of some tips reach which of some commits.
  ///
  /// One pass over the graph per 64 commits.
  ///
  /// - Parameters:
  ///   - tips: Where to start; those outside the graph reach nothing.
  ///   - commits: What to look for.
  /// - Returns: For each commit, the positions in `tips` of those that reach it, ascending.
  package func reach(from tips: [ObjectID], to commits: [ObjectID]) -> [ObjectID: [Int]] {
    var answer: [ObjectID: [Int]] = [:]
    for first in stride(from: 0, to: commits.count, by: 64) {
      let group = commits[first..<min(first + 64, commits.count)]
      var marks = [UInt64](repeating: 0, count: ids.count)
      for (bit, id) in group.enumerated() {
        if let number = numbers[id] { marks[Int(number)] |= 1 << UInt64(bit) }
      }
      // Parents stand behind their children: from the end, they are done first.
      for number in ids.indices.reversed() {
        for edge in Int(starts[number])..<Int(starts[number + 1]) {
          marks[number] |= marks[Int(parents[edge])]
        }
      }
      for (bit, id) in group.enumerated() where numbers[id] != nil {
        answer[id] = tips.indices.filter { index in
          guard let tip = numbers[tips[index]] else { return false }
          return marks[Int(tip)] & (1 << UInt64(bit)) != 0
        }
      }
    }
    return answer
  }

  /// The remote-tracking branches that reach each of some commits, sorted by name.
  ///
  /// - Returns: Short names such as `origin/main`; the symbolic `origin/HEAD` is left out.
  package func remoteBranches(
    reaching commits: [ObjectID], refs: Refs
  ) -> [ObjectID: [String]] {
    let remote = refs.all.filter {
      $0.isRemoteTracking && !$0.name.suffix(5).elementsEqual("/HEAD".utf8)
    }
    let names = remote.map {
      String(decoding: $0.name.dropFirst("refs/remotes/".utf8.count), as: UTF8.self)
    }
    return reach(from: remote.map(\.target), to: commits).mapValues { tips in
      tips.map { names[$0] }
    }
  }
}
