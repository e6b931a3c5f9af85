#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A system call that failed: what was tried, on what, and the system's reason.
///
/// The description reads `open src/a.txt: Permission denied`.
package struct SystemError: Error, Equatable, Hashable, Sendable {
  /// The value of `errno`.
  package let code: Int32
  /// What was tried, in a word: `open`, `read`, `rename`.
  package let operation: String
  /// The file or folder that it was tried on; empty when there is none.
  package let path: String

  /// Makes an error of its parts.
  package init(code: Int32, operation: String, path: String = "") {
    self.code = code
    self.operation = operation
    self.path = path
  }

  /// The error that the calling thread's last system call left in `errno`.
  static func last(_ operation: String, _ path: String) -> SystemError {
    SystemError(code: errno, operation: operation, path: path)
  }

  /// The error of meeting something else where a regular file was expected.
  package static func notRegular(_ path: String) -> SystemError {
    SystemError(code: ENXIO, operation: "open", path: path)
  }

  /// The error of reaching into a folder that is no longer open.
  package static func notOpen(_ path: String) -> SystemError {
    SystemError(code: EBADF, operation: "open", path: path)
  }

  /// The same failure, told of another path.
  package func at(path: String) -> SystemError {
    SystemError(code: code, operation: operation, path: path)
  }

  /// The system's words for the reason, such as `Permission denied`.
  package var reason: String {
    // The system says `No such device or address`.
    if isSpecialFile { return "this is no regular file" }
    // 256 bytes hold every message of glibc and of Darwin; a longer one is cut, never overrun.
    let text = unsafe [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
      count = unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
        // SAFETY: the size is passed on, and the call ends its text with NUL within it.
        guard let base = characters.baseAddress,
          unsafe strerror_r(code, base, characters.count) == 0
        else { return 0 }
        return unsafe strnlen(base, characters.count)
      }
    }
    guard !text.isEmpty else { return "error \(code)" }
    return String(decoding: text, as: UTF8.self)
  }

  /// What failed and why, as a user reads it: `a.txt: cannot open: Permission denied`.
  package var message: String { path + ": " + failure }

  /// The same without the path: `cannot open: Permission denied`.
  package var failure: String { "cannot \(operation): \(reason)" }

  /// Nothing stands at the path.
  package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
  /// A symbolic link stood where none is followed.
  ///
  /// Linux says `ELOOP`, or `ENOTDIR` when a folder was asked for.
  package var isSymbolicLink: Bool { code == ELOOP }
  /// No file can have such a name.
  package var isNameTooLong: Bool { code == ENAMETOOLONG }
  /// A socket or pipe stood where a regular file was expected.
  package var isSpecialFile: Bool { code == ENXIO }
  /// The reader of a pipe has gone.
  package var isBrokenPipe: Bool { code == EPIPE }
}

extension SystemError: CustomStringConvertible {
  package var description: String {
    path.isEmpty ? "\(operation): \(reason)" : "\(operation) \(path): \(reason)"
  }
}

/// Repeats a system call, which returns a negative number for failure and then sets `errno`, for as
/// long as a signal interrupts it.
func retryingInterruptions<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
