import Basics
import Detection
import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

extension HistoryReader {
  /// Reads all that is stored.
  mutating func readEverything(_ reading: inout Reading) {
    store = store.preparedForLookUps()
    noteCut(cutCommits(makeLoader()))
    run.progress.expect(store.numberLimit)
    let visitors = walk(nil, for: .everything, &reading.coverage)
    guard !isInterrupted(&reading) else { return }
    noteMistakes(in: visitors, &reading.coverage)
    let tips = HistoryTips(refs.tips, in: store)
    let table = CommitTable(visitors.flatMap(\.commits))
    let history = table.topological(from: tips.commits.compactMap { store.number(of: $0) })
    noteMissing(reachedAndMissing(from: history, tips))
    if visitors.contains(where: \.trees.holdsSubmodule) { nameSubmodules(&reading.coverage) }
    scanNames(refs.all.map(\.name))
    guard !occurrences.isEmpty else { return }
    let marked = mark(visitors.map(\.trees.links))
    let (reached, unreached) = part(history, tips, marked)
    var attribution = Attribution(reached, isWhole: true, redact: redact)
    feed(history, to: &attribution, &reading.coverage) { commit, listing in
      guard let tree = commit.tree, marked.contains(tree) else { return [] }
      return marked.changes(in: tree, from: commit.parents.map { table[$0]?.tree }, &listing)
    }
    let others = Attribution(unreached, isWhole: true, redact: redact)
    reading.occurrences = attribution.occurrences + others.occurrences
    reading.status = status(attribution) { _ in history }
  }

  /// Reports objects that trees and commits name as something that they are not: git may not follow
  /// them, and others may.
  private mutating func noteMistakes(in visitors: [ScanVisitor], _ coverage: inout Coverage) {
    var kinds = ObjectKinds(below: store.numberLimit)
    for visitor in visitors { kinds.formUnion(visitor.kinds) }
    var mistakes: Set<ObjectKinds.Mistake> = []
    for visitor in visitors {
      mistakes.formUnion(visitor.trees.links.mistakes(by: kinds, below: store.numberLimit))
      for commit in visitor.commits {
        let tree = commit.tree.flatMap { kinds.mistake(of: $0, for: .tree) }
        mistakes.formUnion([tree].compactMap(\.self))
        mistakes.formUnion(commit.parents.compactMap { kinds.mistake(of: $0, for: .commit) })
      }
    }
    for mistake in mistakes {
      coverage.fail(
        "object/\(store.id(of: mistake.object))",
        "the object is damaged: corrupt: a \(mistake.kind) instead of a \(mistake.expected)")
    }
    isBroken = isBroken || !mistakes.isEmpty
  }

  /// Objects that the refs reach by name, but that the store does not have.
  private mutating func reachedAndMissing(
    from history: [CommitTable.Commit], _ tips: HistoryTips
  ) -> [ObjectID] {
    // What a reflog names may be gone: git does not miss it.
    let named = refs.all.map(\.target) + [refs.head].compactMap(\.self)
    var lost = Set(named.filter { !store.contains($0) })
    let lacking = Set(missing.lacking)
    guard !lacking.isEmpty || !lost.isEmpty else { return [] }
    let loader = makeLoader()
    for commit in history {
      lost.formUnion(loader.missing(from: store.id(of: commit.number)))
    }
    let roots = history.compactMap(\.tree) + tips.trees.compactMap { store.number(of: $0) }
    lost.formUnion(ReachableTrees(from: roots, in: store, threads: run.plan.threads).missing)
    isBroken = isBroken || !lost.isEmpty
    return lost.sorted()
  }

  /// The trees that lead to secrets.
  private func mark(_ links: [TreeLinks]) -> MarkedTrees {
    var blobs: Set<ObjectID> = []
    var trees: Set<ObjectID> = []
    var names: Set<[UInt8]> = []
    for occurrence in occurrences {
      switch occurrence.location.provenance {
      case .blob(let id): blobs.insert(id)
      case .tree(let id):
        trees.insert(id)
        names.insert(occurrence.match.secret)
      default: break
      }
    }
    return MarkedTrees(
      leadingTo: blobs, namesIn: trees,
      where: { name in names.contains { name.holds($0) } }, links: links, in: store, missing)
  }

  /// Parts what the refs reach from what they do not, which counts only if it is asked for.
  ///
  /// Beyond a missing commit nobody knows what is reachable: then everything counts.
  private func part(
    _ history: [CommitTable.Commit], _ tips: HistoryTips, _ marked: MarkedTrees
  ) -> (reached: [Occurrence], unreached: [Occurrence]) {
    guard !isBroken else { return (occurrences, []) }
    var reached = marked.reachable(
      from: history.compactMap(\.tree) + tips.trees.compactMap { store.number(of: $0) })
    for commit in history { reached.insert(commit.number) }
    var parts: (reached: [Occurrence], unreached: [Occurrence]) = ([], [])
    for occurrence in occurrences {
      let isReached =
        switch occurrence.location.provenance {
        case .blob(let id):
          tips.blobs.contains(id) || store.number(of: id).map(reached.contains) ?? false
        case .tree(let id), .commitText(_, let id, _):
          store.number(of: id).map(reached.contains) ?? false
        case .tagText(_, let id): tips.tags.contains(id)
        default: true
        }
      if isReached {
        parts.reached.append(occurrence)
      } else if source.includesUnreachable {
        parts.unreached.append(occurrence)
      }
    }
    return parts
  }

  /// Gives an attribution the commits that concern it, parents first; what is at more paths than are
  /// listed is an error, since each of them could have been accepted or not.
  func feed(
    _ history: [CommitTable.Commit], to attribution: inout Attribution,
    _ coverage: inout Coverage,
    _ changes: (CommitTable.Commit, inout PathListing) -> [PathChange]
  ) {
    var listing = attribution.listing()
    let reader = store.makeReader()
    var buffer = ByteBuffer()
    for commit in history {
      let id = store.id(of: commit.number)
      let changes = changes(commit, &listing)
      guard attribution.concerns(id, changes),
        (try? reader.read(id, limit: .max, into: &buffer)) == .commit,
        let described = buffer.withBytes({
          try? CommitChanges(id: id, content: $0, changes: changes)
        })
      else { continue }
      attribution.add(described)
    }
    guard listing.omitted > 0 else { return }
    coverage.fail(
      source.path,
      "what holds secrets stands at \(Quantity.grouped(listing.omitted)) more paths, which are not "
        + "listed: the same folders are there again and again")
  }
}
