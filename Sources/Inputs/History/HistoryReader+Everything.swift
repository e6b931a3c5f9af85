import Basics
import Detection
import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

extension HistoryReader {
  /// Reads all that is stored, or what no scan before has seen.
  mutating func readEverything(_ reading: inout Reading) {
    store = store.preparedForLookUps()
    noteCut(cutCommits(makeLoader()))
    var notices: [ScanReport.Notice] = []
    func note(_ file: String, _ message: String) {
      notices.append(ScanReport.Notice(path: file, message: message))
    }
    defer { reading.coverage.notices += notices }
    let cached = CachedHistory(
      source.cache, store, refs, shallow: limits.shallowCommits, isBare: repository.isBare)
    if let answer = cached?.answer(note) {
      if recall(answer, &reading) { return }
      note(source.path, CachedHistory.ignored("what it names is not there"))
    }
    var known = cached?.knownObjects(run, note)
    let (before, readingBefore) = (self, reading)
    var visitors = readEverything(but: known, keepsSeen: cached != nil, &reading)
    if visitors == nil {
      note(source.path, CachedHistory.ignored("what it names is not there"))
      (self, reading, known) = (before, readingBefore, nil)
      visitors = readEverything(but: nil, keepsSeen: cached != nil, &reading)
    }
    guard let cached, let visitors, !run.plan.isCancelled(), !isBroken, gaps.isEmpty,
      reading.coverage.errors.isEmpty
    else { return }
    var seen = CachedHistory.Seen(objects: visitors.flatMap { $0.seen ?? [] }, known: known)
    seen.trees = visitors.map(\.trees.links)
    seen.occurrences = occurrences
    // Of a parent that is missing nothing was kept.
    if missing.lacking.isEmpty {
      seen.commits = (known?.links.commits ?? []) + visitors.flatMap(\.commits)
    }
    let found = (reading.occurrences + occurrences).map(\.match)
    let secrets = FoundSecrets(found)
    // Known names hold none of the secrets that were known then.
    let newSecrets = FoundSecrets(found.filter { !$0.isWithheld })
    cached.save(
      answer(reading, secrets), seen,
      canBeKept: { name, isKnown in
        let text = String(decoding: name, as: UTF8.self)
        return redact(text) == text && !(isKnown ? newSecrets : secrets).stand(in: name)
      }, note)
  }

  /// Reads all that is stored but for objects of which it is known what they hold.
  ///
  /// - Returns: The visitors; nil when what is known does not agree with what is there.
  private mutating func readEverything(
    but known: KnownObjects?, keepsSeen: Bool, _ reading: inout Reading
  ) -> [ScanVisitor]? {
    run.progress.expect(known?.unseen.count ?? store.numberLimit)
    var visitors = walk(
      known?.unseen, for: .everything, keepsSeen: keepsSeen, &reading.coverage)
    scanNames(refs.all.map(\.name))
    guard !isInterrupted(&reading) else { return visitors }
    if let known {
      occurrences += known.occurrences
      let needsOnlyNew =
        occurrences.isEmpty && reading.coverage.unopened.isEmpty && known.isClosed && isWhole
      if !needsOnlyNew, !known.leading.isEmpty {
        run.progress.expect(known.leading.count)
        visitors += walk(known.leading, for: .links, &reading.coverage)
        guard !isInterrupted(&reading) else { return visitors }
      }
      reading.coverage.scanned.add(known.tally)
      noteMistakes(in: visitors, known, &reading.coverage)
      nameSubmodules(&reading.coverage)
      guard !needsOnlyNew else { return visitors }
    } else {
      noteMistakes(in: visitors, nil, &reading.coverage)
      if visitors.contains(where: \.trees.holdsSubmodule) { nameSubmodules(&reading.coverage) }
    }
    let tips = HistoryTips(refs.tips, in: store)
    noteFailures(of: tips, &reading.coverage)
    let table = CommitTable((known?.links.commits ?? []) + visitors.flatMap(\.commits))
    let history = table.topological(from: tips.commits.compactMap { store.number(of: $0) })
    noteMissing(reachedAndMissing(from: history, tips))
    let unopened = reading.coverage.unopened
    guard !occurrences.isEmpty || !unopened.isEmpty else { return visitors }
    let marked = mark(unopened, links(of: visitors, known))
    let (reached, unreached) = part(unopened, history, tips, marked)
    var attribution = Attribution(
      reached.occurrences, unopened: reached.unopened, isWhole: true, redact: redact)
    feed(history, to: &attribution, &reading.coverage) { commit, listing in
      guard let tree = commit.tree, marked.contains(tree) else { return [] }
      return marked.changes(in: tree, from: commit.parents.map { table.tree(of: $0) }, &listing)
    }
    guard !isInterrupted(&reading) else { return visitors }
    let others = Attribution(
      unreached.occurrences, unopened: unreached.unopened, isWhole: true, redact: redact)
    reading.coverage.unopened = attribution.unopened + others.unopened
    guard let told = withSecrets(attribution.occurrences + others.occurrences, reading.paths) else {
      return isInterrupted(&reading) ? visitors : nil
    }
    reading.occurrences = told
    reading.status = status(attribution) { _ in history }
    return visitors
  }

