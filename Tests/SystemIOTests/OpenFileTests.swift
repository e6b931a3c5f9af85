import SystemIO
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct OpenFileTests {
  @Test(arguments: [0, 1, 4095, 4096, 65_535, 65_536, 65_537, 300_000])
  func readsFilesOfAnySize(size: Int) throws {
    let folder = try TemporaryFolder()
    var random = TestRandom(seed: UInt64(size))
    let content = (0..<size).map { _ in UInt8(random.below(256)) }
    try folder.write("a", content)
    let path = folder.path("a")
    let file = try OpenFile(path: path)
    #expect(file.size == size && file.kind == .file)
    var buffer = ByteBuffer()
    buffer.append(1)
    try file.readAll(into: &buffer)
    #expect(buffer.copied() == content)
    let mapped = try MappedFile(path: path)
    #expect(mapped.withBytes { Array(copying: $0) } == content)
    // Pieces at any position, behind what the buffer holds.
    buffer.removeAll()
    buffer.append(7)
    let start = size / 3
    let got = try file.read(at: start, atMost: 5000, into: &buffer)
    #expect(got == min(5000, size - start))
    #expect(buffer.copied() == [7] + content[start..<(start + got)])
    #expect(try file.read(at: size + 10, atMost: 5, into: &buffer) == 0)
  }

  @Test func readsFilesWhoseSizeIsNotTold() throws {
    #if canImport(Glibc)
    let file = try OpenFile(path: "/proc/self/status")
    var buffer = ByteBuffer()
    try file.readAll(into: &buffer)
    #expect(file.size == 0)
    let count = buffer.count
    #expect(count > 100)
    #endif
  }

  @Test func openingAndMappingFailWithAReason() throws {
    let folder = try TemporaryFolder()
    do throws(SystemError) {
      _ = try OpenFile(path: folder.path("none"))
      Issue.record("opened nothing")
    } catch {
      #expect(error.isNotFound && error.operation == "open")
    }
    do throws(SystemError) {
      _ = try MappedFile(path: folder.path)
      Issue.record("mapped a folder")
    } catch {
      #expect(error.code == EISDIR)
    }
  }

  @Test func folderHandlesLendNamesAndKinds() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "x")
    try folder.makeFolder("sub")
    try folder.link("link", to: "sub")
    try folder.link("way", to: "file")
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    let handle = try DirectoryHandle(path: folder.path)
    for _ in 1...2 {
      var kinds: [String: FileKind] = [:]
      try handle.forEachEntry { kinds[String(decoding: $0)] = $1 }
      #expect(
        kinds == [
          "file": .file, "sub": .folder, "link": .symbolicLink, "way": .symbolicLink,
          "pipe": .special,
        ])
    }
    #expect(try handle.openFile(named: Array("file".utf8).span).size == 1)
    // A pipe opens without waiting for a writer.
    #expect(try handle.openFile(named: Array("pipe".utf8).span).kind == .special)
    _ = try handle.openDirectory(named: Array("sub".utf8).span)
    #expect(handle.holds("link") && !handle.holds("none"))
  }

  @Test(arguments: [
    ("way", true), ("link", false), ("", true), ("sub/file", true), ("fi\0le", true),
    ("none", true),
  ])
  func folderHandlesFollowNothing(name: String, isFile: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "")
    try folder.write("sub/file", "")
    try folder.link("link", to: "sub")
    try folder.link("way", to: "file")
    let handle = try DirectoryHandle(path: folder.path)
    let bytes = Array(name.utf8)
    #expect(throws: SystemError.self) {
      if isFile {
        _ = try handle.openFile(named: bytes.span)
      } else {
        _ = try handle.openDirectory(named: bytes.span)
      }
    }
  }
}
