import Foundation
import TestSupport
import Testing

/// Where the action has its program from: a release of the tag or commit that it is pinned to, or a
/// build.
struct ActionProgramTests {
  private static let commit = String(repeating: "a1", count: 20)
  private let folder: TemporaryFolder
  private let archive: String
  private let version: String

  /// Makes a release, and a `gh` that knows of it.
  init() throws {
    folder = try TemporaryFolder()
    let printed = try KunciProgram.run(["version"], in: folder.path).output
    version = String(printed.split(separator: " ").last ?? "").trimmingCharacters(in: .newlines)
    archive = "kunci-\(version)-linux-x86_64.tar.gz"
    try folder.write("release/kunci-\(version)/kunci", "the program")
    try Shell.run(
      """
      cd "$0/release" && tar -czf "$1" kunci-* && rm -r "kunci-$2"
      if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi >SHA256SUMS
      """, arguments: [folder.path, archive, version])
    // Downloads into what follows --dir, and vouches for the one tag and the one commit.
    try folder.writeProgram(
      "bin/gh",
      """
      #!/bin/sh
      echo "$*" >>'\(folder.path("calls"))'
      signer="--signer-workflow owner/kunci/.github/workflows/release.yml"
      case "$1 $2" in
        "release download")
          [ "$3" = v\(version) ] && [ "$5" = owner/kunci ] && cp '\(folder.path("release"))'/* "$7" ;;
        "attestation verify")
          case "$*" in
            *" --repo owner/kunci $signer --source-ref refs/tags/v\(version)") ;;
            *" --repo owner/kunci $signer --source-digest \(Self.commit)") ;;
            *) exit 1 ;;
          esac ;;
      esac
      """)
  }

  private func run(_ variables: [String: String]) throws -> (run: ProgramRun, output: String) {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let usual = [
      "PATH": "\(folder.path("bin")):\(path)", "RUNNER_TEMP": folder.path, "RUNNER_OS": "Linux",
      "RUNNER_ARCH": "X64", "ACTION_REPOSITORY": "owner/kunci",
      "GITHUB_OUTPUT": folder.path("output"),
    ]
    let script = Checkout.root.appending(path: ".github/actions/scan/program.sh").path
    try folder.write("output", "")
    let run = try ProgramRun(
      "/usr/bin/env", ["bash", script], in: folder.path,
      environment: usual.merging(variables) { $1 }.mapValues(Optional.some))
    return (run, String(decoding: try folder.bytes("output"), as: UTF8.self))
  }

  @Test func isThatOfTheRelease() throws {
    for ref in ["v\(version)", Self.commit] {
      let (run, output) = try run(["ACTION_REF": ref])
      #expect(run.status == 0)
      #expect(output == "program=\(folder.path("kunci-release/kunci"))\n")
      #expect(try folder.bytes("kunci-release/kunci") == Array("the program".utf8))
    }
  }

  /// A branch, another tag, a commit that no release was made from, this folder itself.
  @Test(arguments: ["main", "v0.0.1", String(repeating: "b2", count: 20), ""])
  func isBuiltWhereThereIsNoRelease(ref: String) throws {
    let (run, output) = try run(["ACTION_REF": ref])
    #expect(run.status == 0)
    let key = try #require(output.wholeMatch(of: #/key=kunci-linux-x86_64--[0-9a-f]{64}\n/#))
    // The same for the same sources, of which it is a cache.
    #expect(try self.run(["ACTION_REF": ref]).output == String(key.output))
  }

  @Test func isBuiltWhereTheReleaseIsNotWhole() throws {
    try folder.write("release/SHA256SUMS", "\(String(repeating: "0", count: 64))  \(archive)\n")
    let (run, output) = try run(["ACTION_REF": "v\(version)"])
    #expect(run.status == 0)
    #expect(output.hasPrefix("key=kunci-"))
    // What was fetched is not unpacked.
    #expect(!FileManager.default.fileExists(atPath: folder.path("kunci-release/kunci")))
  }

  @Test(arguments: [("macOS", "X64"), ("Linux", "ARM64")])
  func isBuiltWhereTheReleaseHasNone(system: String, processor: String) throws {
    let variables = [
      "ACTION_REF": "v\(version)", "RUNNER_OS": system, "RUNNER_ARCH": processor,
    ]
    #expect(try run(variables).output.hasPrefix("key=kunci-"))
  }

  @Test func saysWhereItDoesNotRun() throws {
    let (run, output) = try run(["RUNNER_OS": "Windows"])
    #expect(run.status == 2)
    #expect(run.output == "::error title=kunci::kunci does not run on Windows X64\n")
    #expect(output == "")
  }
}
