internal import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Runs one piece of code on several threads.
///
/// Plain POSIX threads, because a statically linked program starts two of them in a tenth of the
/// time that a task group takes to set up its pool (0.9 ms against 6.7 ms in all).
package enum Threads {
  /// Calls `body` once per worker, each on a thread of its own, and returns when all have ended.
  ///
  /// Worker 0 runs on the calling thread; when the system refuses a further thread, its share runs
  /// on the calling thread too, after worker 0. So no worker may wait for something that only
  /// another one does.
  package static func run(_ count: Int, _ body: @escaping @Sendable (_ worker: Int) -> Void) {
    var threads: [pthread_t] = []
    var refused: [Int] = []
    for worker in stride(from: 1, to: count, by: 1) {
      if let thread = start(ThreadBody { body(worker) }) {
        threads.append(thread)
      } else {
        refused.append(worker)
      }
    }
    body(0)
    refused.forEach(body)
    for thread in threads {
      _ = pthread_join(thread, nil)
    }
  }

  /// Works out so many values, each on a thread of its own, as ``run(_:_:)`` does.
  ///
  /// - Returns: The values, in the order of their numbers.
  package static func map<Result>(
    _ count: Int, _ value: @escaping @Sendable (_ number: Int) -> Result
  ) -> [Result] {
    guard count > 0 else { return [] }
    let results = PerWorker<Result?>(count) { nil }
    run(count) { number in results.with(number) { $0 = value(number) } }
    var all: [Result] = []
    results.forEach { result in
      if let result { all.append(result) }
    }
    return all
  }

  /// Does the work on the calling thread, with a companion on a thread of its own beside it.
  ///
  /// The work is always done; where the system refuses a second thread, it has no companion. The
  /// call waits for the companion, which must end soon after `isDone` says so.
  package static func run<Result>(
    _ work: () -> Result,
    beside companion: @escaping @Sendable (_ isDone: () -> Bool) -> Void
  ) -> Result {
    let flag = Flag()
    let thread = start(ThreadBody { companion { flag.isSet.load(ordering: .relaxed) } })
    let result = work()
    flag.isSet.store(true, ordering: .relaxed)
    if let thread { _ = pthread_join(thread, nil) }
    return result
  }

  /// Number of processors that this process may use.
  package static var available: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  private static func start(_ body: ThreadBody) -> pthread_t? {
    // SAFETY: the box is retained here and released by the thread, or below when none starts.
    let box = unsafe Unmanaged.passRetained(body)
    #if canImport(Darwin)
    var thread: pthread_t?
    let status = unsafe pthread_create(&thread, nil, threadMain, box.toOpaque())
    #else
    var thread = pthread_t()
    let status = unsafe pthread_create(&thread, nil, threadMainOptional, box.toOpaque())
    #endif
    guard status == 0 else {
      unsafe box.release()
      return nil
    }
    return thread
  }
}

private final class Flag: Sendable {
  let isSet = Atomic(false)
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  // SAFETY: the argument is the box that `start` retained; taking it balances that.
  let body = unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
  body.run()
  return nil
}

#if !canImport(Darwin)
private func threadMainOptional(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  return unsafe threadMain(argument)
}
#endif
