#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An open descriptor with one owner; closes itself.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  init(adopting number: Int32) { self.number = number }

  deinit { close(number) }

  /// Makes calls on this end return at once with `EAGAIN` in place of waiting.
  ///
  /// The other end of a pipe is an open file of its own and keeps waiting.
  func setNonBlocking() throws(SystemError) {
    let flags = fcntl(number, F_GETFL)
    guard flags >= 0, fcntl(number, F_SETFL, flags | O_NONBLOCK) >= 0 else {
      throw SystemError.last("fcntl", "pipe")
    }
  }
}

/// The two ends of a pipe, neither of them inherited by other children.
struct Pipe: ~Copyable {
  let readEnd: Descriptor
  let writeEnd: Descriptor

  private init(readEnd: consuming Descriptor, writeEnd: consuming Descriptor) {
    self.readEnd = readEnd
    self.writeEnd = writeEnd
  }

  /// Makes a pipe.
  static func make() throws(SystemError) -> Pipe {
    var ends: (Int32, Int32) = (-1, -1)
    let status = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
      // SAFETY: a pair of `Int32` has the layout of the array of two that the call fills.
      #if os(Linux)
      unsafe gnuPipe2(bytes.assumingMemoryBound(to: Int32.self).baseAddress, O_CLOEXEC)
      #else
      unsafe pipe(bytes.assumingMemoryBound(to: Int32.self).baseAddress)
      #endif
    }
    guard status == 0 else { throw SystemError.last("pipe", "") }
    let first = Descriptor(adopting: ends.0)
    let second = Descriptor(adopting: ends.1)
    return Pipe(
      readEnd: try aboveStandardStreams(first), writeEnd: try aboveStandardStreams(second))
  }

  /// Asks the kernel for a larger pipe, for fewer switches between the two processes.
  ///
  /// A kernel that refuses leaves the pipe as it is.
  func grow(to size: Int32) {
    #if os(Linux)
    let setPipeSize: Int32 = 1031  // F_SETPIPE_SZ, fcntl(2)
    _ = fcntl(readEnd.number, setPipeSize, size)
    #endif
  }

  /// A descriptor of 3 or more for the same open file, closed on exec.
  ///
  /// When this process was started without standard streams, a pipe may take their numbers, and
  /// the child's three would overwrite each other.
  private static func aboveStandardStreams(
    _ descriptor: consuming Descriptor
  ) throws(SystemError) -> Descriptor {
    if descriptor.number > 2 {
      #if !os(Linux)
      _ = fcntl(descriptor.number, F_SETFD, FD_CLOEXEC)
      #endif
      return descriptor
    }
    let moved = fcntl(descriptor.number, F_DUPFD_CLOEXEC, 3)
    guard moved >= 0 else { throw SystemError.last("fcntl", "pipe") }
    return Descriptor(adopting: moved)
  }

  consuming func takeReadEnd() -> Descriptor { readEnd }
  consuming func takeWriteEnd() -> Descriptor { writeEnd }
}
