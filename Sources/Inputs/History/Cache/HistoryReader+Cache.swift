import Basics
import Detection
import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

extension HistoryReader {
  /// Gives a cached answer, of which the matches are read again.
  ///
  /// - Returns: Whether all of them are where they should be; else nothing has happened.
  mutating func recall(_ answer: HistoryAnswer, _ reading: inout Reading) -> Bool {
    var objects = NumberSet(below: store.numberLimit)
    for place in answer.places {
      guard let number = store.number(of: place.spot.object) else { return false }
      objects.insert(number)
    }
    var gaps: [Unopened] = []
    for gap in answer.unopened {
      guard
        let text = Provenance(
          kind: .content, path: gap.path, repository: nil, members: gap.members, object: nil,
          commit: nil)
      else { return false }
      gaps.append(Unopened(text, gap.reason))
    }
    var ignored = Coverage()
    if !objects.isEmpty { _ = walk(objects, for: .texts(blobs: objects), &ignored) }
    let found = Dictionary(grouping: occurrences) {
      HistoryAnswer.spot(of: $0.location, $0.fingerprint)
    }
    occurrences = []
    let reader = store.makeReader()
    var commits: [ObjectID: CommitReference] = [:]
    var placed: [Occurrence] = []
    for place in answer.places {
      guard let alike = found[place.spot], place.ordinal < alike.count else { return false }
      var commit: CommitReference?
      if let id = place.commit {
        guard let described = commits[id] ?? reference(to: id, reader) else { return false }
        commits[id] = described
        commit = described
      }
      placed.append(alike[place.ordinal].placed(at: place.path, by: commit))
    }
    scanNames(refs.all.map(\.name))
    reading.coverage.scanned.add(answer.scanned)
    reading.coverage.skipped += answer.skipped
    reading.coverage.unopened += gaps
    reading.occurrences = placed + occurrences
    let loader = makeLoader()
    reading.status = status(answer.introductions, atHead: { answer.atHead }) { publication in
      publication.history(loader)
    }
    return true
  }

  private func reference(
    to id: ObjectID, _ reader: any SingleObjectReader
  ) -> CommitReference? {
    var buffer = ByteBuffer()
    guard (try? reader.read(id, limit: .max, into: &buffer)) == .commit else { return nil }
    return buffer.withBytes { try? CommitChanges(id: id, content: $0, changes: []) }
      .map { Attribution.reference(to: $0, redact) }
  }

  /// What is kept of a reading; nil where that would take a path with a secret in it, or where there
  /// is something to say that is said only once.
  func answer(
    _ reading: Reading, _ attribution: Attribution?, _ secrets: FoundSecrets
  ) -> HistoryAnswer? {
    guard reading.coverage.notices.isEmpty else { return nil }
    var answer = HistoryAnswer()
    answer.unopened = reading.coverage.unopened.map { gap in
      HistoryAnswer.Gap(
        path: redact(gap.provenance.path), members: gap.provenance.members.map(redact),
        reason: redact(gap.reason))
    }
    answer.scanned = reading.coverage.scanned
    answer.skipped = reading.coverage.skipped.map {
      ScanReport.Skipped(path: redact($0.path), message: $0.message)
    }
    var alike: [Alike: Int] = [:]
    for occurrence in reading.occurrences {
      let provenance = occurrence.location.provenance
      // Names of refs are read each time.
      if provenance.kind == .refName { continue }
      guard let spot = HistoryAnswer.spot(of: occurrence.location, occurrence.fingerprint) else {
        return nil
      }
      var path: String?
      if case .committed(let committed, _, _) = provenance.container { path = committed }
      let commit = provenance.commit?.id
      let ordinal = alike[Alike(spot: spot, path: path, commit: commit), default: 0]
      alike[Alike(spot: spot, path: path, commit: commit)] = ordinal + 1
      answer.places.append(
        HistoryAnswer.Place(spot: spot, ordinal: ordinal, path: path, commit: commit))
    }
    if let attribution {
      answer.introductions = attribution.introductions
      answer.atHead = attribution.secrets(in: HeadTree(of: refs.head, in: store))
    }
    return answer.paths.contains { secrets.stand(in: Array($0.utf8)) } ? nil : answer
  }

  private struct Alike: Hashable {
    var spot: HistoryAnswer.Spot
    var path: String?
    var commit: ObjectID?
  }
}

extension Occurrence {
  /// The same in the commit that brought it in.
  fileprivate func placed(at path: String?, by commit: CommitReference?) -> Occurrence {
    var occurrence = self
    occurrence.location.provenance = location.provenance.mapContainer { container in
      switch (container, path, commit) {
      case (.blob(let id), let path?, let commit?): .committed(path: path, blob: id, by: commit)
      case (.commitText(let text, let id, _), _, let commit): .commitText(text, of: id, commit)
      default: container
      }
    }
    return occurrence
  }
}
