import Foundation
import TestSupport
import Testing

/// `kunci hook` from the command line.
struct HookCommandTests {
  @Test func installsTellsAndUninstalls() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let path = repository.path(".git/hooks/pre-commit")
    func hook(_ action: String, _ expected: String) throws {
      let run = try KunciProgram.run(["hook", action], in: repository.path)
      #expect(run.status == 0)
      #expect(run.output == expected)
      #expect(run.errors == "")
    }
    func status(_ state: String) -> String {
      let others = ["pre-push", "pre-receive"].map {
        "\($0): not installed: \(repository.path(".git/hooks/\($0)"))\n"
      }
      return "pre-commit: \(state): \(path)\n" + others.joined()
    }
    try hook("status", status("not installed"))
    try hook("install", "Installed: \(path)\n")
    try hook("install", "Installed: \(path)\n")
    try hook("status", status("installed"))
    try repository.write("a.env", ScannedFolder.key(1))
    #expect(throws: Shell.Failure.self) { try repository.commit("Leak") }
    try hook("uninstall", "Removed: \(path)\n")
    #expect(throws: Never.self) { try repository.commit("Leak") }
  }

  @Test func keepsAnotherHook() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let path = repository.path(".git/hooks/pre-commit")
    try repository.write(".git/hooks/pre-commit", "#!/bin/sh\n")
    try Shell.run("chmod +x \"$0\"", arguments: [path])
    #expect(
      try scanned.kunci("hook", "status", "pre-commit", "repository").output
        == "pre-commit: not installed; another hook is there: \(path)\n")
    #expect(
      try scanned.kunci("hook", "install", "pre-commit", "repository").output
        == "Installed: \(path)\nThe hook that was there is kept, and called first.\n")
    #expect(
      try scanned.kunci("hook", "status", "pre-commit", "repository").output
        == "pre-commit: installed, after the hook that was there before: \(path)\n")
    #expect(
      try scanned.kunci("hook", "uninstall", "repository").output
        == "Removed; the hook that was there before is back.\n")
  }
}
