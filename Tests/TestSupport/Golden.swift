import Foundation

/// Comparing a text with a recorded one under `Fixtures`.
///
/// `KUNCI_RECORD=1 swift test` writes what the tests compare instead of comparing it; read the
/// difference before committing it.
package enum Golden {
  /// Whether texts are recorded instead of compared.
  package static var isRecording: Bool {
    ProcessInfo.processInfo.environment["KUNCI_RECORD"] == "1"
  }

  /// Says how a text differs from its recorded one; nil when it does not.
  ///
  /// A missing recording is a difference.
  ///
  /// - Parameters:
  ///   - actual: The text that the code under test made.
  ///   - path: The recorded file, relative to `Fixtures`.
  /// - Returns: Where the texts part, for a test's message.
  /// - Throws: What Foundation throws when a file cannot be read or written.
  package static func difference(_ actual: String, from path: String) throws -> String? {
    let url = Fixture.url(path)
    if isRecording {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: url)
      return nil
    }
    guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
      return "\(path) is missing; record it with KUNCI_RECORD=1 swift test"
    }
    return difference(
      lines(actual), lines(String(decoding: try Fixture.bytes(path), as: UTF8.self)), in: path)
  }

  private static func lines(_ text: String) -> [Substring] {
    // Unicode makes one character of "\r\n"; scalars keep every byte in the comparison.
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Substring.init)
  }

  private static func difference(
    _ actual: [Substring], _ recorded: [Substring], in path: String
  ) -> String? {
    for index in 0..<max(actual.count, recorded.count) {
      let mine = index < actual.count ? actual[index] : "(end)"
      let theirs = index < recorded.count ? recorded[index] : "(end)"
      guard mine.utf8.elementsEqual(theirs.utf8) else {
        return "\(path), line \(index + 1):\n  recorded: \(theirs)\n  now:      \(mine)"
      }
    }
    return nil
  }
}
