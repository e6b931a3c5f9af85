#if canImport(Glibc)
// `environ` is a plain variable of the C library; nothing in kunci writes to it.
@unsafe @preconcurrency import Glibc
#else
import Darwin
#endif

/// The environment variables that a child process is given.
///
/// Names and values are kept as bytes: a home folder need not be UTF-8.
package struct ProcessEnvironment: Sendable, Equatable {
  private var variables: [[UInt8]: [UInt8]] = [:]

  /// An environment without variables.
  package init() {}

  /// The environment that this process was started with.
  package static var current: ProcessEnvironment {
    var environment = ProcessEnvironment()
    #if canImport(Glibc)
    let first: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe environ
    #else
    let first = unsafe _NSGetEnviron().pointee
    #endif
    // SAFETY: nil only when a program has cleared its own environment.
    guard var next = unsafe first else { return environment }
    // SAFETY: the list ends with nil, each entry with NUL; nothing changes it while we read.
    while let entry = unsafe next.pointee {
      let length = unsafe strlen(entry)
      let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: entry, count: length))
      if let cut = bytes.firstIndex(of: UInt8(ascii: "=")) {
        environment.variables[Array(bytes[..<cut])] = Array(bytes[(cut + 1)...])
      }
      unsafe next += 1
    }
    return environment
  }

  /// The value of a variable as text, with what is not UTF-8 replaced; nil removes the variable.
  package subscript(name: String) -> String? {
    get { self[bytes: name].map { String(decoding: $0, as: UTF8.self) } }
    set { self[bytes: name] = newValue.map { Array($0.utf8) } }
  }

  /// The value of a variable as bytes; nil removes the variable.
  package subscript(bytes name: String) -> [UInt8]? {
    get { variables[Array(name.utf8)] }
    set { variables[Array(name.utf8)] = newValue }
  }

  /// Whether a variable is set whose name begins so.
  package func hasName(startingWith start: String) -> Bool {
    variables.keys.contains { $0.starts(with: start.utf8) }
  }

  /// The variables whose name passes a test.
  package func filtered(_ isKept: (_ name: String) -> Bool) -> ProcessEnvironment {
    var kept = ProcessEnvironment()
    kept.variables = variables.filter { isKept(String(decoding: $0.key, as: UTF8.self)) }
    return kept
  }

  /// The path of the first executable file of a bare name, or a path as it is.
  ///
  /// Only absolute folders of `PATH` are searched: an empty or relative one would run what happens
  /// to lie in the folder that is scanned.
  ///
  /// - Throws: `SystemError` that `isNotFound` when there is none.
  package func program(named name: String) throws(SystemError) -> String {
    let folders = (self["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    let candidates =
      name.contains("/")
      ? [name] : folders.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    guard let path = candidates.first(where: FileSystem.isExecutable) else {
      throw SystemError(code: ENOENT, operation: "find program", path: name)
    }
    return path
  }

  /// The variables as `NAME=value`, sorted, so that children see the same order each time.
  var entries: [[UInt8]] {
    variables.map { $0.key + [UInt8(ascii: "=")] + $0.value }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }
}
