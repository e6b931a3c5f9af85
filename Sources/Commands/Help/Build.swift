/// How this program was built, as far as the compiler says: no date, path or name of a machine.
enum Build {
  /// SwiftPM's configuration.
  static var configuration: String {
    #if DEBUG
    "debug"
    #else
    "release"
    #endif
  }

  /// Architecture and system, as in a target triple.
  static var target: String { "\(architecture)-\(system)" }

  /// The compiler's language version: its releases that mend faults are not told apart.
  static var compiler: String {
    #if compiler(>=6.4)
    "Swift 6.4 or newer"
    #elseif compiler(>=6.3)
    "Swift 6.3"
    #else
    "Swift 6.2"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
    "x86_64"
    #elseif arch(arm64) && canImport(Darwin)
    "arm64"
    #elseif arch(arm64)
    "aarch64"
    #else
    "unknown"
    #endif
  }

  private static var system: String {
    #if canImport(Darwin)
    "apple-macosx"
    #elseif canImport(Musl)
    "unknown-linux-musl"
    #else
    "unknown-linux-gnu"
    #endif
  }
}
