/// Words of a POSIX shell.
package enum ShellWord {
  /// Returns a text as one word, in single quotes.
  package static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }

  /// Returns a path as one word, in quotes only where a shell would read anything into it.
  package static func path(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      switch Unicode.Scalar(byte) {
      case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", "/": true
      default: byte >= 0x80
      }
    }
    return isPlain && !path.isEmpty ? path : quoted(path)
  }
}
