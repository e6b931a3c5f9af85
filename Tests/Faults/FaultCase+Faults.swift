import Foundation
import TestSupport

extension FaultCase {
  /// Does the fault, or makes sure that it will happen to a run.
  ///
  /// - Returns: The fault in words.
  mutating func prepare(
    _ request: inout WatchedRun.Request, _ terms: inout Terms, scratch: String, mark: String
  ) throws -> String {
    switch kind {
    case .pack, .packIndex, .packHelpers, .looseObject, .index, .refs, .limits, .settings:
      return try damage(request.folder)
    case .systemCall:
      let fault = failure()
      terms.isHarmless = fault.act == .short || fault.act == .error(EINTR)
      return interpose(fault, &request, &terms, mark)
    case .changingFile:
      let place = random.pick(Self.places)
      let call = random.pick(["open", "fstat", "read", "mmap"])
      let act: Interposer.Act = random.pick([.cut, .grow, .zero, .vanish])
      let fault = Interposer.Fault(
        call: call, place: place, first: random.pick([1, 1, 2, 3, 5]), count: 1, act: act)
      return interpose(fault, &request, &terms, mark)
    case .git:
      return try replaceGit(&request, &terms, scratch)
    case .scarcity:
      return starve(&request, &terms)
    case .writing:
      return failToWrite(&request, &terms, mark)
    case .signal:
      let number = random.pick([SIGKILL, SIGTERM, SIGINT])
      terms.signals = [number]
      let time = Double(random.below(40)) / 1000
      request.signal = (number, time)
      return "signal \(number) after \(time) s"
    }
  }

