#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

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
  /// The device and the inode: together they name the file on this machine.
  package let device: UInt64
  /// See `device`.
  package let inode: UInt64
  /// The number of the user who owns it.
  package let owner: UInt32
  /// Last change of the content, in nanoseconds since 1970.
  package let modified: Int64

  init(_ status: stat) {
    kind = FileKind(mode: status.st_mode)
    size = Int(status.st_size)
    permissions = UInt32(status.st_mode & 0o7777)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(status.st_ino)
    owner = status.st_uid
    #if canImport(Darwin)
    let time = status.st_mtimespec
    #else
    let time = status.st_mtim
    #endif
    modified = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
