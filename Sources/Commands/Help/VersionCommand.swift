/// `kunci version`.
struct VersionCommand: ParsableCommand {
  static let summary = "Print the version."
  static let details = "Prints the version."

  func run() -> ExitCode {
    Console.print("kunci \(Version.text)\n")
    return .clean
  }
}

/// The version of kunci.
package enum Version {
  /// As `kunci version` prints it.
  package static let text = "0.1.0"
}
