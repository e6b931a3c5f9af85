import Archives
import Basics
import Detection
import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

/// Scans the objects of a store as a walk comes upon them; a thread's part of a history scan.
///
/// What is derived from another object is looked at only where it is new.
struct ScanVisitor: ObjectVisitor {
  /// What a walk is for.
  enum Purpose: Sendable {
    /// Everything that is stored.
    case everything
    /// Some objects, of which only the texts matter; some were named as blobs.
    case texts(blobs: NumberSet)
    /// Trees, commits and tags of which it is known that they hold no secret: what they name matters.
    case links
  }

  let scanner: TextScanner
  private(set) var coverage = Coverage()
  private(set) var commits: [CommitTable.Commit] = []
  private(set) var failures: [Failure] = []
  /// What trees name.
  private(set) var trees: TreeCheck
  /// What the objects are, where everything is read.
  private(set) var kinds: ObjectKinds
  /// What is kept of the objects for another scan, by their numbers; nil where nothing is.
  private(set) var seen: [(number: Int, note: SeenObjects.Note)]?
  private let run: ScanRun
  private let store: any ObjectStore
  private let missing: MissingObjects
  /// Commits whose parents a shallow clone has cut off.
  private let shallow: Set<ObjectID>
  private let purpose: Purpose
  private let readsTexts: Bool
  private let readsLinks: Bool
  private let archives: ArchiveScanner
  private var copies: [CopiedRange] = []
  /// What is known where nothing is; not one for all threads, which would wait for each other to count
  /// who refers to it.
  private let nothing = Known()

  /// What is known of an object, for those derived from it; shared by all of them.
  final class Known: Sendable {
    let text: TextKnowledge
    let tree: TreeCheck.KnownTree

    init(text: TextKnowledge = TextKnowledge(), tree: TreeCheck.KnownTree = TreeCheck.KnownTree()) {
      self.text = text
      self.tree = tree
    }
  }

  /// What could not be read.
  struct Failure {
    /// The object; nil when it is a part of a pack that belongs to none.
    var id: ObjectID?
    var error: ObjectError
    /// Whether its bytes are whole and break the format of their kind, so that no copy is better.
    var isMalformed = false
  }

  init(
    _ run: ScanRun, _ store: any ObjectStore, _ missing: MissingObjects,
    shallow: Set<ObjectID>, for purpose: Purpose, keepsSeen: Bool = false
  ) {
    seen = keepsSeen ? [] : nil
    self.run = run
    self.store = store
    self.missing = missing
    self.shallow = shallow
    self.purpose = purpose
    scanner = run.makeScanner(reportsProgress: true)
    archives = ArchiveScanner(run, scanner)
    trees = TreeCheck(store, missing, keeping: .differences)
    (readsTexts, readsLinks) =
      switch purpose {
      case .everything: (true, true)
      case .texts: (true, false)
      case .links: (false, true)
      }
    kinds = ObjectKinds(below: readsLinks ? store.numberLimit : 0)
  }

  mutating func visit(_ object: StoredObject, _ content: Span<UInt8>) -> Known {
    copies.removeAll(keepingCapacity: true)
    return noting(object) { $0.look(at: object, content, delta: Span(), from: $0.nothing) }
  }

  mutating func visit(
    _ object: StoredObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Known
  ) -> Known {
    readCopies(delta)
    return noting(object) { $0.look(at: object, content, delta: delta, from: base) }
  }

  /// Looks at an object and keeps whether there was anything to tell of it.
  private mutating func noting<Result>(
    _ object: StoredObject, _ look: (inout Self) -> Result
  ) -> Result {
    let (skipped, bytes) = (coverage.skipped.count, coverage.scanned.bytes)
    let found = scanner.occurrences.count
    let result = look(&self)
    var packed = Coverage()
    if archives.isUsed {
      packed = archives.takeCoverage()
      coverage.add(packed)
    }
    guard seen != nil, !object.isCopy else { return result }
    let isInBlob = scanner.occurrences[found...].allSatisfy {
      $0.location.provenance == .blob(object.id)
    }
    let content: SeenObjects.Note.Content =
      skipped < coverage.skipped.count || packed.tellsMoreThanNumbers || !isInBlob
      ? .unknown : found < scanner.occurrences.count ? .outlined : .clean
    let note = SeenObjects.Note(
      object.kind, bytes: coverage.scanned.bytes - bytes,
      members: packed.scanned.members, content)
    seen?.append((object.number, note))
    return result
  }

