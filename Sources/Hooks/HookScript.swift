import Basics

/// The script that git calls, which calls what was there before and then kunci.
enum HookScript {
  /// The line by which kunci's scripts are recognised.
  static let mark = "# Written by kunci; `kunci hook uninstall` takes it away again."

  /// The script.
  ///
  /// - Parameters:
  ///   - name: The hook.
  ///   - program: Path of kunci.
  ///   - previous: File name of the hook that was there before.
  ///   - options: Options for kunci, behind the hook's name, as words of the shell.
  /// - Returns: A script for `/bin/sh`.
  static func text(
    name: HookName, program: String, previous: String, options: [String] = []
  ) -> String {
    let run = ([name.rawValue] + options).joined(separator: " ")
    return """
      #!/bin/sh
      \(mark)
      previous="$(dirname "$0")/\(previous)"
      kunci=\(ShellWord.quoted(program))
      if [ ! -x "$kunci" ] && ! kunci=$(command -v kunci); then
        echo "kunci: the program is gone, so nothing was checked; install it again," >&2
        echo "kunci: or remove this hook: $0" >&2
        exit 1
      fi
      \(name.readsInput ? chainWithInput(run) : chain(run))

      """
  }

  private static func chain(_ run: String) -> String {
    """
    if [ -x "$previous" ]; then
      "$previous" "$@" || exit $?
    fi
    exec "$kunci" hook run \(run) -- "$@"
    """
  }

  /// Both read all of what git writes to standard input.
  private static func chainWithInput(_ run: String) -> String {
    """
    if [ ! -x "$previous" ]; then
      exec "$kunci" hook run \(run) -- "$@"
    fi
    input=$(cat; echo .)
    input=${input%.}
    # A hook that does not read to the end is no reason to complain of a broken pipe.
    write() { printf '%s' "$input" 2>/dev/null; }
    write | "$previous" "$@" || exit $?
    write | "$kunci" hook run \(run) -- "$@"
    """
  }

  /// Returns whether a hook of kunci's is as kunci writes it, for whatever program and options.
  ///
  /// - Parameters:
  ///   - bytes: The script.
  ///   - name: The hook.
  ///   - previous: File name of the hook that was there before.
  /// - Returns: Whether nothing was added and nothing is missing.
  static func isUnchanged(_ bytes: [UInt8], name: HookName, previous: String) -> Bool {
    let script = String(decoding: bytes, as: UTF8.self)
    // `kunci='…'`, and behind the name: ` --inline-ignore -- "$@"`.
    let call = "hook run \(name.rawValue)"
    guard let begin = script.firstRange(of: "\nkunci='")?.upperBound,
      let end = script[begin...].firstRange(of: "'\nif [")?.lowerBound,
      let options = script[end...].firstRange(of: call).map({ script[$0.upperBound...] }),
      let last = options.firstRange(of: #" -- "$@""#)?.lowerBound
    else { return false }
    let program = script[begin..<end].replacing(#"'\''"#, with: "'")
    // All of them as one: a word can hold blanks.
    let words = options[..<last].dropFirst()
    return script
      == text(
        name: name, program: String(program), previous: previous,
        options: words.isEmpty ? [] : [String(words)])
  }

  /// Returns whether kunci wrote a hook.
  static func isOurs(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { $0 == mark }
  }
}
