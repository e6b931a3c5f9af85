import Foundation

/// A program that was run under watch: how it ended, how long that took, what memory it needed.
struct WatchedRun: Sendable {
  /// How a run ended.
  enum End: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It had to be killed after `longest`.
    case hung
  }

  /// What is run, and around what.
  struct Request: Sendable {
    /// The program and its arguments.
    var command: [String]
    /// Where it starts.
    var folder: String
    /// Commands of the shell that becomes the program, such as limits.
    var prelude = ""
    /// All variables.
    var environment: [String: String]
    /// What standard input holds.
    var input: [UInt8] = []
    /// The file that standard output is; nil for one that is kept in `output`.
    var outputPath: String?
    /// A signal that it is sent meanwhile, and after how many seconds.
    var signal: (number: Int32, after: Double)?
  }

  var end: End
  var seconds: Double
  /// Peak of the program's resident memory, in bytes.
  var memory: Int
  var output: [UInt8] = []
  var errors = ""

  /// A run may take so many seconds: more where all other tests run beside it.
  static let longest = ProcessInfo.processInfo.environment["KUNCI_FAULTS"] == nil ? 90.0 : 20.0
  /// A run may take so much memory, in bytes.
  static let mostMemory = 512 << 20

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - request: What to run.
  ///   - scratch: A folder for its streams.
  /// - Throws: When it cannot be started.
  init(_ request: Request, scratch: String) throws {
    let streams = ["in", "out", "err"].map { "\(scratch)/\($0).stream" }
    try Data(request.input).write(to: URL(filePath: streams[0]))
    let paths = [streams[0], request.outputPath ?? streams[1], streams[2]]
    let script = "cd \"$0\" || exit 126\n\(request.prelude)\nexec \"$@\""
    let arguments = ["/bin/sh", "-c", script, request.folder] + request.command

    let start = ContinuousClock.now
    let process = try Self.spawn(arguments, request.environment, streams: paths)
    var status: Int32 = 0
    var usage = rusage()
    var isKilled = false
    var peak = 0
    var signal = request.signal
    while wait4(process, &status, WNOHANG, &usage) == 0 {
      let time = Self.seconds(since: start)
      if let due = signal, time >= due.after {
        kill(process, due.number)
        signal = nil
      }
      if time > Self.longest, !isKilled {
        isKilled = true
        kill(-process, SIGKILL)
      }
      usleep(500)
      peak = max(peak, Self.peak(of: process))
    }
    // A git that hangs is left behind by whoever is killed.
    kill(-process, SIGKILL)

    seconds = Self.seconds(since: start)
    end =
      isKilled
      ? .hung : status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    #if canImport(Darwin)
    memory = Int(usage.ru_maxrss)
    #else
    // `ru_maxrss` is the most that the program, its children or, until it was replaced, the copy of
    // this process took: within the limit, no closer look is needed.
    memory = usage.ru_maxrss << 10 > Self.mostMemory ? peak : usage.ru_maxrss << 10
    #endif
    if request.outputPath == nil { output = Array(try Data(contentsOf: URL(filePath: streams[1]))) }
    errors = String(decoding: try Data(contentsOf: URL(filePath: streams[2])), as: UTF8.self)
  }

  /// The peak of a running process's resident memory, in bytes; see proc(5), `VmHWM`.
  private static func peak(of process: pid_t) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
  }

  /// The exit code; nil when there is none.
  var status: Int32? {
    if case .exited(let status) = end { status } else { nil }
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - start) / .seconds(1)
  }

  /// Starts a process in a group of its own, so that it can be killed with all that it started.
  private static func spawn(
    _ arguments: [String], _ environment: [String: String], streams: [String]
  ) throws -> pid_t {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawn_file_actions_addopen(&actions, 0, streams[0], O_RDONLY, 0)
    for (number, path) in streams.enumerated().dropFirst() {
      posix_spawn_file_actions_addopen(
        &actions, Int32(number), path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    // The threads of a test may hold back signals, which a child would inherit.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

    var texts = arguments.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (texts + variables).forEach { free($0) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, arguments[0], &actions, &attributes, &texts, &variables)
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .EIO) }
    return process
  }
}
