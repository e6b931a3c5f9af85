package import Basics
package import SystemIO

/// All objects that a repository has, whoever reads them: kunci itself or the git program.
///
/// A picture of the moment when it was opened. Every object has a number below `numberLimit`, for
/// tables and sets; a number may stand for no object.
package protocol ObjectStore: Sendable {
  /// The hash that names the objects.
  var format: ObjectFormat { get }
  /// Every number is below this.
  var numberLimit: Int { get }

  /// Returns the number of an object; nil when there is no such object.
  func number(of id: ObjectID) -> Int?

  /// Returns the id of the object with a number, which must be below `numberLimit`.
  func id(of number: Int) -> ObjectID

  /// Visits objects on several threads, each object once for each copy.
  ///
  /// - Parameters:
  ///   - wanted: The numbers of the objects; nil for all that are stored.
  ///   - visitors: One for each thread.
  ///   - isCancelled: Ends the walk early when it says so; asked before each object.
  func walk<Visitor: ObjectVisitor>(
    _ wanted: NumberSet?, _ visitors: PerWorker<Visitor>,
    isCancelled: @escaping @Sendable () -> Bool)

  /// Makes a reader of single objects, for one thread.
  func makeReader() -> any SingleObjectReader

  /// Returns the same store, made ready for as many look-ups of numbers as reading all trees takes.
  func preparedForLookUps() -> any ObjectStore

  /// Finds out in which order the objects are stored around one with a number; nil when that is not
  /// known, or of no use.
  func storageOrder(around number: Int) -> StorageOrder?

  /// Opens git's commit-graph; nil when there is none, or none that is sound.
  func openCommitGraph() -> CommitGraph?
}

extension ObjectStore {
  /// Whether there is such an object.
  package func contains(_ id: ObjectID) -> Bool { number(of: id) != nil }

  package func preparedForLookUps() -> any ObjectStore { self }

  package func storageOrder(around number: Int) -> StorageOrder? { nil }
}

/// Reads objects one by one; one reader per thread.
///
/// For a handful of objects, or for those that name each other: whoever wants most of a pack walks
/// the store, which decompresses nothing twice.
package protocol SingleObjectReader: AnyObject {
  /// Reads an object.
  ///
  /// - Parameters:
  ///   - id: Which.
  ///   - limit: The largest size that is accepted, of the object and of each that it is derived
  ///     from, in bytes.
  ///   - buffer: Its content, in place of what the buffer held.
  /// - Returns: What it is.
  /// - Throws: `ObjectError`; the buffer's content is then of no use.
  func read(
    _ id: ObjectID, limit: Int, into buffer: inout ByteBuffer
  ) throws(ObjectError) -> ObjectKind

  /// Reads the first bytes of an object, if that is less work than to read all of it.
  ///
  /// Only what is read is held against a checksum, if at all: who relies on what an object says reads
  /// the whole of it.
  ///
  /// - Parameters:
  ///   - number: Which object.
  ///   - count: How many bytes are wanted; a shorter object is read as a whole.
  ///   - buffer: The bytes, in place of what the buffer held.
  /// - Returns: What the object is; nil when it has to be read as a whole.
  func readFront(of number: Int, count: Int, into buffer: inout ByteBuffer) -> ObjectKind?
}

extension SingleObjectReader {
  package func readFront(of number: Int, count: Int, into buffer: inout ByteBuffer) -> ObjectKind? {
    nil
  }
}
