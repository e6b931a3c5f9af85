import Archives
import SystemIO

/// A file that is not read as a whole; a walk may have opened it and left it for all threads to scan
/// together.
final class BigFile: Sendable {
  /// Files of so many bytes are worth it.
  static let least = 16 << 20
  /// So many at most stay open for each worker of a walk; where there are more, threads have
  /// enough to do anyway.
  static let mostPerWorker = 16

  let file: OpenFile
  /// The path to report.
  let path: String

  init(_ file: consuming OpenFile, path: String) {
    self.file = file
    self.path = path
  }

  /// How the file is packed; nil when it is not.
  var format: PackedFormat? {
    // Whoever reads the file as a whole will see and report the failure.
    (try? PackedFormat(of: file)) ?? nil
  }
}

/// The content of a large file.
final class FileStream: ByteStream {
  private let file: BigFile
  private var offset = 0

  init(_ file: BigFile) { self.file = file }

  func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    do throws(SystemError) {
      let count = try file.file.read(at: offset, atMost: limit, into: &buffer)
      offset += count
      return count
    } catch {
      throw .unreadable("cannot \(error.operation): \(error.reason)")
    }
  }
}
