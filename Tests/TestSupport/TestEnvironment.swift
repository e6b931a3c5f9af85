import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// The environment of the tests and of all that they run: the same whoever runs them, and where.
enum TestEnvironment {
  /// Variables that are left: where programs and temporary files are, what the runner of the tests
  /// needs, and what is meant for the tests.
  private static let kept: Set<String> = ["PATH", "TMPDIR", "USER", "LOGNAME", "SUDO_UID"]
  private static let keptPrefixes = [
    "KUNCI_", "LD_", "DYLD_", "LLVM_", "SWIFT", "XCT", "XCODE", "DEVELOPER_DIR", "SDKROOT",
  ]

  /// Cleans the environment of this process, once, before anything is made or run.
  static let cleaned: Void = {
    for name in ProcessInfo.processInfo.environment.keys
    where !kept.contains(name) && !keptPrefixes.contains(where: name.hasPrefix) {
      unsetenv(name)
    }
    // A folder in which git finds no settings, and which no test can write to.
    setenv("HOME", "/nonexistent", 1)
    setenv("LC_ALL", "C", 1)
    setenv("TZ", "UTC", 1)
    umask(0o022)
  }()
}
