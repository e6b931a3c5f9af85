import Basics
import Detection
import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

extension HistoryReader {
  /// Commits of which the trees are compared together; their entries are in memory meanwhile.
  private static let commitsAtOnce = 4_096

  /// Reads what the commits of a part of the history bring in.
  mutating func readPart(_ reading: inout Reading) throws(GitError) {
    let loader = makeLoader()
    let all: [HistoryBounds]
    do throws(GitError) {
      all = try HistoryBounds.all(of: source.scope, in: repository, refs)
    } catch {
      // What it names may have been cut off, such as `HEAD~1`.
      if case .badRevision = error.reason { noteCut(cutCommits(loader)) }
      throw error
    }
    for bounds in all {
      if let failure = bounds.failure { reading.coverage.fail(source.path, failure.description) }
      reading.coverage.remotes += bounds.remotes.map {
        ScanReport.Remote(
          name: $0.name, address: redact("\($0.address)"), doubt: $0.doubt.map(redact))
      }
      if case .ranges = source.scope,
        let unknown = (bounds.included + bounds.excluded).first(where: { !store.contains($0) })
      {
        throw GitError(.badRevision(unknown.hex), command: "git rev-parse")
      }
    }
    var selection = CommitSelection(all[0], loader)
    for bounds in all.dropFirst() { selection.formUnion(CommitSelection(bounds, loader)) }
    if case .ranges = source.scope, selection.commits.isEmpty,
      all.contains(where: { !$0.included.isEmpty })
    {
      reading.coverage.notices.append(
        ScanReport.Notice(path: source.path, message: "no commit is selected"))
    }
    noteCut(selection.cut)
    noteMissing(selection.missing)
    var texts = NumberSet(below: store.numberLimit)
    for commit in selection.commits { texts.insert(commit.number) }
    for tag in selection.tags { texts.insert(tag) }
    let comparison = compareTrees(selection)
    noteMissing(comparison.missingObjects)
    for failure in selection.failures + comparison.failures { note(failure, &reading.coverage) }
    comparison.treesWithNewNames.forEach { texts.insert($0) }
    for (name, trees) in comparison.foldersOfNewNames()
    where redact(String(decoding: name, as: UTF8.self)) != String(decoding: name, as: UTF8.self) {
      for tree in trees { texts.insert(tree) }
    }
    comparison.newBlobs.forEach { texts.insert($0) }
    for blob in selection.blobs { texts.insert(blob) }
    run.progress.expect(texts.count)
    _ = walk(texts, for: .texts(blobs: comparison.newBlobs), &reading.coverage)
    scanNames(source.newNames)
    let unopened = reading.coverage.unopened
    guard !isInterrupted(&reading), !occurrences.isEmpty || !unopened.isEmpty else { return }
    var attribution = Attribution(
      occurrences, unopened: unopened, isWhole: false, redact: redact)
    occurrences = []
    lookBefore(selection, comparison, &attribution)
    feed(selection.commits, to: &attribution, &reading.coverage) {
      comparison.changes(of: $0.number, in: &$1)
    }
    reading.occurrences = attribution.occurrences
    reading.coverage.unopened = attribution.unopened
    reading.status = status(attribution) { publication in
      publication.descendants(of: selection, loader)
    }
  }

  private func note(_ failure: ObjectError, _ coverage: inout Coverage) {
    coverage.fail(
      failure.id.map { "object/\($0)" } ?? failure.file,
      "the object is damaged: \(failure.reason)")
  }

  /// Compares the trees that commits bring in with those of the parents.
  private func compareTrees(_ selection: CommitSelection) -> TreeComparison {
    var comparison = TreeComparison(store, missing)
    for tree in selection.trees.included {
      comparison.add(tree, tree: tree, parents: selection.trees.excluded)
    }
    for start in stride(from: 0, to: max(1, selection.commits.count), by: Self.commitsAtOnce) {
      let end = min(start + Self.commitsAtOnce, selection.commits.count)
      for place in start..<end {
        guard let tree = selection.commits[place].tree else { continue }
        comparison.add(
          selection.commits[place].number, tree: tree, parents: selection.parentTrees[place])
      }
      comparison.run(
        threads: run.plan.threads, isCancelled: run.plan.isCancelled, fallback: readWithGit)
    }
    return comparison
  }

  /// Reads what files held before: a commit that only changes another line of a file brings none of
  /// its secrets in.
  private mutating func lookBefore(
    _ selection: CommitSelection, _ comparison: TreeComparison, _ attribution: inout Attribution
  ) {
    var blobs = NumberSet(below: store.numberLimit)
    var listing = attribution.listing(repeats: false)
    for commit in selection.commits {
      let changes = comparison.changes(of: commit.number, in: &listing)
      for blob in attribution.unknownOldBlobs(in: changes) {
        if let number = store.number(of: blob), !comparison.newBlobs.contains(number) {
          blobs.insert(number)
        }
      }
    }
    guard !blobs.isEmpty else { return }
    // What is not there, or cannot be read, leaves the commit to blame: better twice than not at all.
    var ignored = Coverage()
    _ = walk(blobs, for: .texts(blobs: blobs), &ignored)
    for (blob, found) in Dictionary(grouping: occurrences, by: \.location.provenance.object) {
      if let blob { attribution.learn(blob, holds: found) }
    }
    occurrences = []
  }
}
