internal import Inflate
internal import SystemIO

/// The file of a loose object, open for reading.
struct LooseObject: ~Copyable {
  /// What the object is.
  let kind: ObjectKind
  private let file: MappedFile
  private var stream: ContentStream

  /// Opens the file and reads its head.
  ///
  /// - Throws: Why it is none.
  init(path: String, with inflater: inout Inflater) throws(ObjectError.Reason) {
    let file = try Self.map(path)
    var found: ObjectKind?
    let stream = try file.withBytes { bytes throws(ObjectError.Reason) in
      try ContentStream(loose: bytes, kind: &found, with: &inflater)
    }
    guard let found else { throw .corrupt("no loose object") }
    kind = found
    self.stream = stream
    self.file = file
  }

  private static func map(_ path: String) throws(ObjectError.Reason) -> MappedFile {
    do throws(SystemError) {
      // Nobody shortens such a file: git writes it under another name and moves it here.
      return try MappedFile(path: path)
    } catch {
      throw .system(error)
    }
  }

  /// Size in bytes, as announced.
  var size: Int { stream.size }

  /// Reads on; see `ContentStream.read`.
  mutating func read(
    atMost limit: Int, with inflater: inout Inflater, into buffer: inout ByteBuffer
  ) throws(ObjectError.Reason) -> Int {
    var stream = stream
    let (count, end) = try file.withBytes { bytes throws(ObjectError.Reason) in
      let count = try stream.read(bytes, atMost: limit, with: &inflater, into: &buffer)
      return (count, bytes.count)
    }
    if count < limit, stream.offset != end { throw .corrupt("bytes behind its end") }
    self.stream = stream
    return count
  }

  /// Reads the whole content in place of what the buffer held.
  mutating func readAll(
    limit: Int, with inflater: inout Inflater, into buffer: inout ByteBuffer
  ) throws(ObjectError.Reason) {
    guard size <= limit else { throw .tooLarge(bytes: size) }
    guard size / 1032 <= file.count else { throw .truncated }
    buffer.removeAll()
    // One byte more than there is, so that what stands behind is looked at.
    _ = try read(atMost: size + 1, with: &inflater, into: &buffer)
  }
}
