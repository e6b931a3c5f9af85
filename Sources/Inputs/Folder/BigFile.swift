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
final class FileStream: PositionedStream {
  private let file: BigFile
  private var offset = 0

  init(_ file: BigFile) { self.file = file }

  var size: Int { file.file.size }

  func bytes(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8] {
    var buffer = ByteBuffer()
    do throws(SystemError) {
      _ = try file.file.read(at: offset, atMost: count, into: &buffer)
    } catch {
      throw .unreadable("cannot \(error.operation): \(error.reason)")
    }
    return buffer.copied()
  }

  func withBytes(_ body: (Span<UInt8>) throws(ArchiveError) -> Void) throws(ArchiveError) {
    let mapped: MappedFile
    do throws(SystemError) {
      mapped = try MappedFile(file.file, path: file.path)
    } catch {
      throw .unreadable("cannot \(error.operation): \(error.reason)")
    }
    try mapped.withBytes(body)
  }

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
