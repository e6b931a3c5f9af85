import SystemIO

/// A file that the user named.
enum UserFile {
  /// Reads all of it.
  static func read(_ path: String) throws(UsageError) -> [UInt8] {
    do throws(SystemError) {
      return try FileSystem.read(path, isOfAnyKind: true)
    } catch {
      throw UsageError(error.message)
    }
  }
}
