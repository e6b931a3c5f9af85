import SystemIO
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct ChildProcessTests {
  private func shell(
    _ script: String, environment: ProcessEnvironment = .current, folder: String? = nil
  ) -> ProcessRequest {
    ProcessRequest(
      executable: "/bin/sh", arguments: ["-c", script], environment: environment,
      workingFolder: folder)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func givesStatusOutputAndErrors() throws {
    let result = try ChildProcess.run(shell("echo out; echo err >&2; exit 3"))
    #expect(result.status == .exited(3))
    #expect(!result.status.isSuccess)
    #expect(text(result.output) == "out\n")
    #expect(text(result.errors) == "err\n")
  }

  @Test func tellsOfASignal() throws {
    #expect(try ChildProcess.run(shell("kill -9 $$")).status == .signalled(9))
  }

  /// More than any pipe holds, on all three streams at once.
  @Test func doesNotBlockOnFullPipes() throws {
    let input = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)
    let result = try ChildProcess.run(shell("tee /dev/stderr"), input: input)
    #expect(result.output == input)
    #expect(result.errors.count == 1 << 20)
    #expect(result.status.isSuccess)
  }

  @Test func aChildThatDoesNotReadIsNoError() throws {
    let result = try ChildProcess.run(
      shell("exec 0<&-; echo done"), input: [UInt8](repeating: 1, count: 1_000_000))
    #expect(text(result.output) == "done\n")
  }

  @Test func seesOnlyTheGivenEnvironment() throws {
    var environment = ProcessEnvironment()
    environment["KUNCI_TEST"] = "a=b c"
    environment[bytes: "KUNCI_BYTES"] = [0xff, 0xfe]
    let request = ProcessRequest(
      executable: "/usr/bin/env", arguments: [], environment: environment)
    let result = try ChildProcess.run(request)
    let expected: [UInt8] =
      Array("KUNCI_BYTES=".utf8) + [0xff, 0xfe] + Array("\nKUNCI_TEST=a=b c\n".utf8)
    #expect(result.output == expected)
    #expect(ProcessEnvironment.current["PATH"] != nil)
    #expect(ProcessEnvironment.current.filtered { $0 == "PATH" }["HOME"] == nil)
  }

  @Test func startsInTheGivenFolder() throws {
    #expect(text(try ChildProcess.run(shell("pwd -P", folder: "/usr")).output) == "/usr\n")
    #expect(throws: SystemError.self) {
      try ChildProcess.run(shell("pwd", folder: "/no/such/folder"))
    }
  }

  @Test func refusesNULInArguments() {
    #expect(throws: SystemError(code: EINVAL, operation: "start", path: "/bin/sh")) {
      try ChildProcess.run(shell("echo a\0b"))
    }
  }

  @Test func handsOnNoDescriptorButTheThreeStreams() throws {
    // A second child runs meanwhile, so its pipes are open in this process.
    var other = try ChildProcess(shell("read x"))
    // Whoever started the tests may have left descriptors open for every child, and other tests have
    // some open for a moment: then it is asked again.
    var surplus: [Int] = []
    while surplus.count < 20, surplus.last != 0 {
      let inherited = (3..<1024).count { fcntl($0, F_GETFD) == 0 }
      let result = try ChildProcess.run(shell("ls /proc/self/fd | wc -l"))
      // Three streams, and the folder that `ls` reads.
      surplus.append(try #require(Int(text(result.output).filter(\.isNumber))) - inherited - 4)
    }
    #expect(surplus.last == 0, "\(surplus)")
    #expect(try other.finish().status == .exited(1))
  }

  @Test func childrenDieOfBrokenPipesAsUsual() throws {
    let result = try ChildProcess.run(shell("(yes; echo $? >&2) | head -1"))
    #expect(text(result.errors) == "141\n")
  }

  @Test func readsRecordsOfAllKinds() throws {
    var child = try ChildProcess(shell("printf 'one\\ntwo\\0three\\n12345\\nlast'"))
    func current(_ child: borrowing ChildProcess) -> String {
      child.withRecord { String(decoding: $0) }
    }
    #expect(try child.nextRecord(endedBy: 10))
    #expect(current(child) == "one")
    #expect(try child.nextRecord(endedBy: 0))
    #expect(current(child) == "two")
    #expect(try child.nextRecord(endedBy: 10))
    #expect(current(child) == "three")
    #expect(try child.nextRecord(count: 5))
    #expect(current(child) == "12345")
    #expect(try child.nextRecord(count: 1))
    #expect(try child.nextRecord(endedBy: 10))
    #expect(current(child) == "last")
    #expect(try !child.nextRecord(endedBy: 10))
    #expect(try !child.nextRecord(count: 1))
    #expect(try child.finish().status.isSuccess)
  }

  @Test func asksAndAnswersInTurns() throws {
    var child = try ChildProcess(shell("while read x; do echo \"got $x\"; done"))
    for turn in 0..<50 {
      let question = Array("q\(turn)\n".utf8)
      child.queue(question.span)
      #expect(try child.nextRecord(endedBy: 10))
      #expect(child.withRecord { String(decoding: $0) } == "got q\(turn)")
    }
    try child.endInput()
    #expect(try !child.nextRecord(endedBy: 10))
    #expect(try child.finish().status.isSuccess)
  }

  @Test func recordsLongerThanAnyBufferArrive() throws {
    var child = try ChildProcess(shell("head -c 3000000 /dev/zero | tr '\\0' a; echo; echo end"))
    #expect(try child.nextRecord(endedBy: 10))
    #expect(child.withRecord { $0.count } == 3_000_000)
    #expect(try child.nextRecord(endedBy: 10))
    #expect(child.withRecord { String(decoding: $0) } == "end")
  }

  @Test func refusesEndlessRecords() throws {
    var child = try ChildProcess(shell("cat /dev/zero"))
    #expect(throws: SystemError(code: EOVERFLOW, operation: "read", path: "/bin/sh")) {
      try child.nextRecord(endedBy: 10, limit: 1_000_000)
    }
  }

  @Test(arguments: ["sleep 30", "exec >&- 2>&-; exec sleep 30", "trap '' TERM; sleep 30"])
  func aChildThatIsSilentIsGivenUp(_ script: String) throws {
    var request = shell(script)
    request.patience = 200
    #expect(throws: SystemError(code: ETIMEDOUT, operation: "wait for", path: "/bin/sh")) {
      var child = try ChildProcess(request)
      while try child.nextRecord(endedBy: 10) {}
      _ = try child.finish()
    }
  }

  @Test func whatIsAnnouncedBuysNoMemory() throws {
    var child = try ChildProcess(shell("echo short"))
    #expect(try !child.nextRecord(count: 1 << 60))
    #expect(child.withRecord { text(Array(copying: $0)) } == "short\n")
  }

  @Test func aDroppedChildIsKilledAndReaped() throws {
    let process: pid_t
    do {
      var child = try ChildProcess(shell("echo $$; exec sleep 1000"))
      _ = try child.nextRecord(endedBy: 10)
      process = try #require(child.withRecord { pid_t(String(decoding: $0)) })
      #expect(kill(process, 0) == 0)
    }
    #expect(kill(process, 0) == -1)
    #expect(errno == ESRCH)
  }

  @Test func aGrandchildThatKeepsStandardErrorDoesNotHoldUsUp() throws {
    let result = try ChildProcess.run(shell("sleep 3 >/dev/null & echo started"))
    #expect(text(result.output) == "started\n")
    #expect(result.status.isSuccess)
  }

  @Test func findsProgramsInAbsoluteFoldersOnly() throws {
    var environment = ProcessEnvironment()
    environment["PATH"] = ":.:bin:/no/such:/bin"
    #expect(try environment.program(named: "sh") == "/bin/sh")
    #expect(throws: SystemError.self) { try environment.program(named: "no-such-program") }
    #expect(throws: SystemError.self) { try environment.program(named: "/etc/passwd") }
    environment["PATH"] = ""
    #expect(throws: SystemError.self) { try environment.program(named: "sh") }
  }
}
