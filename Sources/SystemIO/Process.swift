#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// This process.
package enum Process {
  /// Ends it.
  package static func exit(_ code: Int32) -> Never {
    #if canImport(Darwin)
    Darwin.exit(code)
    #else
    Glibc.exit(code)
    #endif
  }

  /// Path of the program that runs; nil where the system does not say.
  package static var executablePath: String? {
    #if canImport(Darwin)
    var size = UInt32(0)
    // SAFETY: the first call only tells the size, the second fills a buffer of that size.
    unsafe _NSGetExecutablePath(nil, &size)
    var buffer = [CChar](repeating: 0, count: Int(size))
    guard unsafe _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return try? FileSystem.realPath(String(decoding: bytes, as: UTF8.self))
    #else
    return try? FileSystem.realPath("/proc/self/exe")
    #endif
  }

  /// Milliseconds of a clock that nobody sets.
  package static var milliseconds: Int {
    var time = timespec()
    // SAFETY: the call fills the structure that it is lent.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// Seconds since 1970, by the clock on the wall.
  package static var secondsSince1970: Int { time(nil) }

  /// The number of the user with whose rights it runs.
  package static var effectiveUser: UInt32 { geteuid() }

  /// Lets the calling thread rest.
  package static func sleep(milliseconds: UInt32) { usleep(milliseconds * 1000) }

  /// How many files it may hold open: at least 16, and no more than a million without a limit.
  package static var descriptorLimit: Int {
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

/// The variables that the process was started with.
package enum Environment {
  /// The value of a variable; nil when it is not set, empty when it is set to nothing.
  package static func value(of name: String) -> String? {
    // SAFETY: `getenv` reads the name; the text is copied at once, and nothing here sets variables.
    guard let text = unsafe getenv(name) else { return nil }
    return unsafe String(cString: text)
  }
}
