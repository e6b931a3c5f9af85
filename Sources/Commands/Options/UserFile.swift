import SystemIO

/// A file that the user named, or that comes with what is scanned.
enum UserFile {
  /// Reads all of it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - isNamed: Whether the user named it: then it may be a pipe, and of any size.
  /// - Returns: Its bytes.
  /// - Throws: ``UsageError`` that names the file.
  static func read(_ path: String, isNamed: Bool = true) throws(UsageError) -> [UInt8] {
    do throws(SystemError) {
      return isNamed
        ? try FileSystem.read(path, isOfAnyKind: true)
        : try FileSystem.read(path, limit: FileSystem.settingsLimit)
    } catch {
      throw UsageError(error.message)
    }
  }
}
