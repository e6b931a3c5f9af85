#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file of its own for readers that map one; rewritten in place with each input.
final class ScratchFile {
  /// A folder that holds nothing but the file and the folders it stands in.
  let folder: String
  /// The file's path.
  let path: String
  private let descriptor: Int32

  /// Makes the file under a path below the folder.
  init(_ name: String) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    folder = "\(parent)/kunci-fuzz-\(UInt64.random(in: 0...UInt64.max))"
    mkdir(folder, 0o700)
    path = "\(folder)/\(name)"
    for (index, byte) in name.utf8.enumerated() where byte == UInt8(ascii: "/") {
      mkdir("\(folder)/" + String(decoding: name.utf8.prefix(index), as: UTF8.self), 0o700)
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    invariant(descriptor >= 0, "no scratch file at \(path)")
  }

  deinit {
    close(descriptor)
    var path = path
    while path.utf8.count >= folder.utf8.count {
      remove(path)
      path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
  }

  /// Puts bytes in place of what the file held; nobody may have it mapped.
  func write(_ bytes: [UInt8]) {
    let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    invariant(
      written == bytes.count && ftruncate(descriptor, bytes.count) == 0, "cannot write \(path)")
  }
}
