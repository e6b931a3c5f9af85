import SystemIO

/// A file that a walk has opened and left for all threads to scan together.
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
}
