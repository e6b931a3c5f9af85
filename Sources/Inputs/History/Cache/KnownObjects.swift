import Basics
import Findings
import GitFormat

/// Which objects of a store an earlier scan has seen, and found nothing in.
struct KnownObjects {
  /// The file that says so.
  let file: String
  /// Numbers of the objects that must be read.
  private(set) var unseen: NumberSet
  /// Numbers of trees, commits and tags that were seen: they lead to others.
  private(set) var leading: NumberSet
  /// Whether the store has everything that the earlier scan saw: then nothing can be missing that
  /// only seen objects name.
  let isClosed: Bool
  private var seen: [(number: Int, note: SeenObjects.Note)] = []

  /// Looks up all objects of a store.
  init(_ objects: borrowing SeenObjects, in store: NativeStore) {
    file = objects.path
    unseen = NumberSet(below: store.numberLimit)
    leading = NumberSet(below: store.numberLimit)
    var found = NumberSet(below: objects.count)
    var (position, last) = (0, ObjectID?.none)
    for number in 0..<store.numberLimit {
      let id = store.id(of: number)
      // Ids ascend within each pack and folder.
      if let last, id < last { position = 0 }
      last = id
      position = objects.position(ofFirstFrom: id, after: position)
      guard position < objects.count, objects.id(at: position) == id else {
        unseen.insert(number)
        continue
      }
      let isNew = found.insert(position)
      guard let note = objects.note(at: position), note.isClean else {
        unseen.insert(number)
        continue
      }
      guard isNew else { continue }
      // Of several copies, walks and trees mean the first.
      let first = store.number(of: id) ?? number
      if note.kind != .blob { leading.insert(first) }
      seen.append((first, note))
    }
    isClosed = found.count == objects.count
  }

  /// Calls a body with the number of each object that was seen.
  func forEach(_ body: (Int, SeenObjects.Note) -> Void) {
    for (number, note) in seen { body(number, note) }
  }

  /// What the seen objects were.
  func insertKinds(into kinds: inout ObjectKinds) {
    for (number, note) in seen { kinds.insert(number, note.kind) }
  }

  /// How much was looked at when the objects were seen.
  var tally: ScanReport.Tally {
    var tally = ScanReport.Tally()
    for (_, note) in seen {
      tally.bytes += note.size
      if note.kind == .blob { tally.blobs += 1 }
      if note.kind == .commit { tally.commits += 1 }
    }
    return tally
  }
}
