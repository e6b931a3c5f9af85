import Synchronization
import SystemIO
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct WorkStackTests {
  /// Each item leads to two smaller ones; every worker must see the end, and none an item twice.
  @Test(arguments: [1, 2, 8]) func handsOutEachItemOnce(workers: Int) {
    let stack = WorkStack([12])
    let seen = Atomic<Int>(0)
    let ended = Atomic<Int>(0)
    Threads.run(workers) { _ in
      var finished = false
      while let depth = stack.next(finished: finished) {
        finished = true
        seen.add(1, ordering: .relaxed)
        if depth > 0 { stack.push([depth - 1, depth - 1]) }
      }
      ended.add(1, ordering: .relaxed)
    }
    #expect(seen.load(ordering: .relaxed) == (1 << 13) - 1)
    #expect(ended.load(ordering: .relaxed) == workers)
  }

  @Test func tellsThatAWorkerWaits() {
    let stack = WorkStack([0])
    #expect(!stack.isAwaited)
    let seesIt = Atomic(false)
    Threads.run(2) { _ in
      guard stack.next(finished: false) != nil else { return }
      // The other one comes to wait while this one holds the only item.
      for _ in 0..<10_000 where !stack.isAwaited { usleep(1_000) }
      if stack.isAwaited { seesIt.store(true, ordering: .relaxed) }
      _ = stack.next(finished: true)
    }
    #expect(seesIt.load(ordering: .relaxed) == true)
    #expect(!stack.isAwaited)
  }

  @Test func anEmptyStackEndsAtOnce() {
    #expect(WorkStack<Int>([]).next(finished: false) == nil)
  }
}
