internal import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The user's wish that this process ends: Ctrl-C, or `SIGTERM`.
package enum Interruption {
  private static let flag = Atomic(false)
  private static let isWatching = Atomic(false)

  /// Whether the wish was uttered; always false before `watch()`.
  package static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Makes the first such signal a wish that the program sees to; the second ends it at once.
  ///
  /// A signal that is ignored, as in the background job of a script, stays so. One that is only held
  /// back, as by a parent that starts programs from a thread pool, comes through. To be called
  /// before other threads start; only the first call does anything.
  package static func watch() {
    guard !isWatching.exchange(true, ordering: .acquiringAndReleasing) else { return }
    // A value that is made when first used must not be made by a signal's handler.
    _ = isRequested
    var heldBack = sigset_t()
    // SAFETY: the calls fill and read the set that they are lent.
    unsafe sigemptyset(&heldBack)
    for number in [SIGINT, SIGTERM] {
      unsafe sigaddset(&heldBack, number)
      let previous = signal(number, handle)
      // SAFETY: both are pointers to C functions; they are compared, not called.
      let wasIgnored =
        unsafe unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      if wasIgnored { _ = signal(number, SIG_IGN) }
    }
    unsafe pthread_sigmask(SIG_UNBLOCK, &heldBack, nil)
  }

  /// Does only what signal-safety(7) allows.
  private static let handle: @convention(c) (Int32) -> Void = { number in
    flag.store(true, ordering: .relaxed)
    _ = signal(number, SIG_DFL)
  }
}
