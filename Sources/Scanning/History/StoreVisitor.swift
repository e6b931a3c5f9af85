import Bytes
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
  /// Objects that others name, but that the store does not have.
  private(set) var missing: Set<ObjectID> = []
  private(set) var failures: [Failure] = []
  private(set) var skipped: [ScanReport.Skipped] = []
  private let store: ObjectStore
  private let stream: TextStream
  private let maxFileSize: Int?
  private let progress: ScanProgress
  private var copies: [CopiedRange] = []

  /// What could not be read.
  struct Failure {
    /// The object; nil when it is a part of a pack that belongs to none.
    var id: ObjectID?
    var error: ObjectError
  }

  init(
    _ detector: Detector, store: ObjectStore, maxFileSize: Int?, progress: ScanProgress
  ) {
    objects = ObjectScanner(detector)
    stream = TextStream(detector)
    self.store = store
    self.maxFileSize = maxFileSize
    self.progress = progress
  }

  func wants(_ kind: ObjectKind) -> Bool { true }

  mutating func visit(_ object: PackedObject, _ content: Span<UInt8>) -> TextKnowledge {
    copies.removeAll(keepingCapacity: true)
    return look(at: object, content, from: TextKnowledge())
  }

  mutating func visit(
    _ object: PackedObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>,
    from base: TextKnowledge
  ) -> TextKnowledge {
    copies.removeAll(keepingCapacity: true)
    for index in delta.indices {
      if let offset = delta[index].copiedFrom {
        copies.append(CopiedRange(delta[index].start..<delta[index].end, from: offset))
      }
    }
    return look(at: object, content, from: base)
  }

  private mutating func look(
    at object: PackedObject, _ content: Span<UInt8>, from base: TextKnowledge
  ) -> TextKnowledge {
    // Commits and tags are small, and their parts are texts of their own.
    guard object.kind == .blob || object.kind == .tree else {
      if !object.isCopy { note(object, content) }
      return TextKnowledge()
    }
    let known = objects.scanner.worker.knowledge(of: content, copies: copies, from: base)
    if object.kind == .tree { checkEntries(of: object, content) }
    guard !object.isCopy else { return known }
    progress.count(bytes: content.count)
    if object.kind == .blob, isTooLarge(object) { return known }
    objects.report(known, object.id, object.kind, content)
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

  // MARK: Links between objects

  private mutating func note(_ object: PackedObject, _ content: Span<UInt8>) {
    objects.scan(object.id, object.kind, content)
    progress.count(bytes: content.count)
    guard object.kind == .commit else { return }
    do throws(ObjectError.Reason) {
      let commit = try CommitObject(content)
      commits.append(
        CommitTable.Commit(
          number: object.number, tree: number(of: commit.tree),
          parents: commit.parents.compactMap { number(of: $0) },
          date: commit.committed(in: content)))
    } catch {
      fail(object, ObjectError(error, id: object.id))
    }
  }

  private mutating func number(of id: ObjectID) -> Int? {
    let number = store.number(of: id)
    if number == nil { missing.insert(id) }
    return number
  }

  /// Makes sure that the store has what is new in a tree.
  private mutating func checkEntries(of tree: PackedObject, _ content: Span<UInt8>) {
    var entries = TreeEntries(format: store.format)
    var copy = 0
    do throws(ObjectError.Reason) {
      while true {
        let start = entries.offset
        guard let entry = try entries.next(content) else { return }
        while copy < copies.count, copies[copy].range.upperBound < entries.offset { copy += 1 }
        // What was copied in one piece has been checked with the base.
        if copy < copies.count, copies[copy].range.lowerBound <= start { continue }
        if !entry.mode.isSubmodule, !store.contains(entry.id) { missing.insert(entry.id) }
      }
    } catch {
      fail(tree, ObjectError(error, id: tree.id))
    }
  }
}
