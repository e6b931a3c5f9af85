#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How many files this process may hold open.
package enum DescriptorLimit {
  /// The limit in force; at least 16, and no more than a million when there is none.
  package static var current: Int {
    var limit = rlimit()
    #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    let resource = RLIMIT_NOFILE
    #endif
    // SAFETY: the call fills the structure that it is lent.
    guard unsafe getrlimit(resource, &limit) == 0 else { return 256 }
    return Int(max(16, min(limit.rlim_cur, 1_000_000)))
  }
}
