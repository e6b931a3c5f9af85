import Archives
import Foundation
import SystemIO
import Testing

/// Zip files that are in order, and such as lie.
@Suite struct ZipReaderTests {
  /// The contents of all members, by what can be read of them, and why that is not all.
  private func read(
    _ bytes: [UInt8], inPiecesOf size: Int = .max
  ) -> (members: [String], failures: [ArchiveError]) {
    let reader = ZipReader(BufferedInput(PieceStream(bytes, size: size)), memoryLimit: 1 << 20)
    var members: [String] = []
    var failures: [ArchiveError] = []
    do throws(ArchiveError) {
      while let member = try reader.next() {
        var buffer = ByteBuffer()
        if let obstacle = member.obstacle { failures.append(obstacle) }
        do throws(ArchiveError) {
          while try reader.read(atMost: 3, into: &buffer) > 0 {}
        } catch {
          failures.append(error)
        }
        members.append(
          String(decoding: member.name, as: UTF8.self) + ": "
            + String(decoding: buffer.copied(), as: UTF8.self))
      }
    } catch {
      failures.append(error)
    }
    return (members, failures)
  }

  private let text = Array("content".utf8)

  @Test func entriesAreRead() {
    let file = ZipWriter.file([
      .init(name: "a", content: text), .init(name: "b/c", content: []),
      .init(name: "a", content: Array("again".utf8)),
    ])
    #expect(read(file).members == ["a: content", "b/c: ", "a: again"])
    #expect(read(file).failures == [])
    #expect(PackedFormat(head: file.span) == .zip)
    let behindProgram = Array("#!/bin/sh\nexit\n".utf8) + file
    #expect(read(behindProgram).members == ["a: content", "b/c: ", "a: again"])
    #expect(read(behindProgram).failures == [])
    #expect(PackedFormat(whole: behindProgram.span) == .behind(15))
    #expect(PackedFormat(whole: text.span) == nil)
  }

  /// What the directory does not name is read as well.
  @Test func entriesWithoutANameInTheDirectoryAreRead() {
    let file = ZipWriter.file([
      .init(name: "hidden", content: text, timesNamed: 0), .init(name: "a", content: text),
    ])
    #expect(read(file).members == ["hidden: content", "a: content"])
    #expect(read(file).failures == [])
  }

  @Test func gapsArePassedOver() {
    let file = ZipWriter.file([
      .init(name: "a", content: text, gap: Array("APK Sig Block 42".utf8)),
      .init(name: "b", content: text),
    ])
    #expect(read(file).members == ["a: content", "b: content"])
    #expect(read(file).failures == [])
  }

  private static let overlap = ArchiveError.damaged(
    "the directory names entries that overlap or are not there")

  @Test func liesAreTold() {
    let other = ZipWriter.file([.init(name: "a", content: text, methodInDirectory: 8)])
    #expect(
      read(other).failures == [.damaged("the directory and the entries say different things")])
    let twice = ZipWriter.file([.init(name: "a", content: text, timesNamed: 2)])
    #expect(read(twice).failures == [Self.overlap])
    let elsewhere = ZipWriter.file([.init(name: "a", content: text, statedOffset: 5)])
    #expect(read(elsewhere).failures == [Self.overlap])
    let checksum = ZipWriter.file([.init(name: "a", content: text, statedChecksum: 5)])
    #expect(
      read(checksum).failures == [.damaged("size or checksum is another than its header says")])
    #expect(read(checksum).members == ["a: content"])
    let long = ZipWriter.file([.init(name: "a", content: text, statedSize: 1 << 30)])
    #expect(read(long).failures.contains(.damaged("cut off")))
    let cut = ZipWriter.file([.init(name: "a", content: text)], hasDirectory: false)
    #expect(read(cut).members == ["a: content"])
    #expect(read(cut).failures == [.damaged("cut off")])
  }

  @Test func whatCannotBeReadIsTold() {
    let file = ZipWriter.file([
      .init(name: "secret", content: text, flags: 1), .init(name: "odd", content: text, method: 98),
      .init(name: "a", content: text),
    ])
    #expect(read(file).members == ["secret: ", "odd: ", "a: content"])
    #expect(read(file).failures == [.encrypted, .unknownForm("method PPMd of zip")])
  }

  /// Found by fuzzing: where reading goes on behind damaged data hung on how much of it was there.
  @Test func damageIsTheSameInPieces() throws {
    let found = """
      UEsDBBQACAAIAAAA////4yEAAAAAAAAAAAAAAAAABQAAAGEudHh0AREAAFBLAwQUAAgACAAAACEAAAAAAAAAAEIAAAAA\
      AwAAAQAAAP//IdTfAAAAAAAAAJgAAAADAAABAAAA////////BwAAAAAAAEkA/////wcAAAAAAABJAAAAYi9jUEsFBgAA\
      AAADAAIAZAAABY4AAAAAAA==
      """
    let bytes = Array(try #require(Data(base64Encoded: found)))
    let whole = read(bytes)
    for size in [1, 2, 3, 8, 50, 100] {
      let pieces = read(bytes, inPiecesOf: size)
      #expect(pieces.members == whole.members, "\(size)")
      #expect(pieces.failures == whole.failures, "\(size)")
    }
  }
}

/// Bytes that come in pieces.
private final class PieceStream: ByteStream {
  private let bytes: [UInt8]
  private let size: Int
  private var position = 0

  init(_ bytes: [UInt8], size: Int) {
    self.bytes = bytes
    self.size = size
  }

  func read(atMost limit: Int, into buffer: inout ByteBuffer) -> Int {
    let part = bytes[position...].prefix(min(limit, size))
    buffer.append(Array(part).span)
    position += part.count
    return part.count
  }
}
