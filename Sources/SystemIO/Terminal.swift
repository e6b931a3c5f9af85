#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What is known of the terminal, if there is one.
package enum Terminal {
  /// Whether a stream goes to a terminal.
  package static func isTerminal(_ stream: StandardStreams.Output) -> Bool {
    isatty(stream.rawValue) == 1
  }

  /// Whether standard input is a terminal.
  package static var isInputTerminal: Bool { isatty(0) == 1 }

  /// Width in columns of the terminal that a stream goes to; nil when it goes elsewhere.
  package static func width(of stream: StandardStreams.Output) -> Int? {
    var size = winsize()
    // SAFETY: the request fills the structure that it is lent.
    guard unsafe ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
