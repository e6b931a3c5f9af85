#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file open for reading; closes itself.
package struct OpenFile: ~Copyable, Sendable {
  /// The descriptor, for calls that this type does not offer.
  package let descriptor: Int32
  /// What was known of the file when it was opened.
  package let status: FileStatus
  /// The name to use in errors.
  private let path: String

  /// Opens a file for reading, following symbolic links.
  ///
  /// Folders open too: look at `status.kind`.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - waits: Whether to wait for a writer when the file is a pipe; what is read from one that
  ///     does not is at its end.
  /// - Throws: `SystemError`.
  package init(path: String, waits: Bool = true) throws(SystemError) {
    let descriptor = retryingInterruptions {
      // SAFETY: `open` only reads the path, which Swift ends with NUL for the call.
      unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (waits ? 0 : O_NONBLOCK))
    }
    guard descriptor >= 0 else { throw SystemError.last("open", path) }
    try self.init(adopting: descriptor, path: path)
  }

  /// Takes over an open descriptor, also when this throws.
  init(adopting descriptor: Int32, path: @autoclosure () -> String) throws(SystemError) {
    var status = stat()
    // SAFETY: `fstat` fills the structure that it is lent.
    guard unsafe fstat(descriptor, &status) == 0 else {
      let error = SystemError.last("stat", path())
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    self.status = FileStatus(status)
    self.path = path()
  }

  deinit { close(descriptor) }

  /// The size in bytes when the file was opened.
  package var size: Int { status.size }
  /// What kind of thing was opened.
  package var kind: FileKind { status.kind }

  /// Makes sure that reading comes to an end: that it is a regular file, and not too large.
  ///
  /// - Parameter limit: Most bytes that it may have.
  /// - Throws: `SystemError` when it is not.
  package func expectRegular(atMost limit: Int = .max) throws(SystemError) {
    guard kind == .file else {
      throw kind == .folder
        ? SystemError(code: EISDIR, operation: "read", path: path) : SystemError.notRegular(path)
    }
    guard size <= limit else { throw SystemError(code: EFBIG, operation: "read", path: path) }
  }

  /// Reads from the current position to the end, in place of what the buffer held.
  package func readAll(into buffer: inout ByteBuffer) throws(SystemError) {
    buffer.removeAll()
    // One byte more than the size: a read that stops short of it has met the end, so that a
    // regular file costs one call.
    let expected = kind == .file ? size : 0
    var room = max(expected + 1, 65_536)
    while true {
      let got = try readMore(atMost: room, into: &buffer)
      if got == 0 || (got < room && expected > 0 && buffer.count == expected) { return }
      room = max(room - got, 65_536)
    }
  }

  /// Reads on from the current position, behind what the buffer holds.
  ///
  /// - Returns: The number of bytes read; 0 at the end of the file.
  package func readMore(
    atMost limit: Int, into buffer: inout ByteBuffer
  ) throws(SystemError) -> Int {
    guard let got = try readAvailable(descriptor, of: path, atMost: limit, into: &buffer) else {
      throw SystemError.last("read", path)
    }
    return got
  }

  /// Reads up to `limit` bytes at an offset from the start of the file, behind what the buffer
  /// holds, without moving the current position.
  ///
  /// - Returns: The number of bytes read: less than `limit` only at the end of the file.
  @discardableResult
  package func read(
    at offset: Int, atMost limit: Int, into buffer: inout ByteBuffer
  ) throws(SystemError) -> Int {
    var total = 0
    while total < limit {
      let wanted = limit - total
      let position = off_t(offset + total)
      let got = try unsafe buffer.appendInPlace(room: wanted) { free throws(SystemError) in
        let got = retryingInterruptions {
          // SAFETY: `free` has at least `wanted` bytes.
          unsafe pread(descriptor, free.baseAddress, wanted, position)
        }
        guard got >= 0 else { throw SystemError.last("read", path) }
        return got
      }
      if got == 0 { break }
      total += got
    }
    return total
  }
}
