/// How a child process ended.
package enum ExitStatus: Sendable, Equatable {
  /// It ended by itself, with this code from 0 to 255.
  case exited(Int32)
  /// A signal of this number ended it.
  case signalled(Int32)

  /// Reads the status word of `waitpid` (POSIX leaves its layout to macros, which Swift lacks;
  /// Linux and Darwin share this one).
  init(waitStatus status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
  }

  /// Whether it ended by itself with code 0.
  package var isSuccess: Bool { self == .exited(0) }
}

extension ExitStatus: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exited(let code): "exit status \(code)"
    case .signalled(let signal): "signal \(signal)"
    }
  }
}
