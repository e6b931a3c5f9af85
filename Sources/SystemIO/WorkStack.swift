internal import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Work shared by several threads that find more of it as they go.
///
/// Every worker loops over `next()`; whoever gets an item may push more before it calls `next()`
/// again, which also tells that the item is done. All get nil once nothing is left and nobody can
/// add anything any more. The last item pushed comes first, so that trees are walked in depth.
@safe package final class WorkStack<Item: Sendable>: @unchecked Sendable {
  // SAFETY (of `@unchecked Sendable`): `items` and `busy` are touched only under `lock`.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var items: [Item]
  /// How many workers hold an item and may still push more.
  private var busy = 0
  /// How many workers wait for an item; changed under `lock`, and read without it as a hint.
  private let waiting = Atomic(0)

  /// Makes a stack with its first items.
  package init(_ items: [Item]) {
    self.items = items
    // SAFETY: system locks need a fixed address; both are set up here and torn down in `deinit`.
    unsafe lock = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(changed, nil)
  }

  deinit {
    // SAFETY: nobody waits on a lock whose owner nobody holds any more.
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(lock)
    unsafe changed.deallocate()
    unsafe lock.deallocate()
  }

  /// Adds items; only while the calling worker holds an item that `next` gave it.
  package func push(_ more: [Item]) {
    guard !more.isEmpty else { return }
    // SAFETY: the lock is initialised; it is given back below.
    unsafe pthread_mutex_lock(lock)
    items.append(contentsOf: more)
    if isAwaited { unsafe pthread_cond_broadcast(changed) }
    unsafe pthread_mutex_unlock(lock)
  }

  /// Whether a worker has nothing to do, as of a moment ago: who holds an item of many parts can then
  /// leave some of them to it.
  package var isAwaited: Bool { waiting.load(ordering: .relaxed) > 0 }

  /// Waits for an item; nil when all work is done.
  ///
  /// `finished` tells that the calling worker held an item, which is now done.
  package func next(finished: Bool) -> Item? {
    // SAFETY: the lock is initialised; it is given back on every way out.
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    if finished { busy -= 1 }
    while true {
      if let item = items.popLast() {
        busy += 1
        return item
      }
      if busy == 0 {
        unsafe pthread_cond_broadcast(changed)
        return nil
      }
      waiting.add(1, ordering: .relaxed)
      unsafe pthread_cond_wait(changed, lock)
      waiting.subtract(1, ordering: .relaxed)
    }
  }
}
