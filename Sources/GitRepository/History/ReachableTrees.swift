package import Basics
package import GitFormat
internal import Synchronization
internal import SystemIO

/// Finds what trees reach, by reading all of them.
///
/// Needed only where something is missing: whether it is missed depends on what names it.
package struct ReachableTrees {
  /// Missing objects that are reached, ascending.
  package private(set) var missing: [ObjectID] = []

  /// Walks.
  ///
  /// - Parameters:
  ///   - roots: Numbers of trees.
  ///   - store: The objects.
  ///   - threads: Number of threads.
  package init(from roots: [Int], in store: any ObjectStore, threads: Int) {
    let known = MissingObjects(of: store)
    var seen = NumberSet(below: store.numberLimit)
    var wanted = seen
    var reached: Set<ObjectID> = []
    for root in roots where seen.insert(root) { wanted.insert(root) }
    while !wanted.isEmpty {
      let readers = PerWorker(threads) { TreeEntriesReader(store, known) }
      store.walk(wanted, readers, isCancelled: { false })
      wanted = NumberSet(below: store.numberLimit)
      readers.forEach { reader in
        for (_, entries) in reader.takeTrees() {
          for entry in entries {
            let number = Int(entry.object)
            if number >= store.numberLimit {
              // What only trees in between name, read for their deltas, is not reached.
              if let id = known.lackingID(of: number) { reached.insert(id) }
            } else if reader.check.isFolder(entry), seen.insert(number) {
              wanted.insert(number)
            }
          }
        }
      }
    }
    missing = reached.sorted()
  }
}