  mutating func learn(
    _ kind: ObjectKind, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Known?
  ) -> Known {
    guard kind == .blob || kind == .tree, readsTexts else { return nothing }
    readCopies(delta)
    return Known(text: knowledge(of: content, kind, from: base ?? nothing, isBase: true))
  }

  private mutating func readCopies(_ delta: Span<DeltaSegment>) {
    copies.removeAll(keepingCapacity: true)
    let shortest = CopiedRange.shortest
    for index in delta.indices {
      // The others, of which there are far more, count as new.
      let piece = delta[index]
      guard piece.count >= shortest, let offset = piece.copiedFrom else { continue }
      copies.append(CopiedRange(piece.start..<piece.end, from: offset))
    }
  }

  /// Nothing in a tree is decoded: between the names stand random bytes.
  private func knowledge(
    of content: Span<UInt8>, _ kind: ObjectKind, from base: Known, isBase: Bool
  ) -> TextKnowledge {
    scanner.worker.knowledge(
      of: content, copies: copies, from: base.text, decodes: kind == .blob, isBase: isBase)
  }

  private mutating func look(
    at object: StoredObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Known
  ) -> Known {
    switch purpose {
    case .everything, .links: kinds.insert(object.number, object.kind)
    case .texts(let blobs):
      if object.kind != .blob, blobs.contains(object.number) {
        failMalformed(object, .corrupt("a \(object.kind) instead of a blob"))
      }
    }
    // Commits and tags are small, and their parts are texts of their own.
    guard object.kind == .blob || object.kind == .tree else {
      scanText(object, content)
      return nothing
    }
    var tree = TreeCheck.KnownTree()
    if object.kind == .tree, readsLinks {
      do throws(ObjectError.Reason) {
        tree = try trees.check(
          content, number: object.number, delta: delta, base: base.tree, isBase: object.isBase)
      } catch {
        failMalformed(object, error)
      }
    }
    let text =
      readsTexts
      ? knowledge(of: content, object.kind, from: base, isBase: object.isBase) : TextKnowledge()
    if !object.isCopy { report(text, of: object, content) }
    return object.isBase ? Known(text: text, tree: tree) : nothing
  }

  /// Reports what a blob or tree holds.
  private mutating func report(
    _ known: TextKnowledge, of object: StoredObject, _ content: Span<UInt8>
  ) {
    run.progress.count(bytes: content.count)
    guard readsTexts else { return }
    if object.kind == .blob, isTooLarge(object) { return }
    count(object, content)
    let first = scanner.occurrences.count
    if !known.holdsNoSecret {
      scanner.report(known.secrets, in: content) {
        object.kind == .tree ? .tree(object.id) : .blob(object.id)
      }
    }
    if object.kind == .blob, let format = PackedFormat(whole: content, signs: known.signs) {
      let raw = first..<scanner.occurrences.count
      archives.open(MemoryStream(copying: content), format, name: []) { .blob(object.id) }
      scanner.forgetRepeats(of: [raw], since: raw.upperBound)
    }
  }

  private mutating func count(_ object: StoredObject, _ content: Span<UInt8>) {
    coverage.scanned.bytes += content.count
    guard object.kind == .blob else { return }
    coverage.scanned.blobs += 1
    if LFSPointer.matches(content) { coverage.skip("blob/\(object.id)", LFSPointer.reason) }
  }

  /// Whether a blob is to be left out; then it is listed.
  private mutating func isTooLarge(_ object: StoredObject) -> Bool {
    guard let limit = run.plan.maxFileSize, object.size > limit else { return false }
    coverage.skip("object/\(object.id)", Coverage.tooLarge(limit))
    return true
  }

