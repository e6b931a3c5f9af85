import Synchronization
import Testing

@testable import SystemIO

struct ThreadsTests {
  @Test(arguments: [-1, 0, 1, 2, 9])
  func everyWorkerRunsOnce(_ count: Int) {
    let seen = Seen()
    Threads.run(count) { worker in seen.workers.withLock { $0.append(worker) } }
    #expect(seen.workers.withLock { $0.sorted() } == Array(0..<max(1, count)))
  }

  /// The companion has ended when the result is there, and it was there until then.
  @Test func aCompanionEndsWithTheWork() {
    let seen = Seen()
    let result = Threads.run {
      for _ in 0..<10_000 where seen.workers.withLock({ $0.isEmpty }) {
        Process.sleep(milliseconds: 1)
      }
      return 7
    } beside: { isDone in
      seen.workers.withLock { $0.append(1) }
      while !isDone() { Process.sleep(milliseconds: 1) }
      seen.workers.withLock { $0.append(2) }
    }
    #expect(result == 7)
    #expect(seen.workers.withLock { $0 } == [1, 2])
  }

  private final class Seen: Sendable {
    let workers = Mutex<[Int]>([])
  }
}