  /// What trees lead to: those that were read, and those that were known before.
  private func links(of visitors: [ScanVisitor], _ known: KnownObjects?) -> [TreeLinks] {
    [known?.links.trees].compactMap(\.self) + visitors.map(\.trees.links)
  }

  /// Whether the store has all that its objects and the refs name, as far as they were read.
  private var isWhole: Bool {
    !isBroken && missing.lacking.isEmpty && namedTips.allSatisfy { store.contains($0) }
  }

  /// What the refs name; what a reflog names may be gone: git does not miss it.
  private var namedTips: [ObjectID] { refs.all.map(\.target) + [refs.head].compactMap(\.self) }

  /// Reports objects that trees and commits name as something that they are not: git may not follow
  /// them, and others may.
  private mutating func noteMistakes(
    in visitors: [ScanVisitor], _ known: KnownObjects?, _ coverage: inout Coverage
  ) {
    var kinds = ObjectKinds(below: store.numberLimit)
    known?.insertKinds(into: &kinds)
    for visitor in visitors { kinds.formUnion(visitor.kinds) }
    let (links, named, limit) = (visitors.map(\.trees.links), kinds, store.numberLimit)
    let ofTrees = Threads.map(links.count) { links[$0].mistakes(by: named, below: limit) }
    var mistakes = Set(ofTrees.joined())
    for visitor in visitors {
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

  /// Reports what refs name and what the walk could read, but that now cannot be read.
  private mutating func noteFailures(of tips: HistoryTips, _ coverage: inout Coverage) {
    // Then the walk has reported it, and had git read it.
    guard !isBroken else { return }
    for failure in tips.failures {
      coverage.fail(
        failure.id.map { "object/\($0)" } ?? failure.file, "cannot be read: \(failure.reason)")
    }
    isBroken = !tips.failures.isEmpty
  }

  /// Objects that the refs reach by name, but that the store does not have.
  private mutating func reachedAndMissing(
    from history: [CommitTable.Commit], _ tips: HistoryTips
  ) -> [ObjectID] {
    var lost = Set(namedTips.filter { !store.contains($0) })
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
  private func mark(_ unopened: [Unopened], _ links: [TreeLinks]) -> MarkedTrees {
    var blobs = Set(unopened.compactMap(\.provenance.object))
    var trees: Set<ObjectID> = []
    var names: Set<[UInt8]> = []
    for occurrence in occurrences {
      switch occurrence.location.provenance.container {
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
    _ unopened: [Unopened], _ history: [CommitTable.Commit], _ tips: HistoryTips,
    _ marked: MarkedTrees
  ) -> (reached: Part, unreached: Part) {
    guard !isBroken else { return (Part(occurrences, unopened), Part()) }
    var reached = marked.reachable(
      from: history.compactMap(\.tree) + tips.trees.compactMap { store.number(of: $0) })
    for commit in history { reached.insert(commit.number) }
    func isReached(_ provenance: Provenance) -> Bool {
      switch provenance.container {
      case .blob(let id):
        tips.blobs.contains(id) || store.number(of: id).map(reached.contains) ?? false
      case .tree(let id), .commitText(_, let id, _):
        store.number(of: id).map(reached.contains) ?? false
      case .tagText(_, let id): tips.tags.contains(id)
      default: true
      }
    }
    var parts = (reached: Part(), unreached: Part())
    for occurrence in occurrences {
      if isReached(occurrence.location.provenance) {
        parts.reached.occurrences.append(occurrence)
      } else if source.includesUnreachable {
        parts.unreached.occurrences.append(occurrence)
      }
    }
    for item in unopened {
      if isReached(item.provenance) {
        parts.reached.unopened.append(item)
      } else if source.includesUnreachable {
        parts.unreached.unopened.append(item)
      }
    }
    return parts
  }

  /// What was found, and what could not be opened.
  private struct Part {
    var occurrences: [Occurrence] = []
    var unopened: [Unopened] = []

    init(_ occurrences: [Occurrence] = [], _ unopened: [Unopened] = []) {
      self.occurrences = occurrences
      self.unopened = unopened
    }
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
      let changes = changes(commit, &listing)
      guard attribution.mayConcern(changes) else { continue }
      let id = store.id(of: commit.number)
      guard attribution.concerns(id, changes) else { continue }
      do throws(ObjectError) {
        guard try reader.read(id, limit: .max, into: &buffer) == .commit,
          let described = buffer.withBytes({
            try? CommitChanges(id: id, content: $0, changes: changes)
          })
        else { continue }
        attribution.add(described)
      } catch {
        // The walk could read it, or has reported it.
        if !isBroken { coverage.fail("object/\(id)", "cannot be read: \(error.reason)") }
      }
    }
    guard listing.omitted > 0 else { return }
    coverage.fail(
      source.path,
      "what holds secrets stands at \(Quantity.grouped(listing.omitted)) more paths, which are not "
        + "listed: the same folders are there again and again")
  }
}
