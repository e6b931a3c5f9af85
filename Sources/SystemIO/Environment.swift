#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The variables that the process was started with.
package enum Environment {
  /// The value of a variable; nil when it is not set, empty when it is set to nothing.
  package static func value(of name: String) -> String? {
    // SAFETY: `getenv` reads the name; the text is copied at once, and nothing here sets variables.
    guard let text = unsafe getenv(name) else { return nil }
    return unsafe String(cString: text)
  }
}
