#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Small operations on whole files and folders, for settings, hooks and reports.
package enum FileSystem {
  /// Reads a whole file, following symbolic links.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - isOfAnyKind: Whether it may be no regular file, such as a pipe, which may never end.
  ///   - limit: Most bytes that it may have, 128 MB; ``settingsLimit`` for what people write. What is
  ///     larger is for a program to read that can do so in pieces.
  /// - Returns: Its content.
  /// - Throws: `SystemError`.
  package static func read(
    _ path: String, isOfAnyKind: Bool = false, limit: Int = 1 << 27
  ) throws(SystemError) -> [UInt8] {
    let file = try OpenFile(path: path, waits: isOfAnyKind)
    if !isOfAnyKind || file.kind == .file { try file.expectRegular(atMost: limit) }
    var buffer = ByteBuffer()
    try file.readAll(into: &buffer)
    return buffer.copied()
  }

  /// Most bytes of a file of settings that comes with what is scanned: 16 MB.
  package static let settingsLimit = 1 << 24

  /// Writes a file in one step: readers see the old content or the new, never a part.
  ///
  /// Written beside the target and then renamed over it. A symbolic link at the path is replaced,
  /// not followed. A target that is not a regular file, such as `/dev/null`, is written directly.
  ///
  /// - Parameters:
  ///   - path: Where to; the folder must exist.
  ///   - bytes: The whole content.
  ///   - permissions: Exact permission bits; nil keeps those of the file that is replaced, or
  ///     `0o666` less the user's mask for a new one.
  /// - Throws: `SystemError`; the target is then as it was.
  package static func write(
    _ path: String, _ bytes: Span<UInt8>, permissions: UInt32? = nil
  ) throws(SystemError) {
    let existing = try? status(path)
    if let existing, existing.kind == .special {
      return try overwrite(path, bytes)
    }
    let temporary = temporaryPath(beside: path)
    let wanted = permissions ?? existing.map(\.permissions)
    let descriptor = retryingInterruptions {
      // SAFETY: `open` only reads the path. `O_EXCL`: never write through somebody's link.
      unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o666))
    }
    guard descriptor >= 0 else { throw SystemError.last("open", temporary) }
    do throws(SystemError) {
      do throws(SystemError) {
        if let wanted, fchmod(descriptor, mode_t(wanted)) != 0 {
          throw SystemError.last("chmod", temporary)
        }
        try writeAll(bytes, to: descriptor, path: path)
      } catch {
        close(descriptor)
        throw error
      }
      // Some file systems say only now that the disk is full, see close(2).
      guard close(descriptor) == 0 else { throw SystemError.last("write", path) }
    } catch {
      try? remove(temporary)
      throw error
    }
    // SAFETY: `rename` only reads the two paths.
    guard unsafe rename(temporary, path) == 0 else {
      let error = SystemError.last("rename", path)
      try? remove(temporary)
      throw error
    }
  }

  /// Writes a text as UTF-8; see `write(_:_:permissions:)`.
  package static func write(
    _ path: String, _ text: String, permissions: UInt32? = nil
  ) throws(SystemError) {
    let bytes = Array(text.utf8)
    try write(path, bytes.span, permissions: permissions)
  }

  /// Gives a file another name in the same file system; what had that name is replaced.
  package static func move(_ path: String, to target: String) throws(SystemError) {
    // SAFETY: `rename` only reads the two paths.
    guard unsafe rename(path, target) == 0 else { throw SystemError.last("rename", path) }
  }

  /// Gives a file a second name, which must be free, in the same file system; where files can have
  /// only one, the first is lost.
  package static func keep(_ path: String, as other: String) throws(SystemError) {
    // SAFETY: `linkat` only reads the two paths; without flags it follows no symbolic link.
    guard unsafe linkat(AT_FDCWD, path, AT_FDCWD, other, 0) != 0 else { return }
    try move(path, to: other)
  }

  /// What the system knows of a path, following symbolic links.
  package static func status(_ path: String) throws(SystemError) -> FileStatus {
    var status = stat()
    // SAFETY: `stat` reads the path and fills the structure that it is lent.
    guard unsafe stat(path, &status) == 0 else { throw SystemError.last("stat", path) }
    return FileStatus(status)
  }

  /// What the system knows of a path; a symbolic link is not followed.
  package static func linkStatus(_ path: String) throws(SystemError) -> FileStatus {
    var status = stat()
    // SAFETY: `lstat` reads the path and fills the structure that it is lent.
    guard unsafe lstat(path, &status) == 0 else { throw SystemError.last("stat", path) }
    return FileStatus(status)
  }

  /// Whether something stands at a path, following symbolic links.
  package static func exists(_ path: String) -> Bool { (try? status(path)) != nil }

  /// Whether nothing stands at a path, as far as the system says: a link that leads nowhere, or to
  /// itself, is something.
  package static func isAbsent(_ path: String) -> Bool {
    do throws(SystemError) {
      _ = try linkStatus(path)
      return false
    } catch {
      return error.isNotFound
    }
  }

  /// Whether a folder stands at a path, following symbolic links.
  package static func isFolder(_ path: String) -> Bool { (try? status(path))?.kind == .folder }

  /// Whether a regular file stands at a path that this user may run.
  package static func isExecutable(_ path: String) -> Bool {
    guard (try? status(path))?.kind == .file else { return false }
    // SAFETY: `access` only reads the path.
    return unsafe access(path, X_OK) == 0
  }

  /// Makes a folder, and the folders above it when they are missing; one that exists is fine.
  package static func createDirectory(_ path: String) throws(SystemError) {
    // SAFETY: `mkdir` only reads the path.
    if unsafe mkdir(path, 0o777) == 0 { return }
    let error = SystemError.last("mkdir", path)
    if error.code == EEXIST, isFolder(path) { return }
    guard error.code == ENOENT, let parent = parent(of: path) else { throw error }
    try createDirectory(parent)
    // SAFETY: as above. Somebody else may have been quicker: that is no failure.
    if unsafe mkdir(path, 0o777) != 0, !isFolder(path) { throw SystemError.last("mkdir", path) }
  }

  /// Removes a file, a symbolic link or an empty folder.
  package static func remove(_ path: String) throws(SystemError) {
    // SAFETY: `remove` of the C library only reads the path.
    guard unsafe systemRemove(path) == 0 else { throw SystemError.last("remove", path) }
  }

  /// The absolute path with every symbolic link, `.` and `..` resolved.
  package static func realPath(_ path: String) throws(SystemError) -> String {
    // SAFETY: `realpath` reads the path and returns memory that is ours to free.
    guard let resolved = unsafe realpath(path, nil) else {
      throw SystemError.last("realpath", path)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// What a symbolic link says, which need not be the path of anything.
  package static func linkTarget(_ path: String) throws(SystemError) -> [UInt8] {
    var length = 0
    // No system lets a link say more.
    let target = unsafe [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { bytes, count in
      unsafe bytes.withMemoryRebound(to: CChar.self) {
        // SAFETY: `readlink` reads the path and writes no more bytes than there is room for.
        length = unsafe $0.baseAddress.map { unsafe readlink(path, $0, Int(PATH_MAX)) } ?? -1
      }
      count = max(0, length)
    }
    guard length >= 0 else { throw SystemError.last("read", path) }
    return target
  }

  /// The folder that relative paths start from.
  package static func currentDirectory() throws(SystemError) -> String {
    try realPath(".")
  }

  /// The folder part of a path: nil for `/` and for the empty path, `.` for a bare name.
  package static func parent(of path: String) -> String? {
    var bytes = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    guard !bytes.isEmpty, bytes != [slash] else { return nil }
    guard let cut = bytes.lastIndex(of: slash) else { return "." }
    bytes.removeSubrange(cut...)
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
  }

  /// A path that counts from a folder, unless it is absolute.
  package static func join(_ folder: String, _ path: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") { return path }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + path : "\(folder)/\(path)"
  }

  /// The content of a small file without the line ends that end it; nil when it cannot be read.
  package static func line(of path: String) -> String? {
    guard var bytes = try? read(path) else { return nil }
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes into a device or pipe, where a rename would replace it.
  private static func overwrite(_ path: String, _ bytes: Span<UInt8>) throws(SystemError) {
    let descriptor = retryingInterruptions {
      // SAFETY: `open` only reads the path.
      unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    }
    guard descriptor >= 0 else { throw SystemError.last("open", path) }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// A new name in the folder of a path, told apart by process and chance.
  static func temporaryPath(beside path: String) -> String {
    let folder = parent(of: path) ?? "."
    let chance = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    return "\(folder)/.kunci-\(getpid())-\(chance)"
  }
}

/// `remove` of the C library, whose name `FileSystem.remove` hides.
private func systemRemove(_ path: UnsafePointer<CChar>) -> Int32 {
  // SAFETY: the caller lends a NUL-ended path.
  unsafe remove(path)
}

/// What kind of thing stands at a path.
package enum FileKind: Sendable, Equatable {
  /// A regular file.
  case file
  /// A folder.
  case folder
  /// A symbolic link (only when links are not followed).
  case symbolicLink
  /// A pipe, socket or device.
  case special

  init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .symbolicLink
      default: .special
      }
  }
}

/// What the system knows of a file without reading it.
package struct FileStatus: Sendable, Equatable {
  /// What kind of thing it is.
  package let kind: FileKind
  /// Size in bytes; 0 for files that the kernel makes up, such as those in `/proc`.
  package let size: Int
  /// The permission bits, such as `0o755`.
  package let permissions: UInt32
  /// The device that it stands on.
  package let device: UInt64
  /// The number of the user who owns it.
  package let owner: UInt32

  init(_ status: stat) {
    kind = FileKind(mode: status.st_mode)
    size = Int(status.st_size)
    permissions = UInt32(status.st_mode & 0o7777)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    owner = status.st_uid
  }
}
