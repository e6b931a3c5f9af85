import Basics
import Detection
import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

/// What a cache knows of one repository in the state in which it is.
struct CachedHistory {
  private let cache: HistoryCache
  private let store: NativeStore
  /// A SHA-256 in hexadecimal digits of all of a repository that decides about the answer.
  private let state: String
  /// Commits whose parents the store does not have.
  private let shallow: Set<ObjectID>

  /// Finds out the state of a repository; nil where its objects are not read natively.
  init?(
    _ cache: HistoryCache?, _ store: any ObjectStore, _ refs: Refs, shallow: [ObjectID],
    isBare: Bool
  ) {
    guard let cache, let store = store as? NativeStore else { return nil }
    self.cache = HistoryCache(cache, store.format)
    self.store = store
    self.shallow = Set(shallow)
    state = HistoryCache.digest(
      of: [store.contentDigest().hexadecimal, "\(store.format)"]
        + refs.all.flatMap { [$0.name.hexadecimal, $0.target.hex] } + ["HEAD"]
        + refs.tips.map(\.hex) + ["shallow"] + shallow.map(\.hex).sorted()
        + ["\(isBare)"])
  }

  /// The answer to the same question about the same state; nil where there is none.
  func answer(_ notice: (_ file: String, _ message: String) -> Void) -> HistoryAnswer? {
    let file = cache.file(.answer, of: state)
    guard !FileSystem.isAbsent(file) else { return nil }
    do throws(SystemError) {
      let answer = HistoryAnswer(try FileSystem.read(file), cache.question, state)
      if answer == nil { notice(file, Self.ignored("damaged")) }
      return answer
    } catch {
      notice(file, Self.ignored(error.reason))
      return nil
    }
  }

  static func ignored(_ reason: String) -> String { "the cache is ignored: \(reason)" }

  // MARK: Objects

  /// What is known of the store's objects by the file that shares most with it.
  ///
  /// - Parameters:
  ///   - run: What is asked for.
  ///   - notice: Takes why a file is of no use; then it is removed.
  /// - Returns: What is known; nil where nothing is.
  func knownObjects(
    _ run: ScanRun, _ notice: (_ file: String, _ message: String) -> Void
  ) -> KnownObjects? {
    var best: (file: String, shared: Int)?
    do throws(SystemError) {
      for file in try cache.objectFiles() {
        do throws(SeenObjects.Unusable) {
          let seen = try SeenObjects(file, question: cache.question, format: store.format)
          let shared = Self.estimate(seen, in: store)
          if shared > best?.shared ?? 0 { best = (file, shared) }
        } catch {
          notice(file, Self.ignored(error.message))
          try? FileSystem.remove(file)
        }
      }
    } catch {
      notice(cache.folder, Self.ignored(error.reason))
    }
    guard let best else { return nil }
    do throws(SeenObjects.Unusable) {
      let seen = try SeenObjects(best.file, question: cache.question, format: store.format)
      return KnownObjects(
        seen, try seen.check(run.detector.ruleSet), in: store, shallow: shallow,
        needsSecrets: run.progress.isTold)
    } catch {
      notice(best.file, Self.ignored(error.message))
      try? FileSystem.remove(best.file)
      return nil
    }
  }

  /// About how many objects of a file a store has: decides which file is read, and nothing else.
  private static func estimate(_ seen: borrowing SeenObjects, in store: NativeStore) -> Int {
    let samples = min(64, seen.count)
    guard samples > 0 else { return 0 }
    let shared = (0..<samples).count { store.contains(seen.id(at: $0 * seen.count / samples)) }
    return shared * seen.count / samples
  }

  // MARK: Saving

  /// What a complete scan saw, to be kept.
  struct Seen {
    /// What was read anew, by numbers, in any order.
    var objects: [(number: Int, note: SeenObjects.Note)] = []
    /// What was known before.
    var known: KnownObjects?
    /// What was found in all of it.
    var occurrences: [Occurrence] = []
    /// What trees lead to that were read anew.
    var trees: [TreeLinks] = []
    /// The commits with all their parents, those known before among them.
    var commits: [CommitTable.Commit] = []
  }

  /// Keeps what a complete scan saw.
  ///
  /// - Parameters:
  ///   - answer: What it came to; nil where that cannot be kept without a secret.
  ///   - seen: What it saw.
  ///   - canBeKept: Whether a name that stands in a tree, known before or not, holds no secret.
  ///   - notice: Takes why something cannot be kept.
  func save(
    _ answer: HistoryAnswer?, _ seen: Seen, canBeKept: (_ name: [UInt8], _ isKnown: Bool) -> Bool,
    _ notice: (_ file: String, _ message: String) -> Void
  ) {
    var all = seen.objects
    seen.known?.forEach { all.append(($0, $1)) }
    var objects = all.map { (id: store.id(of: $0.number), number: $0.number, note: $0.note) }
    objects.sort { $0.id < $1.id }
    var places = [UInt32](repeating: TreeLinks.nothing, count: store.numberLimit)
    for (place, object) in objects.enumerated() { places[object.number] = UInt32(place) }
    let known = [seen.known?.links.trees].compactMap(\.self)
    let links = SeenLinks(
      known + seen.trees, seen.commits.filter { !shallow.contains(store.id(of: $0.number)) },
      numbers: places, where: { objects[$0].note.content == .clean },
      canBeKept: { canBeKept($0, $1 < known.count) })
    let found = SeenOutlines(seen.occurrences) { id in
      guard let number = store.number(of: id), places[number] != TreeLinks.nothing else {
        return nil
      }
      let place = Int(places[number])
      return objects[place].note.content == .outlined ? place : nil
    }
    let file = cache.file(.objects, of: state)
    do throws(SystemError) {
      try cache.write(
        SeenObjects.encode(
          objects.map { ($0.id, $0.note) }, found, links, question: cache.question,
          format: store.format),
        to: file)
      if let answer {
        try cache.write(
          answer.encoded(cache.question, state), to: cache.file(.answer, of: state))
      }
      // What this scan has seen as well is not kept twice.
      if let known = seen.known, known.isClosed, known.file != file {
        try? FileSystem.remove(known.file)
        try? FileSystem.remove(
          String(known.file.dropLast("objects".count)) + HistoryCache.Kind.answer.rawValue)
      }
    } catch {
      notice(error.path, "the cache is not written: \(error.reason)")
    }
  }
}
