#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What to start, and with what around it.
package struct ProcessRequest: Sendable {
  /// Path of the program.
  package var executable: String
  /// Arguments, without the program's name.
  package var arguments: [String]
  /// All variables that the child sees.
  package var environment: ProcessEnvironment
  /// Folder that the child starts in; nil for this process's own.
  package var workingFolder: String?
  /// For how long it may be silent while it is waited for, in milliseconds; then it is killed.
  package var patience: Int32

  /// Makes a request of its parts.
  package init(
    executable: String, arguments: [String], environment: ProcessEnvironment,
    workingFolder: String? = nil, patience: Int32 = 60_000
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingFolder = workingFolder
    self.patience = patience
  }
}

/// Starts a process whose standard streams are the given descriptors.
///
/// The child has the default action for `SIGPIPE` and `SIGXFSZ` and no blocked signal, whatever
/// this process has set for itself.
///
/// - Returns: The process id.
/// - Throws: `SystemError`; `ENOENT` for a missing program or working folder, `EINVAL` when an
///   argument or variable holds NUL.
func spawn(
  _ request: ProcessRequest, input: borrowing Descriptor, output: borrowing Descriptor,
  errors: borrowing Descriptor
) throws(SystemError) -> pid_t {
  let path = request.executable
  let arguments = try CStringList(
    [Array(path.utf8)] + request.arguments.map { Array($0.utf8) }, of: path)
  let environment = try CStringList(request.environment.entries, of: path)
  if let folder = request.workingFolder, folder.utf8.contains(0) {
    throw SystemError(code: EINVAL, operation: "start", path: path)
  }

  #if canImport(Darwin)
  var actions: posix_spawn_file_actions_t?
  var attributes: posix_spawnattr_t?
  #else
  var actions = unsafe posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()
  #endif
  // SAFETY: both are initialised before any use and destroyed on leaving; the calls copy what
  // they are lent. They can only fail for want of memory, which `posix_spawn` would meet too.
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe _ = posix_spawnattr_destroy(&attributes) }

  unsafe posix_spawn_file_actions_adddup2(&actions, input.number, 0)
  unsafe posix_spawn_file_actions_adddup2(&actions, output.number, 1)
  unsafe posix_spawn_file_actions_adddup2(&actions, errors.number, 2)
  if let folder = request.workingFolder {
    #if canImport(Darwin)
    let status = unsafe posix_spawn_file_actions_addchdir_np(&actions, folder)
    #else
    let status = unsafe gnuSpawnAddChangeDirectory(&actions, folder)
    #endif
    guard status == 0 else { throw SystemError(code: status, operation: "start", path: path) }
  }
  var none = sigset_t()
  var defaults = sigset_t()
  unsafe sigemptyset(&none)
  unsafe sigemptyset(&defaults)
  unsafe sigaddset(&defaults, SIGPIPE)
  unsafe sigaddset(&defaults, SIGXFSZ)
  unsafe posix_spawnattr_setsigmask(&attributes, &none)
  unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
  unsafe posix_spawnattr_setflags(
    &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

  var process: pid_t = 0
  // SAFETY: both lists end with nil and live until `spawn` returns.
  let status = unsafe arguments.withPointers { arguments in
    unsafe environment.withPointers { environment in
      unsafe posix_spawn(&process, path, &actions, &attributes, arguments, environment)
    }
  }
  guard status == 0 else { throw SystemError(code: status, operation: "start", path: path) }
  return process
}

/// Texts as C wants them: a list of NUL-ended pointers that ends with nil.
@safe private struct CStringList: ~Copyable {
  private let storage: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

  init(_ texts: [[UInt8]], of program: String) throws(SystemError) {
    guard !texts.contains(where: { $0.contains(0) }) else {
      throw SystemError(code: EINVAL, operation: "start", path: program)
    }
    // SAFETY: one place per text and one for nil, all of them filled here.
    unsafe storage = .allocate(capacity: texts.count + 1)
    unsafe storage.initialize(repeating: nil)
    for (index, text) in texts.enumerated() {
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count + 1)
      for (offset, byte) in text.enumerated() { unsafe copy[offset] = CChar(bitPattern: byte) }
      unsafe copy[text.count] = 0
      unsafe storage[index] = copy
    }
  }

  deinit {
    // SAFETY: allocated in `init`, freed only here.
    for index in 0..<(unsafe storage.count) { unsafe storage[index]?.deallocate() }
    unsafe storage.deallocate()
  }

  func withPointers(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    // SAFETY: at least one element is allocated, so there is a base address.
    guard let base = unsafe storage.baseAddress else { return EINVAL }
    return unsafe body(base)
  }
}
