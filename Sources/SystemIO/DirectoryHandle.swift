#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An open folder; what is in it is opened relative to it and never through a symbolic link.
///
/// Nothing that another program renames or replaces meanwhile can lead out of the folder, and no
/// path grows too long for the system, however deep the tree. Closes itself.
package struct DirectoryHandle: ~Copyable, Sendable {
  /// The descriptor, for calls that this type does not offer.
  package let descriptor: Int32

  /// Opens a folder by its path, following symbolic links.
  package init(path: String) throws(SystemError) {
    let opened = retryingInterruptions {
      // SAFETY: `open` only reads the path.
      unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    guard opened >= 0 else { throw SystemError.last("open", path) }
    descriptor = opened
  }

  private init(adopting descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Lends the name and kind of each entry, in the system's order, without `.` and `..`.
  ///
  /// - Parameter body: Is lent the name's bytes, which need not be UTF-8; an entry that vanishes
  ///   while its kind is looked up is left out.
  /// - Throws: `SystemError` (with an empty path) when the folder cannot be read.
  package func forEachEntry(
    _ body: (_ name: Span<UInt8>, _ kind: FileKind) -> Void
  ) throws(SystemError) {
    // A descriptor of its own, so that two listings do not share one position.
    let listing = retryingInterruptions {
      // SAFETY: `openat` only reads the constant path.
      unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    guard listing >= 0 else { throw SystemError.last("open", "") }
    // SAFETY: `fdopendir` takes over the descriptor when it succeeds.
    guard let stream = unsafe fdopendir(listing) else {
      let error = SystemError.last("list", "")
      close(listing)
      throw error
    }
    // SAFETY: the stream is used on this thread only, up to here.
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      // SAFETY: the entry stays valid until the next call on the stream; `d_name` ends with NUL.
      guard let entry = unsafe readdir(stream) else {
        guard errno == 0 else { throw SystemError.last("list", "") }
        return
      }
      let start = unsafe UnsafeRawPointer(entry) + nameOffset
      let name = unsafe start.assumingMemoryBound(to: UInt8.self)
      let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
      if unsafe name[0] == dot && (length == 1 || (length == 2 && name[1] == dot)) { continue }
      let kind: FileKind
      switch Int32(unsafe entry.pointee.d_type) {
      case typeFile: kind = .file
      case typeFolder: kind = .folder
      case typeLink: kind = .symbolicLink
      case typeUnknown:
        var status = stat()
        // SAFETY: the name ends with NUL; the structure is lent and filled.
        guard
          unsafe fstatat(
            descriptor, start.assumingMemoryBound(to: CChar.self), &status, AT_SYMLINK_NOFOLLOW)
            == 0
        else { continue }
        kind = FileKind(mode: status.st_mode)
      default: kind = .special
      }
      let bytes = unsafe UnsafeBufferPointer(start: name, count: length)
      body(unsafe Span(_unsafeElements: bytes), kind)
    }
  }

  /// Opens a folder that stands in this one, by its name without a slash.
  ///
  /// - Throws: `SystemError` with the name as its path; `ENOTDIR` or `ELOOP` for a symbolic link.
  package func openDirectory(named name: Span<UInt8>) throws(SystemError) -> DirectoryHandle {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    return DirectoryHandle(adopting: try openEntry(name, flags: flags))
  }

  /// Opens a file that stands in this folder for reading, by its name without a slash.
  ///
  /// Never waits: a pipe that has taken the file's place opens at once. Look at `kind`.
  ///
  /// - Throws: `SystemError` with the name as its path; `ELOOP` for a symbolic link.
  package func openFile(named name: Span<UInt8>) throws(SystemError) -> OpenFile {
    let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    return try OpenFile(
      adopting: try openEntry(name, flags: flags), path: String(decoding: name))
  }

  /// Whether an entry stands in this folder; a symbolic link counts, wherever it leads.
  package func holds(_ name: String) -> Bool {
    var status = stat()
    // SAFETY: `fstatat` reads the name and fills the structure that it is lent.
    return unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
  }

  private func openEntry(_ name: Span<UInt8>, flags: Int32) throws(SystemError) -> Int32 {
    guard !name.isEmpty, !name.indices.contains(where: { name[$0] == 0 || name[$0] == slash })
    else {
      throw SystemError(code: EINVAL, operation: "open", path: String(decoding: name))
    }
    // SAFETY: `count + 1` bytes are lent, all are written, the last is the NUL that ends the name.
    let opened = unsafe withUnsafeTemporaryAllocation(
      of: CChar.self, capacity: name.count + 1
    ) { buffer in
      for index in name.indices { unsafe buffer[index] = CChar(bitPattern: name[index]) }
      unsafe buffer[name.count] = 0
      guard let start = buffer.baseAddress else { return Int32(-1) }
      return retryingInterruptions { unsafe openat(descriptor, start, flags) }
    }
    guard opened >= 0 else { throw SystemError.last("open", String(decoding: name)) }
    return opened
  }
}

/// Where the name starts in a directory entry; both systems keep it last, behind the kind.
private let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0

private let dot = UInt8(ascii: ".")
private let slash = UInt8(ascii: "/")
private let typeUnknown = Int32(DT_UNKNOWN)
private let typeFile = Int32(DT_REG)
private let typeFolder = Int32(DT_DIR)
private let typeLink = Int32(DT_LNK)
