#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A new content for a file, written piece by piece beside it and put in its place in one step.
///
/// It has the permission bits of the file, and its owner and group where the system allows that. What
/// is not put in place goes away.
package struct ReplacementFile: ~Copyable {
  /// Path of the new content, until it is in place.
  package let temporaryPath: String
  private let path: String
  private let descriptor: Int32
  private var isOpen = true
  private var isInPlace = false

  /// Begins a new content for a file that is there; a link to it must have been resolved.
  package init(of path: String) throws(SystemError) {
    var status = stat()
    // SAFETY: `stat` reads the path and fills the structure that it is lent.
    guard unsafe stat(path, &status) == 0 else { throw SystemError.last("stat", path) }
    let temporary = FileSystem.temporaryPath(beside: path)
    let descriptor = retryingInterruptions {
      // SAFETY: `open` only reads the path. `O_EXCL`: never write through somebody's link.
      unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
    }
    guard descriptor >= 0 else { throw SystemError.last("open", temporary) }
    // Nobody but root may give files away; and it takes bits away, so these come after it.
    _ = fchown(descriptor, status.st_uid, status.st_gid)
    guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else {
      let error = SystemError.last("chmod", temporary)
      close(descriptor)
      try? FileSystem.remove(temporary)
      throw error
    }
    self.path = path
    temporaryPath = temporary
    self.descriptor = descriptor
  }

  /// Writes on.
  package func append(_ bytes: Span<UInt8>) throws(SystemError) {
    try writeAll(bytes, to: descriptor, path: temporaryPath)
  }

  /// Ends writing: what cannot be stored is an error now, see close(2).
  package mutating func finish() throws(SystemError) {
    guard isOpen else { return }
    isOpen = false
    guard close(descriptor) == 0 else { throw SystemError.last("write", temporaryPath) }
  }

  /// Puts the new content in place of the old one.
  package mutating func putInPlace() throws(SystemError) {
    try finish()
    try FileSystem.move(temporaryPath, to: path)
    isInPlace = true
  }

  deinit {
    if isOpen { close(descriptor) }
    if !isInPlace { try? FileSystem.remove(temporaryPath) }
  }
}
