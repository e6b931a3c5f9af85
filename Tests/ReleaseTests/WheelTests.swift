import Foundation
import TestSupport
import Testing

/// Python, when there is one.
enum Python {
  static let program: String? = {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return folders.split(separator: ":").map { "\($0)/python3" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()
}

/// The script that puts kunci into a wheel, on programs that are headers alone.
///
/// That pip and pre-commit take the wheel of a real program is for `.ci/run`.
@Suite(.enabled(if: Python.program != nil, "no python3 on the PATH"))
struct WheelTests {
  private static let root = Fixture.root.deletingLastPathComponent()
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func python(
    _ arguments: [String], environment: [String: String?] = [:]
  ) throws -> ProgramRun {
    let variables: [String: String?] = ["PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": nil]
    return try ProgramRun(
      Python.program ?? "", arguments, in: folder.path,
      environment: variables.merging(environment) { $1 })
  }

  /// Makes a wheel of a program in a folder of its own.
  private func build(
    _ program: [UInt8], isExecutable: Bool = true, into wheels: String = "wheels",
    options: [String] = [], environment: [String: String?] = [:]
  ) throws -> ProgramRun {
    try folder.write("program", program)
    try FileManager.default.setAttributes(
      [.posixPermissions: isExecutable ? 0o755 : 0o644], ofItemAtPath: folder.path("program"))
    let script = Self.root.appending(path: ".github/wheel/build.py").path
    return try python(
      [script] + options + ["program", wheels], environment: environment)
  }

  private static let version: String = {
    let file = root.appending(path: "Sources/Commands/Version.swift")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.firstMatch(of: /text = "([^"]+)"/).map { String($0.output.1) } ?? ""
  }()

  static let platforms: [(program: [UInt8], tags: [String])] = [
    (
      ProgramHeader.elf(),
      ["manylinux_2_17_x86_64", "manylinux2014_x86_64", "musllinux_1_1_x86_64"]
    ),
    (
      ProgramHeader.elf(machine: 183, libraries: false),
      ["manylinux_2_17_aarch64", "manylinux2014_aarch64", "musllinux_1_1_aarch64"]
    ),
    (ProgramHeader.machO(library: "/usr/lib/libz.1.dylib"), ["macosx_15_0_arm64"]),
    (
      ProgramHeader.machO(machine: 0x0100_0007, oldest: 26, library: "/usr/lib/libz.1.dylib"),
      ["macosx_26_0_x86_64"]
    ),
  ]

  @Test(arguments: platforms)
  func theWheelHoldsTheProgram(program: [UInt8], tags: [String]) throws {
    let run = try build(program)
    try #require(run.status == 0, "\(run.errors)")
    let stem = "kunci_scanner-\(Self.version)"
    #expect(run.output == "wheels/\(stem)-py3-none-\(tags.joined(separator: ".")).whl\n")
    // Python's own reader of archives, which also checks their sums.
    let list = """
      import sys, zipfile
      for entry in zipfile.ZipFile(sys.argv[1]).infolist():
          print(entry.filename, oct(entry.external_attr >> 16), *entry.date_time)
      """
    let wheel = run.output.trimmingCharacters(in: .newlines)
    #expect(
      try python(["-c", list, wheel]).output.split(separator: "\n") == [
        "\(stem).data/scripts/kunci 0o100755 1980 1 1 0 0 0",
        "\(stem).dist-info/METADATA 0o100644 1980 1 1 0 0 0",
        "\(stem).dist-info/WHEEL 0o100644 1980 1 1 0 0 0",
        "\(stem).dist-info/RECORD 0o100644 1980 1 1 0 0 0",
      ])
    #expect(try python(["-m", "zipfile", "-e", wheel, "out"]).status == 0)
    #expect(try folder.bytes("out/\(stem).data/scripts/kunci") == program)
    let facts = String(decoding: try folder.bytes("out/\(stem).dist-info/WHEEL"), as: UTF8.self)
    for tag in tags { #expect(facts.contains("\nTag: py3-none-\(tag)\n")) }
    let about = String(decoding: try folder.bytes("out/\(stem).dist-info/METADATA"), as: UTF8.self)
    #expect(about.contains("\nName: kunci-scanner\nVersion: \(Self.version)\n"))
  }

  /// PEP 376: every file with its SHA-256 and size, but for the list itself.
  @Test func theRecordIsRight() throws {
    let run = try build(ProgramHeader.elf())
    let check = """
      import base64, csv, hashlib, io, sys, zipfile
      archive = zipfile.ZipFile(sys.argv[1])
      record = next(name for name in archive.namelist() if name.endswith("/RECORD"))
      rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(archive.read(record).decode()))}
      assert sorted(rows) == sorted(archive.namelist()), rows
      assert rows.pop(record) == ["", ""]
      for name, (digest, size) in rows.items():
          content = archive.read(name)
          hash = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
          assert (digest, int(size)) == ("sha256=" + hash, len(content)), name
      """
    let verdict = try python(["-c", check, run.output.trimmingCharacters(in: .newlines)])
    #expect(verdict.status == 0, "\(verdict.errors)")
  }

  @Test func equalProgramsGiveEqualWheels() throws {
    let times = [nil, nil, "1700000000", "1700000000"]
    let wheels = try times.enumerated().map { index, time in
      let run = try build(
        ProgramHeader.elf(), into: "wheels\(index)",
        environment: ["SOURCE_DATE_EPOCH": time, "TZ": index == 1 ? "Asia/Jakarta" : "UTC"])
      return try folder.bytes(run.output.trimmingCharacters(in: .newlines))
    }
    #expect(wheels[0] == wheels[1])
    #expect(wheels[2] == wheels[3])
    #expect(wheels[0] != wheels[2])
  }

  struct Refusal: Sendable {
    var program: [UInt8]
    var isExecutable = true
    var options: [String] = []
    var reason: String
  }

  static let refusals = [
    Refusal(
      program: ProgramHeader.elf(), isExecutable: false, reason: "it is not executable: chmod +x"),
    Refusal(
      program: ProgramHeader.elf(loader: "/lib64/ld.so"),
      reason: "it is not linked statically: it wants /lib64/ld.so"),
    Refusal(
      program: ProgramHeader.elf(libraries: true),
      reason: "it is not linked statically: it wants shared libraries"),
    Refusal(
      program: ProgramHeader.elf(hasSymbols: true),
      reason: "it is not stripped: it has a symbol table"),
    Refusal(
      program: ProgramHeader.elf(machine: 243),
      reason: "wrong architecture: ELF machine 243 is not x86_64 or aarch64"),
    Refusal(
      program: ProgramHeader.elf(), options: ["--for", "linux-aarch64"],
      reason: "wrong architecture: it is for linux-x86_64, not linux-aarch64"),
    Refusal(
      program: ProgramHeader.machO(machine: 7, library: "/usr/lib/libz.1.dylib"),
      reason: "wrong architecture: Mach-O CPU type 0x7 is not x86_64 or arm64"),
    Refusal(
      program: ProgramHeader.machO(library: "@rpath/libswiftCore.dylib"),
      reason: "it wants a library that is not the system's: @rpath/libswiftCore.dylib"),
    Refusal(program: Array(ProgramHeader.elf().prefix(40)), reason: "it is cut off"),
    Refusal(
      program: Array("#!/bin/sh\n".utf8),
      reason: "it is neither an ELF nor a 64-bit Mach-O program"),
  ]

  @Test(arguments: refusals)
  func whatCannotBeShippedIsRefused(_ refusal: Refusal) throws {
    let run = try build(
      refusal.program, isExecutable: refusal.isExecutable, options: refusal.options)
    #expect(run.status == 2 && run.output == "")
    #expect(run.errors == "build.py: program: \(refusal.reason)\n")
    #expect(!FileManager.default.fileExists(atPath: folder.path("wheels")))
  }

  @Test(arguments: ["yesterday", "0", "-1", "99999999999"])
  func aTimeThatIsNoneIsRefused(time: String) throws {
    let run = try build(ProgramHeader.elf(), environment: ["SOURCE_DATE_EPOCH": time])
    #expect(run.status == 2 && run.errors.contains("SOURCE_DATE_EPOCH"))
  }
}
