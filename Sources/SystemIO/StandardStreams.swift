#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Standard input, output and error, written and read in full.
package enum StandardStreams {
  /// One of the two streams that a program writes to.
  package enum Output: Int32, Sendable {
    /// Standard output.
    case output = 1
    /// Standard error.
    case error = 2

    var name: String { self == .output ? "standard output" : "standard error" }

    /// Whether it goes to a terminal.
    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Cells of a line of its terminal; nil where there is none, or where it does not say.
    package var columns: Int? {
      var size = winsize()
      // SAFETY: the call fills the structure that it is lent.
      guard unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
        return nil
      }
      return Int(size.ws_col)
    }
  }

  /// Writes all bytes, however many calls that takes.
  ///
  /// Throws `EPIPE` (`isBrokenPipe`) when the reader has gone; call `ignoreBrokenPipes()` once at
  /// the start, or the signal ends the program first.
  package static func write(_ bytes: Span<UInt8>, to stream: Output) throws(SystemError) {
    try writeAll(bytes, to: stream.rawValue, path: stream.name)
  }

  /// Writes a text as UTF-8.
  package static func write(_ text: String, to stream: Output) throws(SystemError) {
    let bytes = Array(text.utf8)
    try write(bytes.span, to: stream)
  }

  /// Reads standard input to its end, behind what the buffer holds.
  package static func readInput(into buffer: inout ByteBuffer) throws(SystemError) {
    while try readInput(atMost: 65_536, into: &buffer) > 0 {}
  }

  /// Reads a piece of standard input, behind what the buffer holds.
  ///
  /// - Returns: The number of bytes read; 0 at the end.
  package static func readInput(
    atMost limit: Int, into buffer: inout ByteBuffer
  ) throws(SystemError) -> Int {
    while true {
      let got = try readAvailable(0, of: "standard input", atMost: limit, into: &buffer)
      if let got { return got }
      waitUntilReady(0, for: Int16(POLLIN))
    }
  }

  /// Makes writing to a closed pipe, or more to a file than a limit allows (`ulimit -f`), an error
  /// that can be handled, not the end of the program.
  package static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }
}

/// Reads once from a descriptor, behind what the buffer holds.
///
/// - Returns: The number of bytes read: 0 at the end, nil when the descriptor does not wait and
///   nothing is there yet.
func readAvailable(
  _ descriptor: Int32, of name: String, atMost limit: Int, into buffer: inout ByteBuffer
) throws(SystemError) -> Int? {
  var isWaiting = false
  let got = try unsafe buffer.appendInPlace(room: limit) { free throws(SystemError) in
    let got = retryingInterruptions {
      // SAFETY: `free` has at least `limit` bytes.
      unsafe read(descriptor, free.baseAddress, limit)
    }
    if got >= 0 { return got }
    isWaiting = errno == EAGAIN || errno == EWOULDBLOCK
    guard isWaiting else { throw SystemError.last("read", name) }
    return 0
  }
  return isWaiting ? nil : got
}

/// Writes all bytes to a descriptor, through interruptions, short writes and full pipes.
func writeAll(
  _ bytes: Span<UInt8>, to descriptor: Int32, path: @autoclosure () -> String
) throws(SystemError) {
  var done = 0
  while done < bytes.count {
    let rest = bytes.extracting(done...)
    let written = retryingInterruptions {
      // SAFETY: the pointer is used within the call, for no more than its count.
      unsafe rest.withUnsafeBufferPointer { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
    if written >= 0 {
      done += written
    } else if errno == EAGAIN || errno == EWOULDBLOCK {
      // Somebody set the terminal or pipe to non-blocking; wait for room in place of spinning.
      waitUntilReady(descriptor, for: Int16(POLLOUT))
    } else {
      throw SystemError.last("write", path())
    }
  }
}

/// Waits until a descriptor can be read or written, or has failed.
private func waitUntilReady(_ descriptor: Int32, for events: Int16) {
  var request = pollfd(fd: descriptor, events: events, revents: 0)
  // SAFETY: one structure is lent and the count says so.
  _ = unsafe poll(&request, 1, -1)
}