  mutating func visitHuge(
    _ object: StoredObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {
    noting(object) { $0.lookAtHuge(object, read: read) }
  }

  private mutating func lookAtHuge(
    _ object: StoredObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {
    if readsLinks { kinds.insert(object.number, .blob) }
    guard !object.isCopy, !isTooLarge(object) else { return }
    coverage.scanned.blobs += 1
    // The walk reports what cannot be read as well.
    let length = try? archives.scan(name: [], from: .blob(object.id)) {
      limit, buffer throws(ObjectError) in
      try read(&buffer, limit)
    }
    coverage.scanned.bytes += length ?? 0
    run.progress.count(bytes: object.size)
  }

  mutating func fail(_ object: StoredObject?, _ error: ObjectError) {
    if let limit = run.plan.maxFileSize, case .tooLarge(let size) = error.reason, size > limit,
      let object, object.kind == .blob
    {
      coverage.skip("object/\(object.id)", Coverage.tooLarge(limit))
      return
    }
    failures.append(Failure(id: object?.id ?? error.id, error: error))
  }

  private mutating func failMalformed(_ object: StoredObject, _ reason: ObjectError.Reason) {
    failures.append(
      Failure(id: object.id, error: ObjectError(reason, id: object.id), isMalformed: true))
  }

  // MARK: Commits and tags

  private mutating func scanText(_ object: StoredObject, _ content: Span<UInt8>) {
    if !object.isCopy {
      if readsTexts {
        scanTexts(of: object, content)
        coverage.scanned.bytes += content.count
      }
      run.progress.count(bytes: content.count)
    }
    // A copy's links count as well: the other one may be damaged.
    guard readsLinks else { return }
    do throws(ObjectError.Reason) {
      guard object.kind == .commit else {
        _ = try TagObject(content)
        return
      }
      let commit = try CommitObject(content)
      let tree = number(of: commit.tree)
      var parents: [Int] = []
      if !shallow.contains(object.id) {
        for parent in commit.parents {
          if let number = number(of: parent) { parents.append(number) }
        }
      }
      commits.append(
        CommitTable.Commit(
          number: object.number, tree: tree, parents: parents, date: commit.committed(in: content)))
    } catch {
      failMalformed(object, error)
    }
  }

  private func number(of id: ObjectID) -> Int? {
    let number = store.number(of: id)
    if number == nil { _ = missing.number(of: id) }
    return number
  }

  /// Scans the headers, but for those that name objects, and the message behind an empty line.
  ///
  /// Who made it stands in lines of their own; other headers can go on in lines that begin with a
  /// blank, as signatures do.
  private mutating func scanTexts(of object: StoredObject, _ content: Span<UInt8>) {
    func provenance(_ text: Provenance.CommitText) -> Provenance {
      object.kind == .tag
        ? .tagText(text, of: object.id) : .commitText(text, of: object.id, nil)
    }
    if object.kind == .commit { coverage.scanned.commits += 1 }
    func lineEnd(from start: Int) -> Int {
      content.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? content.count
    }
    var start = 0
    while start < content.count, content[start] != UInt8(ascii: "\n") {
      var end = lineEnd(from: start)
      while end + 1 < content.count, content[end + 1] == UInt8(ascii: " ") {
        end = lineEnd(from: end + 1)
      }
      let header = content.extracting(start..<end)
      start = min(end + 1, content.count)
      if Self.links.contains(where: { header.starts(with: $0) }) { continue }
      let isName = Self.names.contains { header.starts(with: $0) }
      // A signature in base64 decodes to what is random.
      scanner.scan(header, decodes: !header.starts(with: Self.signature)) {
        provenance(isName ? .author : .header)
      }
    }
    guard start + 1 < content.count else { return }
    scanner.scan(content.extracting(start + 1..<content.count)) { provenance(.message) }
  }

  /// `gpgsig`, and `gpgsig-sha256` for the other hash.
  private static let signature = Array("gpgsig".utf8)
  private static let names: [[UInt8]] = ["author ", "committer ", "tagger "].map { Array($0.utf8) }
  private static let links: [[UInt8]] = ["tree ", "parent ", "object ", "type "].map {
    Array($0.utf8)
  }
}

extension Coverage {
  /// Whether there is anything to tell but how much was looked at.
  fileprivate var tellsMoreThanNumbers: Bool {
    var rest = self
    rest.scanned = ScanReport.Tally()
    return rest != Coverage()
  }
}
