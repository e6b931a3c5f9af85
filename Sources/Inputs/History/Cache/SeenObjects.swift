internal import Basics
internal import Findings
internal import GitFormat
internal import RuleSet
internal import SystemIO

/// The objects of a repository that one complete scan saw, sorted by id, in a file of the cache.
///
/// After a line with the version come the question and the number of objects, then for each its id
/// and eight bytes that say what it is (``Note``), then what was found in blobs (``SeenOutlines``), what
/// those objects lead to that nothing was found in (``SeenLinks``), and the SHA-1 of all that. Numbers
/// stand most significant byte first.
struct SeenObjects: ~Copyable {
  /// What is kept of an object.
  struct Note: Equatable {
    var kind: ObjectKind
    /// How many bytes were looked at: its own, and those of members when they are unpacked.
    var bytes: Int
    /// How many members of archives were looked at in it.
    var members: Int
    var content: Content

    /// What is known of an object's content.
    enum Content: UInt64 {
      /// There is more to tell of it than is kept: it must be read again.
      case unknown
      /// Nothing was found in it, and nothing is to be told of it.
      case clean
      /// What was found in it is kept without the secrets, and nothing else is to be told of it.
      case outlined
    }

    /// Below these, numbers of bytes and of members can be kept.
    private static let limits = (bytes: 1 << 40, members: 1 << 20)

    fileprivate init?(_ word: UInt64) {
      guard word >> 2 & 3 < ObjectKind.allCases.count, let content = Content(rawValue: word & 3)
      else { return nil }
      kind = ObjectKind.allCases[Int(word >> 2 & 3)]
      members = Int(word >> 4) % Self.limits.members
      bytes = Int(word >> 4) / Self.limits.members
      self.content = content
    }

    init(_ kind: ObjectKind, bytes: Int, members: Int, _ content: Content) {
      let isKept = bytes < Self.limits.bytes && members < Self.limits.members
      self.kind = kind
      (self.bytes, self.members) = isKept ? (bytes, members) : (0, 0)
      self.content = isKept ? content : .unknown
    }

    fileprivate var word: UInt64 {
      let kind = ObjectKind.allCases.firstIndex(of: kind) ?? 0
      return UInt64(bytes * Self.limits.members + members) << 4 | UInt64(kind) << 2
        | content.rawValue
    }
  }

  /// The file.
  let path: String
  /// Number of objects.
  let count: Int
  private let file: MappedFile
  private let format: ObjectFormat

  /// The first line: files of another form are none of this cache.
  static let version = "kunci objects 3\n"
  private static let checksumSize = 20

  private static func head(_ question: String, _ format: ObjectFormat) -> [UInt8] {
    Array("\(version)\(question) \(format.rawValue)\n".utf8)
  }

  /// Why a file of the cache is of no use.
  struct Unusable: Error {
    var message: String
  }

  /// Opens a file; what it holds is taken for true only after ``check()``.
  init(
    _ path: String, question: String, format: ObjectFormat
  ) throws(Unusable) {
    let file: MappedFile
    do throws(SystemError) {
      file = try MappedFile(path: path)
    } catch {
      throw Unusable(message: "cannot \(error.operation): \(error.reason)")
    }
    let head = Self.head(question, format)
    let size = format.byteCount + 8
    let counted: Int? = file.withBytes { bytes in
      guard bytes.count >= head.count + 8 + Self.checksumSize,
        bytes.starts(with: head),
        let count = Int(exactly: bytes.bigEndian64(at: head.count)),
        count <= bytes.count / size,
        bytes.count >= head.count + 8 + count * size + Self.checksumSize
      else { return nil }
      return count
    }
    guard let counted else { throw Unusable(message: "not a file of this cache") }
    self.path = path
    self.format = format
    self.file = file
    count = counted
    start = head.count + 8
  }

  /// Where the first object stands.
  private let start: Int

  /// Makes sure that the file is as it was written.
  ///
  /// - Parameter ruleSet: The rules that were asked for.
  /// - Returns: What was found in the objects and what they lead to, by their places in it.
  /// - Throws: ``Unusable``.
  func check(_ ruleSet: RuleSet) throws(Unusable) -> (found: SeenOutlines, links: SeenLinks) {
    let content: (SeenOutlines, SeenLinks)? = file.withBytes { bytes in
      let end = bytes.count - Self.checksumSize
      var hasher = SHA1()
      hasher.update(bytes.extracting(first: end))
      guard bytes.starts(with: hasher.finalize(), at: end) else { return nil }
      let rest = bytes.extracting(place(of: count)..<end)
      var position = 0
      guard let found = SeenOutlines(rest, at: &position, below: count, ruleSet),
        let links = SeenLinks(rest.extracting(position..<rest.count), below: count)
      else { return nil }
      return (found, links)
    }
    guard let content else { throw Unusable(message: "damaged") }
    return content
  }

  /// The id at a position, which must be below `count`.
  func id(at position: Int) -> ObjectID {
    file.withBytes { ObjectID($0, at: place(of: position), format: format) }
  }

  /// What is known of the object at a position.
  func note(at position: Int) -> Note? {
    file.withBytes { Note($0.bigEndian64(at: place(of: position) + format.byteCount)) }
  }

  private func place(of position: Int) -> Int { start + position * (format.byteCount + 8) }

  /// Returns the first position from one on whose id is not below another; `count` if there is none.
  func position(ofFirstFrom id: ObjectID, after start: Int) -> Int {
    var position = start
    while position < count, self.id(at: position) < id { position += 1 }
    return position
  }

  /// Writes what was seen.
  ///
  /// - Parameters:
  ///   - objects: Each once, ascending by id.
  ///   - found: What was found in blobs, by their places.
  ///   - links: What they lead to, by their places.
  ///   - question: What was asked.
  ///   - format: The hash that names them.
  /// - Returns: The bytes of the file.
  static func encode(
    _ objects: [(id: ObjectID, note: Note)], _ found: SeenOutlines, _ links: SeenLinks,
    question: String, format: ObjectFormat
  ) -> [UInt8] {
    var bytes = head(question, format)
    bytes.reserveCapacity(
      bytes.count + 8 + objects.count * (format.byteCount + 8) + checksumSize)
    bytes.appendBigEndian(UInt64(objects.count))
    for (id, note) in objects {
      id.append(to: &bytes)
      bytes.appendBigEndian(note.word)
    }
    found.encode(into: &bytes)
    links.encode(into: &bytes)
    var hasher = SHA1()
    hasher.update(bytes.span)
    return bytes + hasher.finalize()
  }
}
