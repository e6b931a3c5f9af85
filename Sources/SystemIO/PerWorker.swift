import Synchronization

/// A value for each worker of a parallel run, such as its working memory.
///
/// Each worker uses only its own value, which therefore needs no lock; using one from two threads at
/// once is a programming error and ends the process.
@safe package final class PerWorker<Value>: @unchecked Sendable {
  // SAFETY (of `@unchecked Sendable`): a slot is used by one thread at a time, which `isBusy` makes
  // sure of; threads that use it one after the other are ordered by its atomic.
  private let slots: [Slot]

  private final class Slot {
    var value: Value
    let isBusy = Atomic(false)

    init(_ value: Value) { self.value = value }
  }

  /// Makes a value for each of so many workers.
  package init(_ count: Int, _ make: () -> Value) {
    slots = (0..<max(1, count)).map { _ in Slot(make()) }
  }

  package var count: Int { slots.count }

  /// Lends a worker its value.
  package func with<Result, Failure: Error>(
    _ worker: Int, _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let slot = slots[worker]
    let wasBusy = slot.isBusy.exchange(true, ordering: .acquiringAndReleasing)
    precondition(!wasBusy, "worker \(worker) is used by two threads")
    defer { slot.isBusy.store(false, ordering: .releasing) }
    return try body(&slot.value)
  }

  /// Lends every value in turn, after the run.
  package func forEach(_ body: (inout Value) -> Void) {
    for worker in slots.indices { with(worker, body) }
  }
}
