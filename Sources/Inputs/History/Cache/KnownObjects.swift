import Basics
import Engine
import Findings
import GitFormat
import GitRepository

/// Which objects of a store need not be read, as an earlier scan has seen them.
struct KnownObjects {
  /// The file that says so.
  let file: String
  /// Numbers of the objects that must be read.
  private(set) var unseen: NumberSet
  /// Numbers of trees and commits that were seen, and of which is not known what they lead to.
  private(set) var leading: NumberSet
  /// What the others lead to, by the store's numbers.
  let links: SeenLinks
  /// Whether the store has everything that the earlier scan saw: then nothing can be missing that
  /// only seen objects name.
  let isClosed: Bool
  /// What was found in them, without the secrets; all of one object together.
  let occurrences: [Occurrence]
  private var seen: [(number: Int, note: SeenObjects.Note)] = []

  /// Looks up all objects of a store.
  ///
  /// - Parameters:
  ///   - objects: What was seen.
  ///   - content: What was found in it and what it leads to, by the places there.
  ///   - store: The store.
  ///   - shallow: Commits whose parents it does not have.
  ///   - needsSecrets: Whether all that holds secrets must be read.
  init(
    _ objects: borrowing SeenObjects, _ content: (found: SeenOutlines, links: SeenLinks),
    in store: NativeStore, shallow: Set<ObjectID>, needsSecrets: Bool
  ) {
    let links = content.links
    file = objects.path
    unseen = NumberSet(below: store.numberLimit)
    leading = NumberSet(below: store.numberLimit)
    var numbers = [UInt32](repeating: TreeLinks.nothing, count: objects.count)
    var found = 0
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
      // Of several copies, walks and trees mean the first.
      let isNew = numbers[position] == TreeLinks.nothing
      let first = isNew ? store.number(of: id) ?? number : number
      if isNew {
        numbers[position] = UInt32(first)
        found += 1
      }
      guard let note = objects.note(at: position),
        note.content == .clean || note.content == .outlined && !needsSecrets
      else {
        unseen.insert(number)
        continue
      }
      if isNew { seen.append((first, note)) }
    }
    isClosed = found == objects.count
    let unseen = unseen
    occurrences = content.found.occurrences { place in
      let number = numbers[place]
      guard number != TreeLinks.nothing, !unseen.contains(Int(number)) else { return nil }
      return objects.id(at: place)
    }
    self.links = SeenLinks(
      [links.trees],
      links.commits.filter { !shallow.contains(objects.id(at: $0.number)) },
      numbers: numbers, where: { !unseen.contains($0) })
    var linked = NumberSet(below: store.numberLimit)
    self.links.forEach { linked.insert($0) }
    for (number, note) in seen
    where [.tree, .commit].contains(note.kind) && !linked.contains(number) {
      leading.insert(number)
    }
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
      tally.bytes += note.bytes
      tally.members += note.members
      if note.kind == .blob { tally.blobs += 1 }
      if note.kind == .commit { tally.commits += 1 }
    }
    return tally
  }
}
