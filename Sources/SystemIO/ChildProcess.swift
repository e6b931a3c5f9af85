#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A running program that is written to and read from.
///
/// Writing never waits: what is queued goes out while output is awaited, so that two full pipes
/// cannot block each other. Reading makes one *record* at a time current; `withRecord` lends it.
/// A child that is dropped before `finish` is killed; none is left behind as a zombie. One that is
/// silent for too long is given up, so that nobody waits for ever: `ETIMEDOUT`.
@safe package struct ChildProcess: ~Copyable {
  private let process: pid_t
  private var input: Descriptor?
  private var inputNumber: Int32
  private let output: Descriptor
  private let errors: Descriptor
  private var outputEnded = false
  private var errorsEnded = false
  private var status: ExitStatus?

  /// Bytes that wait to be written to the child.
  private var queue = ByteBuffer()
  private var written = 0
  private var closesInputWhenWritten = false
  /// Bytes read from the child: what has been handed out, the current record, what comes next.
  private var buffer = ByteBuffer()
  private var record = 0..<0
  private var next = 0
  private var errorText = ByteBuffer()
  private let program: String
  private let patience: Int32

  /// So much of standard error is kept, in bytes; the rest is read and dropped.
  private static let errorTextLimit = 1 << 20
  private static let readSize = 1 << 18
  /// What is announced buys no more memory than this at once, in bytes.
  private static let largestRead = 16 << 20

  /// Starts a program.
  ///
  /// - Throws: `SystemError`; `isNotFound` when the program or its folder is missing.
  package init(_ request: ProcessRequest) throws(SystemError) {
    StandardStreams.ignoreBrokenPipes()
    let toChild = try Pipe.make()
    let fromChild = try Pipe.make()
    let errorPipe = try Pipe.make()
    fromChild.grow(to: 1 << 20)
    try toChild.writeEnd.setNonBlocking()
    try fromChild.readEnd.setNonBlocking()
    try errorPipe.readEnd.setNonBlocking()
    process = try spawn(
      request, input: toChild.readEnd, output: fromChild.writeEnd, errors: errorPipe.writeEnd)
    program = request.executable
    patience = request.patience
    inputNumber = toChild.writeEnd.number
    input = toChild.takeWriteEnd()
    output = fromChild.takeReadEnd()
    errors = errorPipe.takeReadEnd()
  }

  deinit {
    guard status == nil else { return }
    kill(process, SIGKILL)
    _ = waitForProcess(process, 0)
  }

  // MARK: Writing

  /// Number of bytes that still wait to be written.
  package var queuedCount: Int { queue.count - written }

  /// Adds bytes to what the child reads; they go out while its output is awaited.
  package mutating func queue(_ bytes: Span<UInt8>) {
    queue.removeFirst(written)
    written = 0
    queue.append(bytes)
  }

  /// Ends the child's input once everything queued is written.
  package mutating func endInput() throws(SystemError) {
    closesInputWhenWritten = true
    try writeQueued()
  }

  // MARK: Reading

  /// Lends the current record.
  package func withRecord<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try buffer.withBytes(in: record, body)
  }

  /// Makes the bytes up to the next delimiter the current record, without the delimiter.
  ///
  /// At the end of the output, bytes without a delimiter are a record too.
  ///
  /// - Returns: Whether there was one; false at the end of the output.
  /// - Throws: `SystemError`; `EOVERFLOW` for a record of more than `limit` bytes.
  package mutating func nextRecord(
    endedBy delimiter: UInt8, limit: Int = 1 << 26
  ) throws(SystemError) -> Bool {
    var searched = 0
    while true {
      let rest = (next + searched)..<buffer.count
      if let found = buffer.firstIndex(of: delimiter, in: rest) {
        record = next..<found
        next = found + 1
        return true
      }
      searched = buffer.count - next
      guard searched <= limit else {
        throw SystemError(code: EOVERFLOW, operation: "read", path: program)
      }
      guard try readMore() else {
        record = next..<buffer.count
        next = buffer.count
        return !record.isEmpty
      }
    }
  }

  /// Makes exactly so many bytes the current record.
  ///
  /// - Returns: Whether there were that many; false leaves fewer as the record.
  package mutating func nextRecord(count: Int) throws(SystemError) -> Bool {
    while buffer.count - next < count {
      let missing = count - (buffer.count - next)
      guard try readMore(expecting: missing) else {
        record = next..<buffer.count
        next = buffer.count
        return false
      }
    }
    record = next..<(next + count)
    next += count
    return true
  }

  /// Reads all that is left and makes it the current record.
  package mutating func restOfOutput() throws(SystemError) {
    while try readMore() {}
    record = next..<buffer.count
    next = buffer.count
  }

  /// Waits for the end of the child, whose remaining output is dropped.
  ///
  /// - Returns: How it ended, and what it wrote to standard error (the first MiB of it).
  /// - Throws: `SystemError` when a pipe fails, or when it does not end.
  package mutating func finish() throws(SystemError) -> (status: ExitStatus, errors: [UInt8]) {
    if let status { return (status, errorText.copied()) }
    closeInput()
    while !outputEnded {
      next = buffer.count
      _ = try readMore()
    }
    // A grandchild may hold standard error open for as long as it likes; wait for it no longer
    // than for the child itself.
    let deadline = Process.milliseconds + Int(patience)
    status = waitForProcess(process, WNOHANG)
    while status == nil {
      guard Process.milliseconds < deadline else { throw outOfPatience }
      wait(milliseconds: errorsEnded ? 1 : 50)
      try readErrors()
      status = waitForProcess(process, WNOHANG)
    }
    try readErrors()
    return (status ?? .exited(255), errorText.copied())
  }

  private var outOfPatience: SystemError {
    SystemError(code: ETIMEDOUT, operation: "wait for", path: program)
  }

  // MARK: Pipes

  /// Reads on behind the bytes held; drops those handed out first.
  ///
  /// - Returns: Whether there was more.
  private mutating func readMore(expecting count: Int = 0) throws(SystemError) -> Bool {
    buffer.removeFirst(next)
    record = 0..<0
    next = 0
    var silence: Int32 = 0
    while !outputEnded {
      try writeQueued()
      let got = try readAvailable(
        output.number, of: program,
        atMost: min(max(count, Self.readSize), Self.largestRead), into: &buffer)
      if let got {
        outputEnded = got == 0
        return got > 0
      }
      // In steps, so that a program that hangs does not keep this one from being ended.
      let step = min(500, patience - silence)
      silence = wait(milliseconds: step) ? 0 : silence + step
      guard silence < patience else { throw outOfPatience }
      try readErrors()
      if Interruption.isRequested {
        throw SystemError(code: EINTR, operation: "read", path: program)
      }
    }
    return false
  }

  private mutating func writeQueued() throws(SystemError) {
    guard inputNumber >= 0 else { return }
    let descriptor = inputNumber
    while written < queue.count {
      let count = queue.withBytes(in: written..<queue.count) { bytes in
        retryingInterruptions {
          // SAFETY: the pointer is used within the call, for no more than its count.
          unsafe bytes.withUnsafeBufferPointer {
            unsafe write(descriptor, $0.baseAddress, $0.count)
          }
        }
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        return
      } else if errno == EPIPE {
        // The child has stopped reading: its exit status says why.
        return closeInput()
      } else {
        throw SystemError.last("write", program)
      }
    }
    queue.removeAll()
    written = 0
    if closesInputWhenWritten { closeInput() }
  }

  private mutating func closeInput() {
    queue.removeAll()
    written = 0
    input = nil
    inputNumber = -1
  }

  private mutating func readErrors() throws(SystemError) {
    while !errorsEnded,
      let got = try readAvailable(errors.number, of: program, atMost: 4096, into: &errorText)
    {
      errorsEnded = got == 0
      errorText.truncate(to: Self.errorTextLimit)
    }
  }

  /// Waits until one of the pipes can go on, but no longer than so; returns whether one can.
  @discardableResult
  private func wait(milliseconds: Int32) -> Bool {
    // `poll` passes over negative descriptors.
    var requests = [
      pollfd(fd: outputEnded ? -1 : output.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errorsEnded ? -1 : errors.number, events: Int16(POLLIN), revents: 0),
      pollfd(
        fd: queue.isEmpty ? -1 : inputNumber, events: Int16(POLLOUT), revents: 0),
    ]
    // SAFETY: three structures are lent and the count says so. A failure (`EINTR`) only means
    // that the callers look too early, which they are ready for.
    return unsafe poll(&requests, nfds_t(requests.count), milliseconds) != 0
  }
}

/// Waits for a process, through interruptions; nil while it runs.
///
/// How one ended that somebody else has waited for, nobody can tell: that is a failure.
private func waitForProcess(_ process: pid_t, _ options: Int32) -> ExitStatus? {
  var status: Int32 = 0
  // SAFETY: the call fills the number that it is lent.
  let ended = retryingInterruptions { unsafe waitpid(process, &status, options) }
  guard ended != 0 else { return nil }
  return ended == process ? ExitStatus(waitStatus: status) : .exited(255)
}
