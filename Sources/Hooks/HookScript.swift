/// The script that git calls, which calls what was there before and then kunci.
enum HookScript {
  /// Tells kunci's scripts from others.
  static let mark = "# Written by kunci; `kunci hook uninstall` takes it away again."

  /// The script.
  ///
  /// - Parameters:
  ///   - name: The hook's name, such as `pre-commit`.
  ///   - program: Path of kunci.
  ///   - previous: File name of the hook that was there before.
  /// - Returns: A script for `/bin/sh`.
  static func text(name: String, program: String, previous: String) -> String {
    """
    #!/bin/sh
    \(mark)
    previous="$(dirname "$0")/\(previous)"
    if [ -x "$previous" ]; then
      "$previous" "$@" || exit $?
    fi
    kunci=\(quoted(program))
    if [ ! -x "$kunci" ] && ! kunci=$(command -v kunci); then
      echo "kunci: the program is gone, so nothing was checked; install it again," >&2
      echo "kunci: or remove this hook: $0" >&2
      exit 1
    fi
    exec "$kunci" hook run \(name) "$@"

    """
  }

  /// Whether a hook was written by kunci.
  static func isOurs(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { $0 == mark }
  }

  /// The text as one word of a shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
