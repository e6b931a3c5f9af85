import Basics
import Detection
import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

extension HistoryReader {
  /// Gives a cached answer, of which those matches are read again that a report tells of.
  ///
  /// - Returns: Whether all of them are where they should be; else nothing has happened.
  mutating func recall(_ answer: HistoryAnswer, _ reading: inout Reading) -> Bool {
    var gaps: [Unopened] = []
    for gap in answer.unopened {
      guard
        let text = Provenance(
          kind: .content, path: gap.path, repository: nil, members: gap.members, object: nil,
          commit: nil)
      else { return false }
      gaps.append(Unopened(text, gap.reason))
    }
    guard let rules = answer.matches.rules(of: run.detector.ruleSet) else { return false }
    let outlines = answer.places.map { place in
      place.spot.occurrence(
        of: answer.matches.outlines[place.match], rules[place.match], at: place.path,
        by: place.commit.map(CommitReference.init(bare:)))
    }
    guard let told = withSecrets(outlines, reading.paths),
      let placed = withCommits(told)
    else { return false }
    scanNames(refs.all.map(\.name))
    reading.coverage.scanned.add(answer.scanned)
    reading.coverage.skipped += answer.skipped
    reading.coverage.unopened += gaps
    reading.occurrences = placed + occurrences
    reading.status = answer.statuses.map { statuses in
      // Of the name of a ref, git keeps no record.
      { statuses[$0] ?? Finding.Status(atHead: false, publication: .unknown) }
    }
    return true
  }

  /// Reads those secrets that a report tells of where they are withheld.
  ///
  /// - Parameters:
  ///   - places: Places in objects, some without their secrets.
  ///   - paths: How their paths are related to the root.
  /// - Returns: The same places; nil when something is not where it should be.
  mutating func withSecrets(
    _ places: [Occurrence], _ paths: PathsFromRoot
  ) -> [Occurrence]? {
    let told = ToldSecrets(places, run.plan, paths)
    var objects = NumberSet(below: store.numberLimit)
    var blobs = NumberSet(below: store.numberLimit)
    func isMissing(_ place: Occurrence) -> Bool {
      place.match.isWithheld && (run.progress.isTold || told.contains(place.fingerprint))
    }
    for place in places where isMissing(place) {
      guard let spot = Spot(place), let number = store.number(of: spot.object) else { return nil }
      objects.insert(number)
      if spot.holder == .blob { blobs.insert(number) }
    }
    guard !objects.isEmpty else { return places }
    let others = occurrences
    defer { occurrences = others }
    occurrences = []
    var ignored = Coverage()
    _ = walk(objects, for: .texts(blobs: blobs), &ignored)
    let found = Dictionary(grouping: occurrences, by: Spot.init)
    var alike: [Alike: Int] = [:]
    var filled: [Occurrence] = []
    for place in places {
      guard isMissing(place) else {
        filled.append(place)
        continue
      }
      let provenance = place.location.provenance
      let key = Alike(Spot(place), provenance)
      let ordinal = alike[key, default: 0]
      alike[key] = ordinal + 1
      guard let matches = found[key.spot], ordinal < matches.count else { return nil }
      var occurrence = matches[ordinal]
      occurrence.location.provenance = provenance
      filled.append(occurrence)
    }
    return filled
  }

  /// Places at which a spot can stand several times.
  private struct Alike: Hashable {
    var spot: Spot?
    var path: String
    var commit: ObjectID?

    init(_ spot: Spot?, _ provenance: Provenance) {
      self.spot = spot
      path = provenance.container.path
      commit = provenance.commit?.id
    }
  }

  /// Describes the commits of what is told; nil when one of them is not there.
  private func withCommits(_ places: [Occurrence]) -> [Occurrence]? {
    let reader = store.makeReader()
    var known: [ObjectID: CommitReference] = [:]
    var described: [Occurrence] = []
    for place in places {
      var place = place
      if !place.match.isWithheld, let id = place.location.provenance.commit?.id {
        guard let commit = known[id] ?? reference(to: id, reader) else { return nil }
        known[id] = commit
        place.location.provenance = place.location.provenance.mapContainer { text in
          switch text {
          case .committed(let path, let blob, _): .committed(path: path, blob: blob, by: commit)
          case .commitText(let part, let id, _): .commitText(part, of: id, commit)
          default: text
          }
        }
      }
      described.append(place)
    }
    return described
  }

  private func reference(
    to id: ObjectID, _ reader: any SingleObjectReader
  ) -> CommitReference? {
    var buffer = ByteBuffer()
    guard (try? reader.read(id, limit: .max, into: &buffer)) == .commit else { return nil }
    return buffer.withBytes { try? CommitChanges(id: id, content: $0, changes: []) }
      .map { Attribution.reference(to: $0, redact) }
  }

  /// What is kept of a reading; nil where that would take a name with a secret in it, or where there
  /// is something to say that is said only once.
  func answer(_ reading: Reading, _ secrets: FoundSecrets) -> HistoryAnswer? {
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
    if let status = reading.status {
      let fingerprints = Set(reading.occurrences.map(\.fingerprint))
      answer.statuses = Dictionary(uniqueKeysWithValues: fingerprints.map { ($0, status($0)) })
    }
    for occurrence in reading.occurrences {
      let provenance = occurrence.location.provenance
      // Names of refs are read each time.
      if provenance.kind == .refName { continue }
      guard let spot = Spot(occurrence) else { return nil }
      var path: String?
      if case .committed(let committed, _, _) = provenance.container { path = committed }
      answer.places.append(
        HistoryAnswer.Place(
          spot: spot, match: answer.matches.number(of: MatchOutline(occurrence.match)), path: path,
          commit: provenance.commit?.id))
    }
    return answer.names.contains { secrets.stand(in: Array($0.utf8)) } ? nil : answer
  }
}

extension CommitReference {
  /// A commit of which no more than its id is told.
  fileprivate init(bare id: ObjectID) {
    self.init(id: id, author: "", email: "", date: "", summary: "")
  }
}
