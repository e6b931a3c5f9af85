package import Basics
package import SystemIO

/// An object as a walk comes upon it.
package struct StoredObject: Sendable, Equatable {
  /// Its id, as the index of its pack or its file's name says; the content is not hashed.
  package let id: ObjectID
  /// Its number in the store.
  package let number: Int
  /// What it is.
  package let kind: ObjectKind
  /// Size in bytes.
  package let size: Int
  /// Whether the store has it elsewhere too, and that place comes first.
  ///
  /// Copies are visited all the same, as other objects may be derived from them; the first copy
  /// may turn out to be unreadable.
  package let isCopy: Bool
  /// Whether others are derived from it: else nobody asks for what is known of it.
  package let isBase: Bool

  package init(
    id: ObjectID, number: Int, kind: ObjectKind, size: Int, isCopy: Bool, isBase: Bool = false
  ) {
    self.isBase = isBase
    self.id = id
    self.number = number
    self.kind = kind
    self.size = size
    self.isCopy = isCopy
  }
}

/// Sees the objects of a walk; one value per worker.
package protocol ObjectVisitor: SendableMetatype {
  /// What the visitor knows of an object, lent to those derived from it.
  associatedtype Known: Sendable

  /// Sees an object of which no base is known.
  ///
  /// - Returns: What is known of it, which only matters if it is a base.
  mutating func visit(_ object: StoredObject, _ content: Span<UInt8>) -> Known

  /// Sees an object that is derived from one that was visited before.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - content: All of it.
  ///   - delta: The pieces of it, in order; empty for an empty object.
  ///   - base: What the visit of the base returned.
  /// - Returns: What is known of it, which only matters if it is a base.
  mutating func visit(
    _ object: StoredObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Known
  ) -> Known

  /// Sees an object that nobody asked for, from which others are derived: what is known of it saves
  /// work with those.
  ///
  /// - Parameters:
  ///   - kind: What it is.
  ///   - content: All of it.
  ///   - delta: The pieces of it, in order; empty without a base.
  ///   - base: What is known of its base; nil when it has none.
  /// - Returns: What is known of it.
  mutating func learn(
    _ kind: ObjectKind, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Known?
  ) -> Known

  /// Sees a blob that is too large to be held whole, and from which nothing is derived.
  ///
  /// - Parameters:
  ///   - object: The blob.
  ///   - read: Appends at most so many of the next bytes to a buffer and returns their number: 0 at
  ///     the end, less than asked for only there. An error is thrown here and then given to
  ///     `fail` by the walk as well.
  mutating func visitHuge(
    _ object: StoredObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int)

  /// Takes note of an object, or of a part of a pack, that cannot be read.
  ///
  /// - Parameters:
  ///   - object: What is known of the object; nil when its kind is not.
  ///   - error: Names the object where its id is known.
  mutating func fail(_ object: StoredObject?, _ error: ObjectError)
}
