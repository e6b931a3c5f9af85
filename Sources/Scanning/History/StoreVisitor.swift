import Basics
import Detection
import Findings
import GitObjects
import SystemIO

/// Looks at the objects of a store as a walk comes upon them; a thread's part of a history scan.
///
/// What is derived from another object is looked at only where it is new.
struct StoreVisitor: PackVisitor {
  let objects: ObjectScanner
  private(set) var commits: [CommitTable.Commit] = []
  private(set) var failures: [Failure] = []
  private(set) var skipped: [ScanReport.Skipped] = []
  private let store: ObjectStore
  private let stream: TextStream
  private let maxFileSize: Int?
  private let progress: ScanProgress
  private var trees: TreeCheck
  /// Parents and trees of commits that the store does not have.
  private var missingForCommits: Set<ObjectID> = []
  private var copies: [CopiedRange] = []

  /// What is known of an object, for those derived from it.
  struct Knowledge: Sendable {
    var text = TextKnowledge()
    var tree = TreeCheck.KnownTree()
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
    _ detector: Detector, store: ObjectStore, honoursComments: Bool, maxFileSize: Int?,
    progress: ScanProgress
  ) {
    objects = ObjectScanner(detector, honoursComments: honoursComments, progress: progress)
    stream = TextStream(detector)
    self.store = store
    trees = TreeCheck(store)
    self.maxFileSize = maxFileSize
    self.progress = progress
  }

  /// Objects that others name, but that the store does not have.
  var missing: Set<ObjectID> { missingForCommits.union(trees.missing) }

  /// Whether any tree names a submodule.
  var holdsSubmodule: Bool { trees.holdsSubmodule }

  /// Which objects trees name.
  var links: TreeLinks { trees.links }

  func wants(_ kind: ObjectKind) -> Bool { true }

  mutating func visit(_ object: PackedObject, _ content: Span<UInt8>) -> Knowledge {
    copies.removeAll(keepingCapacity: true)
    return look(at: object, content, delta: Span(), from: Knowledge())
  }

  mutating func visit(
    _ object: PackedObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>,
    from base: Knowledge
  ) -> Knowledge {
    copies.removeAll(keepingCapacity: true)
    for index in delta.indices {
      if let offset = delta[index].copiedFrom {
        copies.append(CopiedRange(delta[index].start..<delta[index].end, from: offset))
      }
    }
    return look(at: object, content, delta: delta, from: base)
  }

  private mutating func look(
    at object: PackedObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>,
    from base: Knowledge
  ) -> Knowledge {
    // Commits and tags are small, and their parts are texts of their own.
    guard object.kind == .blob || object.kind == .tree else {
      note(object, content)
      return Knowledge()
    }
    var known = Knowledge()
    known.text = objects.scanner.worker.knowledge(
      of: content, copies: copies, from: base.text, decodes: object.kind == .blob)
    if object.kind == .tree {
      do throws(ObjectError.Reason) {
        known.tree = try trees.check(
          content, number: object.number, delta: delta, base: base.tree)
      } catch {
        failMalformed(object, error)
      }
    }
    guard !object.isCopy else { return known }
    progress.count(bytes: content.count)
    if object.kind == .blob, isTooLarge(object) { return known }
    objects.report(known.text, object.id, object.kind, content)
    return known
  }

  /// Whether a blob is to be left out; then it is listed.
  private mutating func isTooLarge(_ object: PackedObject) -> Bool {
    guard let maxFileSize, object.size > maxFileSize else { return false }
    skipped.append(
      ScanReport.Skipped(
        path: "object/\(object.id)", reason: "larger than \(maxFileSize) bytes"))
    return true
  }

  mutating func visitHuge(
    _ object: PackedObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
  ) {
    guard !object.isCopy, !isTooLarge(object) else { return }
    objects.scanHuge(object.id, with: stream, read: read)
    progress.count(bytes: object.size)
  }

  mutating func fail(_ object: PackedObject?, _ error: ObjectError) {
    failures.append(Failure(id: object?.id ?? error.id, error: error))
  }

  private mutating func failMalformed(_ object: PackedObject, _ reason: ObjectError.Reason) {
    failures.append(
      Failure(id: object.id, error: ObjectError(reason, id: object.id), isMalformed: true))
  }

  // MARK: Links between objects

  private mutating func note(_ object: PackedObject, _ content: Span<UInt8>) {
    if !object.isCopy {
      objects.scan(object.id, object.kind, content)
      progress.count(bytes: content.count)
    }
    // A copy's links count as well: the other one may be damaged.
    guard object.kind == .commit else { return }
    do throws(ObjectError.Reason) {
      let commit = try CommitObject(content)
      commits.append(
        CommitTable.Commit(
          number: object.number, tree: number(of: commit.tree),
          parents: commit.parents.compactMap { number(of: $0) },
          date: commit.committed(in: content)))
    } catch {
      failMalformed(object, error)
    }
  }

  private mutating func number(of id: ObjectID) -> Int? {
    let number = store.number(of: id)
    if number == nil { missingForCommits.insert(id) }
    return number
  }
}
