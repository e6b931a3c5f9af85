package import Basics
package import GitFormat
internal import Synchronization
package import SystemIO

/// The objects of a repository as the git program reads them: slower than kunci's own reading, and
/// there for what only git can read, and to compare with.
package final class GitProgramStore: ObjectStore {
  package let format: ObjectFormat
  package var numberLimit: Int { ids.count }

  /// What git complains of while it lists the objects: it leaves out what is in a pack or folder
  /// that it cannot use, and is content.
  let problems: [ObjectError]

  private let repository: Repository
  /// All objects that are stored, ascending; an object's number is its place here.
  private let ids: [ObjectID]
  private let kinds: [ObjectKind]
  /// Numbers in the order in which `cat-file` reads them fastest: against the order of the pack, so
  /// that the bases of many deltas are still in git's cache.
  private let order: [UInt32]

  /// Neighbours are often deltas of each other, so what a thread takes at once should not be little.
  private static let runLength = 2_000

  /// Lists every object that is stored, reachable or not; one that is too damaged to have a kind is
  /// left out.
  package init(_ repository: Repository) throws(GitError) {
    var entries: [(id: ObjectID, kind: ObjectKind)] = []
    var command = try repository.start([
      "cat-file", "--batch-check=%(objectname) %(objecttype)", "--batch-all-objects",
      "--unordered", "--buffer",
    ])
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      if let entry = command.withRecord({ Self.entry($0) }) {
        entries.append(entry)
      } else if !command.withRecord({ Self.isUnreadable($0) }) {
        _ = try command.finish()
        throw command.unexpected("an object of another form")
      }
    }
    let complaints = Set(try command.finish().filter { $0.hasPrefix("error: ") })
    problems = complaints.sorted().map {
      ObjectError(.reader("git: \($0.dropFirst(7))"), file: repository.folder)
    }
    if entries.isEmpty { try repository.checkThatGitAnswers(instead: "git cat-file") }
    self.repository = repository
    format = repository.objectFormat
    let sorted = entries.indices.sorted { entries[$0].id < entries[$1].id }
    ids = sorted.map { entries[$0].id }
    kinds = sorted.map { entries[$0].kind }
    var order = [UInt32](repeating: 0, count: entries.count)
    for (number, place) in sorted.enumerated() {
      order[entries.count - 1 - place] = UInt32(number)
    }
    self.order = order
  }

  /// Reads `<id> <kind>`.
  private static func entry(_ line: Span<UInt8>) -> (id: ObjectID, kind: ObjectKind)? {
    guard let space = line.firstIndex(of: UInt8(ascii: " ")),
      let id = ObjectID(hex: line.extracting(..<space)),
      let kind = ObjectKind(rawValue: String(decoding: line.extracting((space + 1)...)))
    else { return nil }
    return (id, kind)
  }

  /// Reads `<id> missing`, which git says of an object without a kind.
  private static func isUnreadable(_ line: Span<UInt8>) -> Bool {
    guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return false }
    return ObjectID(hex: line.extracting(..<space)) != nil
      && String(decoding: line.extracting((space + 1)...)) == "missing"
  }

  package func number(of id: ObjectID) -> Int? {
    let place = ids.partitionPoint { $0 < id }
    return place < ids.count && ids[place] == id ? place : nil
  }

  package func id(of number: Int) -> ObjectID { ids[number] }

  package func makeReader() -> any SingleObjectReader { GitProgramReader(repository) }

  /// Opens nothing: what git says is to be compared with what the files say.
  package func openCommitGraph() -> CommitGraph? { nil }

  package func walk<Visitor: ObjectVisitor>(
    _ wanted: NumberSet?, _ visitors: PerWorker<Visitor>,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    let order =
      wanted.map { wanted in self.order.filter { wanted.contains(Int($0)) } } ?? self.order
    let next = Atomic(0)
    let runs = (order.count + Self.runLength - 1) / Self.runLength
    let body: @Sendable (Int) -> Void = { worker in
      visitors.with(worker) { visitor in
        while !isCancelled() {
          let start = next.add(Self.runLength, ordering: .relaxed).oldValue
          guard start < order.count else { break }
          self.read(
            order[start..<min(order.count, start + Self.runLength)], &visitor,
            isCancelled: isCancelled)
        }
      }
    }
    Threads.run(min(visitors.count, max(1, runs)), body)
  }

  private func read<Visitor: ObjectVisitor>(
    _ numbers: ArraySlice<UInt32>, _ visitor: inout Visitor, isCancelled: () -> Bool
  ) {
    do throws(GitError) {
      var reader = try BatchReader(repository)
      let wanted = numbers.map { ids[Int($0)] }
      try reader.read(wanted[...]) { id, kind, content in
        guard !isCancelled(), let number = number(of: id) else { return }
        let object = StoredObject(
          id: id, number: number, kind: kind, size: content.count, isCopy: false)
        _ = visitor.visit(object, content)
      } unreadable: { id, why in
        // A terminal sends Ctrl-C to git as well; its death is no damage.
        guard !isCancelled() else { return }
        visitor.fail(object(id), ObjectError(why, id: id))
      }
      try reader.finish()
    } catch {
      guard !isCancelled() else { return }
      visitor.fail(nil, ObjectError(.reader(error.description), file: repository.folder))
    }
  }

  private func object(_ id: ObjectID) -> StoredObject? {
    number(of: id).map {
      StoredObject(id: id, number: $0, kind: kinds[$0], size: 0, isCopy: false)
    }
  }
}

extension ObjectError {
  fileprivate init(_ why: BatchReader.Unreadable, id: ObjectID) {
    let reason: Reason =
      switch why {
      case .missing: .missing
      case .tooLarge(let bytes): .tooLarge(bytes: bytes)
      case .corrupt(let how): .reader(how)
      }
    self.init(reason, id: id)
  }
}

/// Reads single objects through one `git cat-file --batch`.
package final class GitProgramReader: SingleObjectReader {
  private let repository: Repository
  private var reader: Box?

  private final class Box {
    var reader: BatchReader

    init(_ repository: Repository) throws(GitError) { reader = try BatchReader(repository) }
  }

  package init(_ repository: Repository) { self.repository = repository }

  package func read(
    _ id: ObjectID, limit: Int, into buffer: inout ByteBuffer
  ) throws(ObjectError) -> ObjectKind {
    do throws(GitError) {
      let box: Box
      if let reader { box = reader } else { box = try Box(repository) }
      reader = box
      guard let (kind, content) = try box.reader.read(id) else {
        throw GitError(.unexpectedOutput, command: "git cat-file", message: "no object")
      }
      guard content.count <= limit else {
        throw GitError(.unexpectedOutput, command: "git cat-file", message: "too large")
      }
      buffer.removeAll()
      buffer.append(content.span)
      return kind
    } catch {
      throw ObjectError(.reader(error.description), id: id)
    }
  }
}
