import SystemIO
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct FileSystemTests {
  @Test func errorsNameOperationPathAndReason() {
    let error = SystemError(code: EACCES, operation: "open", path: "src/a.txt")
    #expect("\(error)" == "open src/a.txt: Permission denied")
    #expect(error.code == EACCES && !error.isNotFound)
    #expect("\(SystemError(code: EPIPE, operation: "write"))" == "write: Broken pipe")
    #expect(error.at(path: "b").path == "b")
    #expect(!SystemError(code: 99_999, operation: "x").reason.isEmpty)
  }

  @Test func writesAndReadsInOneStep() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a")
    try FileSystem.write(path, "one")
    #expect(try FileSystem.read(path) == Array("one".utf8))
    try FileSystem.write(path, "two", permissions: 0o755)
    #expect(FileSystem.isExecutable(path))
    // Replacing keeps the permissions, and leaves nothing else behind.
    try FileSystem.write(path, "three")
    #expect(try FileSystem.status(path).permissions == 0o755)
    #expect(try names(in: folder.path) == ["a"])
  }

  @Test func writingIntoNothingFails() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SystemError.self) { try FileSystem.write(folder.path("no/a"), "x") }
    try folder.makeFolder("sub/inner")
    // A folder cannot be replaced; the half-made file must go.
    #expect(throws: SystemError.self) { try FileSystem.write(folder.path("sub"), "x") }
    #expect(try names(in: folder.path) == ["sub"])
  }

  @Test func writesIntoDevicesAndReplacesLinks() throws {
    try FileSystem.write("/dev/null", "x")
    #expect(try FileSystem.status("/dev/null").kind == .special)
    let folder = try TemporaryFolder()
    try folder.write("a", "old")
    try folder.link("link", to: "a")
    try FileSystem.write(folder.path("link"), "new")
    #expect(try FileSystem.linkStatus(folder.path("link")).kind == .file)
    #expect(try FileSystem.read(folder.path("a")) == Array("old".utf8))
  }

  @Test func makesFoldersOnTheWay() throws {
    let folder = try TemporaryFolder()
    for path in ["a/b/c", "a/b/c", "a/b/d/"] {
      try FileSystem.createDirectory(folder.path(path))
      #expect(FileSystem.isFolder(folder.path(path)))
    }
    try folder.write("file", "")
    #expect(throws: SystemError.self) { try FileSystem.createDirectory(folder.path("file")) }
    #expect(throws: SystemError.self) { try FileSystem.createDirectory(folder.path("file/x")) }
  }

  @Test func removesAndResolves() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub/a", "")
    try folder.link("link", to: "sub")
    #expect(try FileSystem.realPath(folder.path("link/../link/a")) == folder.path("sub/a"))
    #expect(throws: SystemError.self) { try FileSystem.remove(folder.path("sub")) }
    try FileSystem.remove(folder.path("link"))
    try FileSystem.remove(folder.path("sub/a"))
    try FileSystem.remove(folder.path("sub"))
    #expect(!FileSystem.exists(folder.path("sub")))
    #expect(try FileSystem.currentDirectory().hasPrefix("/"))
  }

  @Test(arguments: [
    ("/", nil), ("", nil), ("a", "."), ("a/", "."), ("/a", "/"), ("a/b", "a"), ("/a/b/", "/a"),
    ("a//b", "a"), ("//", nil),
  ])
  func tellsTheFolderOfAPath(path: String, folder: String?) {
    #expect(FileSystem.parent(of: path) == folder)
  }

  @Test func readsTheEnvironment() {
    #expect(Environment.value(of: "PATH")?.isEmpty == false)
    #expect(Environment.value(of: "KUNCI_NO_SUCH_VARIABLE") == nil)
  }

  private func names(in path: String) throws -> [String] {
    var names: [String] = []
    try DirectoryHandle(path: path).forEachEntry { name, _ in names.append(String(decoding: name)) }
    return names.sorted()
  }
}
