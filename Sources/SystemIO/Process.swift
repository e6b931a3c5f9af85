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

  /// Lets the calling thread rest.
  package static func sleep(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}
