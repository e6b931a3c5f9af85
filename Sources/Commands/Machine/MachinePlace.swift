/// A place on a computer where keys pile up, without anybody meaning to keep them there.
struct MachinePlace: Sendable {
  /// What it is, in the plural.
  var title: String
  var kind: Kind
  /// Paths from the home folder, or from `/`: files and folders, where `*` stands for a part of a name
  /// and `**` for some folders.
  var paths: [String]

  /// What is done about a key there.
  enum Kind: Sendable {
    /// What was typed: lines can be taken out.
    case history
    /// What was said to an agent and what it saw, one record a line.
    case transcripts
    /// Settings that a key was written into.
    case settings
    /// A file that is made to hold credentials.
    case store
    /// A file that was left behind.
    case leftover
  }
}

extension MachinePlace.Kind {
  /// Says what to do about a key there.
  ///
  /// - Parameter path: The file, as a word of a shell.
  /// - Returns: A command, or the rest of a sentence.
  func advice(_ path: String) -> String {
    switch self {
    case .history, .transcripts: "kunci redact --in-place \(path)"
    case .settings: "name an environment variable or a key store there, not the key"
    case .store: "this is where it is meant to be; a key store of the system is safer"
    case .leftover: "delete it, once the key is where it belongs"
    }
  }
}
