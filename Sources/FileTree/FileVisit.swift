package import SystemIO

/// A file that the walk hands to its visitor.
///
/// Nothing of the file has been opened or looked up yet, except that it was listed as a regular
/// file. Valid during the visit only.
package struct FileVisit: ~Copyable {
  /// How the file is reached.
  enum Way {
    /// By its name in an open folder.
    case inFolder(FolderHandle)
    /// By the path that the caller named.
    case named(String)
  }

  /// Which worker makes the visit, from 0; a worker makes one visit at a time.
  package let worker: Int
  private let state: WalkWorker
  private let way: Way

  init(worker: Int, state: WalkWorker, way: Way) {
    self.worker = worker
    self.state = state
    self.way = way
  }

  /// The file's path, relative to the start or beginning with it (`TreeWalk.Options.pathStyle`).
  ///
  /// What is not UTF-8 becomes U+FFFD; `withPath` lends the bytes as they are.
  package var path: String { withPath { String(decoding: $0) } }

  /// Lends the path's bytes.
  package func withPath<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    state.withDisplayPath(body)
  }

  /// Opens the file.
  ///
  /// A failure is noted in the walk's outcome (as vanished, as skipped or as an error) before it is
  /// thrown, so the visitor has only to give up. It must still be the regular file that was listed or
  /// named.
  package func open() throws(SystemError) -> OpenFile {
    do throws(SystemError) {
      let file: OpenFile
      switch way {
      case .named(let path): file = try OpenFile(path: path, waits: false)
      case .inFolder(let folder): file = try state.openCurrent(in: folder)
      }
      guard file.kind == .file else { throw SystemError.notRegular(path) }
      return file
    } catch {
      let failure = error.at(path: path)
      state.noteOpening(failure, isNamed: isNamed)
      throw failure
    }
  }

  /// Notes in the walk's outcome that the file could not be read in full.
  package func note(_ error: SystemError) {
    state.note(error.at(path: path))
  }

  private var isNamed: Bool {
    if case .named = way { return true }
    return false
  }
}
