#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file mapped into memory for reading; unmaps itself.
///
/// When another program shortens the file meanwhile, or the disk fails, touching the bytes that are
/// not there ends the process with exit code 2 and a word: map only files that nobody shortens (git's
/// packs and indexes are replaced, not shortened), and read others.
@safe package struct MappedFile: ~Copyable, @unchecked Sendable {
  // SAFETY (of `@unchecked Sendable`): the memory is read-only and lives as long as the value.
  private let base: UnsafeMutableRawPointer?
  /// The number of bytes mapped.
  package let count: Int

  /// Maps a whole file by its path, following symbolic links; an empty file maps to no bytes.
  package init(path: String) throws(SystemError) {
    let file = try OpenFile(path: path, waits: false)
    try self.init(file, path: path)
  }

  /// Maps a whole open file; the file may be closed afterwards.
  ///
  /// - Throws: `SystemError` when it is no regular file or the system has no room.
  package init(_ file: borrowing OpenFile, path: String) throws(SystemError) {
    guard file.kind == .file else {
      throw SystemError(
        code: file.kind == .folder ? EISDIR : ENXIO, operation: "map", path: path)
    }
    // The system maps nothing of no length.
    guard file.size > 0 else {
      unsafe self.init(base: nil, count: 0)
      return
    }
    Self.watch
    // SAFETY: a fresh private mapping at an address of the system's choice.
    let mapped = unsafe mmap(nil, file.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw SystemError.last("map", path)
    }
    unsafe self.init(base: mapped, count: file.size)
  }

  /// Nothing can be read on from where the system sends this signal.
  private static let watch: Void = {
    _ = signal(SIGBUS) { _ in
      let message: StaticString =
        "kunci: error: a pack, index or bundle of git's was cut short while it was read\n"
      // SAFETY: a constant of the program and its length; both calls are among those that
      // signal-safety(7) allows.
      _ = unsafe write(2, message.utf8Start, message.utf8CodeUnitCount)
      _exit(2)
    }
  }()

  private init(base: UnsafeMutableRawPointer?, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  deinit {
    // SAFETY: the mapping is ours alone, and no span of it outlives the value.
    if let base = unsafe base { unsafe munmap(base, count) }
  }

  /// Lends the bytes of the file.
  package func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: `count` bytes are mapped at `base`, and `self` is borrowed for the whole call.
    let bytes = unsafe UnsafeBufferPointer(
      start: base?.assumingMemoryBound(to: UInt8.self), count: count)
    return try body(unsafe Span(_unsafeElements: bytes))
  }
}
