package import Basics
internal import Synchronization

/// Objects that trees name, but that a store does not have, numbered behind those that it has: lost
/// or left at a remote, or commits of submodules, which belong to another repository.
package final class MissingObjects: Sendable {
  private struct State {
    var numbers: [ObjectID: Int] = [:]
    var ids: [ObjectID] = []
    /// Those that the store should have.
    var lacking: Set<ObjectID> = []
  }

  private let first: Int
  private let state = Mutex(State())

  /// Begins without any.
  package init(of store: any ObjectStore) { first = store.numberLimit }

  /// Every number of an object of the store, or of one that it lacks, is below this.
  package var numberLimit: Int { first + state.withLock { $0.ids.count } }

  /// Returns the number of an object that the store does not have, and gives it one if it has none;
  /// a foreign one belongs to a submodule, so that it is not missed.
  package func number(of id: ObjectID, isForeign: Bool = false) -> Int {
    state.withLock { state in
      if !isForeign { state.lacking.insert(id) }
      if let known = state.numbers[id] { return known }
      let number = first + state.ids.count
      state.numbers[id] = number
      state.ids.append(id)
      return number
    }
  }

  /// Returns the id of the object with a number; nil when the store has it.
  package func id(of number: Int) -> ObjectID? {
    number < first ? nil : state.withLock { $0.ids[number - first] }
  }

  /// Returns the id of the object with a number if the store should have it, but has not.
  package func lackingID(of number: Int) -> ObjectID? {
    guard let id = id(of: number) else { return nil }
    return state.withLock { $0.lacking.contains(id) } ? id : nil
  }

  /// What the store should have, ascending.
  package var lacking: [ObjectID] { state.withLock { $0.lacking.sorted() } }
}
