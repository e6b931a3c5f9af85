internal import Basics
internal import GitFormat
internal import SystemIO

/// Dates and parents of commits, from their first bytes alone: neither a message nor a checksum is
/// looked at.
///
/// When many are asked for, those that are stored behind a commit are read along with it, on several
/// threads: git stores commits next to each other, the newest first.
final class CommitFronts {
  let commits: Commits
  private let threads: Int
  /// Fewer commits are not worth a second thread, nor to find out how they are stored.
  private let few: Int
  private lazy var workers = PerWorker(threads) { Worker(commits.store) }
  /// By number: a place in `known`, or one of the two words below.
  ///
  /// Empty until the first commit is asked for: where the commit-graph has all, it is not needed.
  /// A lazy variable would be copied at each change.
  private var places: [Int32] = []
  private var known: [CommitGraph.Links] = []
  private var order: StorageOrder?
  /// How many commits were asked for.
  private var asked = 0
  /// How many objects are read at once; 1 for no others.
  private var stride = 1

  private static let unread: Int32 = -1
  /// A commit that must be read as a whole, or no commit.
  private static let unusual: Int32 = -2

  private static let strides = 64...8_192

  /// What a commit's numbers mean.
  struct Commits: Sendable {
    let store: any ObjectStore
    let shallow: Set<ObjectID>
    let graph: CommitGraph?

    /// Returns the handle of an object; nil when neither the store nor the commit-graph has it.
    func handle(of id: ObjectID) -> Int? {
      graph?.position(of: id) ?? store.number(of: id).map { (graph?.count ?? 0) + $0 }
    }
  }

  /// What a thread reads with.
  private final class Worker {
    private let reader: any SingleObjectReader
    private var buffer = ByteBuffer()
    var found: [(number: Int, links: CommitGraph.Links?)] = []

    init(_ store: any ObjectStore) { reader = store.makeReader() }

    func links(of number: Int, in commits: Commits) -> CommitGraph.Links? {
      let size = CommitFront.size
      guard reader.readFront(of: number, count: size, into: &buffer) == .commit,
        commits.shallow.isEmpty || !commits.shallow.contains(commits.store.id(of: number))
      else { return nil }
      return buffer.withBytes { bytes in
        guard let front = CommitFront(bytes, format: commits.store.format) else { return nil }
        var links = CommitGraph.Links(date: front.date, parents: CommitParents())
        for place in 0..<front.parentCount {
          if let handle = front.parent(place, in: bytes).flatMap(commits.handle) {
            links.parents.append(handle)
          }
        }
        return links
      }
    }
  }

  /// Begins without any commit.
  init(of commits: Commits, threads: Int, few: Int) {
    self.few = few
    self.commits = commits
    self.threads = threads
  }

  /// Returns the date and the parents of the commit with a number, by handles; nil when it must be
  /// read as a whole, or is none.
  func links(_ number: Int) -> CommitGraph.Links? {
    asked += 1
    if places.isEmpty {
      places = [Int32](repeating: Self.unread, count: commits.store.numberLimit)
    }
    if places[number] == Self.unread { read(from: number) }
    return places[number] >= 0 ? known[Int(places[number])] : nil
  }

  private func read(from number: Int) {
    if stride == 1, threads > 1, asked > few, order == nil {
      order = commits.store.storageOrder(around: number)
      if order != nil { stride = Self.strides.lowerBound }
    }
    if stride > 1, let order {
      readAhead(order.numbers(from: number, count: stride).filter { places[$0] == Self.unread })
    }
    if places[number] == Self.unread {
      keep(workers.with(0) { $0.links(of: number, in: commits) }, for: number)
    }
  }

  private func readAhead(_ wanted: [Int]) {
    let (commits, workers) = (commits, workers)
    let count = min(workers.count, max(1, wanted.count / Self.strides.lowerBound))
    Threads.run(count) { thread in
      workers.with(thread) { worker in
        let share = (wanted.count * thread / count)..<(wanted.count * (thread + 1) / count)
        for number in wanted[share] {
          worker.found.append((number, worker.links(of: number, in: commits)))
        }
      }
    }
    let before = known.count
    workers.forEach { worker in
      for (number, links) in worker.found { keep(links, for: number) }
      worker.found = []
    }
    // Where others are stored in between, or those that nobody asks for, there is less to gain.
    let isWorthIt = known.count - before > wanted.count / 2 && known.count < 2 * asked
    stride = isWorthIt ? stride * 2 : stride / 2
    stride = min(max(stride, Self.strides.lowerBound), Self.strides.upperBound)
  }

  private func keep(_ links: CommitGraph.Links?, for number: Int) {
    if let links {
      places[number] = Int32(known.count)
      known.append(links)
    } else {
      places[number] = Self.unusual
    }
  }
}
