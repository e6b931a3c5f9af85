internal import SystemIO

/// A running git command; every failure of it becomes a `GitError`.
struct GitCommand: ~Copyable {
  /// The command, such as `git rev-list`.
  let name: String
  private var child: ChildProcess

  init(_ request: ProcessRequest, name: String) throws(GitError) {
    self.name = name
    do throws(SystemError) {
      child = try ChildProcess(request)
    } catch {
      throw GitError(.system(error), command: name)
    }
  }

  /// Number of bytes that wait to be written to it.
  var queuedCount: Int { child.queuedCount }

  mutating func queue(_ bytes: [UInt8]) { child.queue(bytes.span) }

  mutating func endInput() throws(GitError) {
    do throws(SystemError) { try child.endInput() } catch { throw failure(error) }
  }

  /// See `ChildProcess.nextRecord(endedBy:limit:)`.
  mutating func nextRecord(endedBy delimiter: UInt8) throws(GitError) -> Bool {
    do throws(SystemError) {
      return try child.nextRecord(endedBy: delimiter)
    } catch { throw failure(error) }
  }

  /// See `ChildProcess.nextRecord(count:)`.
  mutating func nextRecord(count: Int) throws(GitError) -> Bool {
    do throws(SystemError) {
      return try child.nextRecord(count: count)
    } catch { throw failure(error) }
  }

  /// Lends the current record.
  func withRecord<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try child.withRecord(body)
  }

  /// The current record as an array.
  var record: [UInt8] { child.withRecord { Array(copying: $0) } }

  /// Waits for the end; a command that failed is an error, whatever it printed before.
  ///
  /// - Returns: What it warned of, line by line.
  mutating func finish() throws(GitError) -> [String] {
    let (status, errors) = try end()
    guard status.isSuccess else {
      throw GitError(status: status, command: name, errors: errors)
    }
    return String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { String($0) }
  }

  /// Waits for the end, however it comes.
  mutating func end() throws(GitError) -> (status: ExitStatus, errors: [UInt8]) {
    do throws(SystemError) { return try child.finish() } catch { throw failure(error) }
  }

  /// The error for an answer that cannot be understood.
  func unexpected(_ what: String) -> GitError {
    GitError(.unexpectedOutput, command: name, message: what)
  }

  private func failure(_ error: SystemError) -> GitError {
    GitError(.system(error), command: name)
  }
}
