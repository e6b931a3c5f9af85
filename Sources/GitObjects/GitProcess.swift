import SystemIO

/// A git that is running, whose output is read record by record.
struct GitProcess: ~Copyable {
  private let command: String
  private var child: ChildProcess

  init(
    _ program: GitProgram, _ command: String, _ arguments: [String]
  ) throws(GitError) {
    self.command = command
    do throws(SystemError) {
      child = try ChildProcess(program.request(command, arguments))
    } catch {
      throw GitError(error, command: command)
    }
  }

  /// Hands over all that git is to read.
  mutating func feed(_ bytes: [UInt8]) throws(GitError) {
    child.queue(bytes.span)
    do throws(SystemError) { try child.endInput() } catch { throw GitError(error, command: command) }
  }

  /// Makes the bytes up to a delimiter the current record; false at the end of the output.
  mutating func nextRecord(endedBy delimiter: UInt8) throws(GitError) -> Bool {
    do throws(SystemError) {
      return try child.nextRecord(endedBy: delimiter)
    } catch {
      throw GitError(error, command: command)
    }
  }

  /// Makes so many bytes the current record.
  mutating func nextRecord(count: Int) throws(GitError) {
    do throws(SystemError) {
      if try child.nextRecord(count: count) { return }
    } catch {
      throw GitError(error, command: command)
    }
    try finish()
    throw GitError(.failed, "git \(command) ended in the middle of an answer")
  }

  /// Lends the current record.
  func withRecord<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try child.withRecord(body)
  }

  /// The current record as an array.
  var record: [UInt8] { child.withRecord { Array(copying: $0) } }

  /// Waits for git's end.
  ///
  /// - Throws: ``GitError`` unless it ended with 0: what it wrote before may not be all.
  mutating func finish() throws(GitError) {
    let end: (status: ExitStatus, errors: [UInt8])
    do throws(SystemError) {
      end = try child.finish()
    } catch {
      throw GitError(error, command: command)
    }
    guard end.status.isSuccess else {
      throw GitError(command: command, status: end.status, errors: end.errors)
    }
  }
}