  private mutating func damage(_ folder: String) throws -> String {
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    var isFolder: ObjCBool = false
    let files = all.filter {
      kind.damages($0)
        && FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
    guard !files.isEmpty else { throw CocoaError(.fileNoSuchFile) }
    return try Damage(random.pick(files), in: folder, &random).description
  }

  private func interpose(
    _ fault: Interposer.Fault, _ request: inout WatchedRun.Request, _ terms: inout Terms,
    _ mark: String
  ) -> String {
    guard let interposer = bench.interposer else { return "no fault" }
    request.prelude = interposer.prelude(fault, mark: mark)
    terms.leavesMark = true
    return fault.description
  }

  /// What paths contain that kunci reads.
  private static let places = [
    ".pack", ".idx", "/index", "HEAD", "refs", "packed-refs", "config", ".gitignore", "objects",
    ".kunciignore", ".kunci.toml", "known.json", "s.txt", "commit-graph", "multi-pack-index",
    "shallow", "alternates", "logs", "dir", "",
  ]

  /// A call that fails, with an error that it may have.
  private mutating func failure() -> Interposer.Fault {
    let (call, errors): (String, [Int32]) = random.pick([
      ("open", [EIO, EACCES, EMFILE, ENOMEM, ESTALE, EINTR]),
      ("read", [EIO, ENOMEM, ESTALE, EINTR]), ("read", []), ("write", []),
      ("fstat", [EIO, ESTALE]), ("stat", [EIO, EACCES, ENOMEM]),
      ("mmap", [ENOMEM, ENODEV, EAGAIN]),
      ("readdir", [EIO, ENOMEM]), ("opendir", [ENOMEM]), ("realpath", [EIO, EACCES]),
      ("write", [EIO, ENOSPC, EINTR]), ("pipe", [EMFILE]), ("poll", [EINTR, ENOMEM]),
      ("waitpid", [EINTR]), ("spawn", [EAGAIN, ENOMEM]), ("thread", [EAGAIN]),
    ])
    let act: Interposer.Act = errors.isEmpty ? .short : .error(random.pick(errors))
    let hasPath = !["pipe", "poll", "waitpid", "spawn", "thread"].contains(call)
    let place =
      !hasPath || random.chance(40)
      ? "" : random.pick(Self.places + (["read", "write"].contains(call) ? ["pipe:"] : []))
    let isOnce = act == .error(EINTR) || call == "poll" || random.chance(50)
    // Few of these calls have a place of their own, but there are many of them.
    let first = hasPath && place.isEmpty ? 1 + random.below(40) : random.pick([1, 1, 1, 2, 3, 8])
    return Interposer.Fault(
      call: call, place: place, first: first,
      count: isOnce ? 1 : 1_000_000, act: act)
  }

  private mutating func replaceGit(
    _ request: inout WatchedRun.Request, _ terms: inout Terms, _ scratch: String
  ) throws -> String {
    let command = random.pick([
      "rev-parse", "rev-list", "cat-file", "diff-index", "for-each-ref", "config", "ls-remote",
      "remote", "*",
    ])
    let acts: [(name: String, script: String)] = [
      ("says nothing", "exit 0"), ("fails", "exit 1"), ("dies", "kill -9 $$"),
      ("talks nonsense", "head -c 5000 \"$0.noise\"; exit 0"),
      ("talks nonsense and fails", "head -c 300 \"$0.noise\"; exit 128"),
      ("talks text", "echo hello; echo 0 1 2; exit 0"),
      ("dies while it answers", "\(Self.realGit) \"$@\" | head -c 50; kill -9 $$"),
      ("hangs", "exec sleep 100"), ("hangs after a while", "echo hello; exec sleep 100"),
    ]
    // A git that hangs costs a second.
    let act = random.chance(10) ? random.pick(Array(acts.suffix(2))) : random.pick(acts.dropLast(2))
    let tools = "\(scratch)/tools"
    try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
    let script = """
      #!/bin/sh
      for word; do
        case $word in
        -c) ;; \(command)) \(command == "*" ? "" : "[ \"$word\" = \(command) ] &&") act=1; break ;;
        esac
      done
      if [ "$act" ]; then \(act.script); fi
      exec \(Self.realGit) "$@"
      """
    try Data(script.utf8).write(to: URL(filePath: "\(tools)/script"))
    let noise = (0..<5000).map { _ in UInt8(random.below(256)) }
    try Data(noise).write(to: URL(filePath: "\(tools)/git.noise"))
    // Another process writes the program, see `TemporaryFolder.writeProgram`.
    request.prelude = "cat '\(tools)/script' > '\(tools)/git'; chmod +x '\(tools)/git'"
    request.environment["PATH"] = "\(tools):\(request.environment["PATH"] ?? "")"
    // Kunci asks more of git when it cannot know where the settings are.
    if random.chance(50) { request.environment["GIT_CONFIG_NOSYSTEM"] = "1" }
    if act.name.hasPrefix("hangs") {
      terms.signals = [SIGTERM]
      request.signal = (SIGTERM, 1)
    }
    return "git \(command) \(act.name)"
  }

  private static let realGit =
    (try? Shell.run("command -v git")).map { String(decoding: $0, as: UTF8.self) }?
    .trimmingCharacters(in: .newlines) ?? "git"

  private mutating func starve(_ request: inout WatchedRun.Request, _ terms: inout Terms) -> String
  {
    switch random.below(4) {
    case 0:
      let descriptors = 4 + random.below(24)
      request.prelude = "ulimit -n \(descriptors)"
      // The program's libraries want one.
      terms.isStarved = true
      return "\(descriptors) descriptors"
    case 1:
      // Swift has no answer to an allocation that fails: it ends the program.
      terms.isStarved = true
      let size = 60_000 + random.below(500_000)
      request.prelude = "ulimit -v \(size)"
      return "\(size) kB of addresses"
    case 2:
      request.prelude = "ulimit -f \(random.below(3))"
      return "files of no more than 1 kB"
    default:
      request.outputPath = "/dev/full"
      terms.isOutputLost = true
      return "standard output full"
    }
  }

  private mutating func failToWrite(
    _ request: inout WatchedRun.Request, _ terms: inout Terms, _ mark: String
  ) -> String {
    let isKilled = random.chance(40)
    let call = random.pick(["open", "write", "fchmod", "rename", "close", "stat"])
    var act: Interposer.Act = .error(random.pick([EIO, ENOSPC]))
    if isKilled {
      let number = random.pick([SIGKILL, SIGTERM])
      terms.signals = [number]
      act = .signal(number)
    } else if call == "write", random.chance(30) {
      act = .short
      terms.isHarmless = true
    }
    let target = question.writtenFile
    let fault = Interposer.Fault(
      call: call, place: random.pick(call == "rename" || call == "stat" ? [target] : [".kunci-"]),
      first: random.pick([1, 1, 2]), count: isKilled || random.chance(50) ? 1 : 1000, act: act)
    return interpose(fault, &request, &terms, mark)
  }
}
