#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Finding a program by its name.
package enum Executable {
  /// The path of a program.
  ///
  /// Only absolute folders of `PATH` are searched: an empty or relative one would run what happens
  /// to lie in the folder that is scanned.
  ///
  /// - Parameters:
  ///   - name: A bare name, or a path, which is taken as it is.
  ///   - environment: Holds `PATH`.
  /// - Returns: The path of the first executable file of that name.
  /// - Throws: `SystemError` that `isNotFound` when there is none.
  package static func find(
    _ name: String, in environment: ProcessEnvironment
  ) throws(SystemError) -> String {
    if name.utf8.contains(UInt8(ascii: "/")) {
      guard FileSystem.isExecutable(name) else {
        throw SystemError(code: ENOENT, operation: "find program", path: name)
      }
      return name
    }
    for folder in (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    where folder.utf8.first == UInt8(ascii: "/") {
      let path = "\(folder)/\(name)"
      if FileSystem.isExecutable(path) { return path }
    }
    throw SystemError(code: ENOENT, operation: "find program", path: name)
  }
}
