internal import Basics
internal import Findings
internal import SystemIO

/// Where scans of whole histories keep what they saw, so that the next one reads only what is new.
///
/// Exact: an object counts as seen only by its id, under the same question. Two files are kept for
/// each state of a repository, see ``SeenObjects`` and ``HistoryAnswer``; neither holds a secret. Those
/// that a report tells of are read again, those that it only counts are not. An object that was seen is
/// not read again either: damage that came to it afterwards is for `git fsck`.
package struct HistoryCache: Sendable {
  /// The folder.
  let folder: String
  /// All that decides about what a text holds, and how it is told: a SHA-256 in hexadecimal digits.
  let question: String

  /// Names a folder, which need not be there yet.
  ///
  /// - Parameters:
  ///   - folder: Its path.
  ///   - question: Texts that stand for all that decides about what is found: the version, the rules
  ///     and those options that matter.
  package init(folder: String, question: [String]) {
    self.folder = folder
    self.question = Self.digest(of: question)
  }

  /// The same for repositories whose objects are named by one hash, and for files of today's form.
  init(_ cache: HistoryCache, _ format: ObjectFormat) {
    folder = cache.folder
    question = Self.digest(of: [cache.question, format.rawValue, SeenObjects.version])
  }

  /// The digest of some texts in hexadecimal digits; where one ends and the next begins counts.
  static func digest(of texts: [String]) -> String {
    var hasher = SHA256()
    for text in texts { hasher.update(Array("\(text.utf8.count):\(text)".utf8).span) }
    return hasher.finalize().hexadecimal
  }

  /// What a file of the cache holds.
  enum Kind: String {
    case answer
    case objects
  }

  /// The file for a state of a repository.
  func file(_ kind: Kind, of state: String) -> String {
    "\(folder)/\(question.prefix(16))-\(state.prefix(32)).\(kind.rawValue)"
  }

  /// The files with objects that were seen under this question, sorted.
  func objectFiles() throws(SystemError) -> [String] {
    guard !FileSystem.isAbsent(folder) else { return [] }
    var names: [String] = []
    try DirectoryHandle(path: folder).forEachEntry { name, _ in
      let name = String(decoding: name)
      if name.hasPrefix("\(question.prefix(16))-"), name.hasSuffix(".\(Kind.objects.rawValue)") {
        names.append("\(folder)/\(name)")
      }
    }
    return names.sorted()
  }

  /// Writes a file for its owner alone, and the folder if there is none.
  func write(_ bytes: [UInt8], to file: String) throws(SystemError) {
    if FileSystem.isAbsent(folder) { try FileSystem.createDirectory(folder) }
    // A pipe would be written into, and nobody might read from it.
    if let kind = try? FileSystem.linkStatus(file).kind, kind != .file {
      try FileSystem.remove(file)
    }
    try FileSystem.write(file, bytes.span, permissions: 0o600)
  }
}
