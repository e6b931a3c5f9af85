package import Basics
package import SystemIO

/// An object as a walk comes upon it.
package struct PackedObject: Sendable, Equatable {
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
}

/// Sees the objects of a walk; one value per worker.
package protocol PackVisitor: SendableMetatype {
  /// What is known of an object, lent to those derived from it.
  associatedtype Carried: Sendable

  /// Whether objects of a kind are to be visited at all.
  func wants(_ kind: ObjectKind) -> Bool

  /// Sees an object of which no base is known.
  mutating func visit(_ object: PackedObject, _ content: Span<UInt8>) -> Carried

  /// Sees an object that is derived from one that was visited before.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - content: All of it.
  ///   - delta: The pieces of it, in order; empty for an empty object.
  ///   - base: What the visit of the base returned.
  /// - Returns: What is known of it.
  mutating func visit(
    _ object: PackedObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Carried
  ) -> Carried

  /// Sees a blob that is too large to be held whole, and from which nothing is derived.
  ///
  /// - Parameters:
  ///   - object: The blob.
  ///   - read: Appends at most so many of the next bytes to a buffer and returns their number: 0 at
  ///     the end, less than asked for only there. An error is thrown here and then told to
  ///     `fail` by the walk as well.
  mutating func visitHuge(
    _ object: PackedObject,
    read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int)

  /// Is told of an object, or of a part of a pack, that cannot be read.
  ///
  /// - Parameters:
  ///   - object: What is known of the object; nil when its kind is not.
  ///   - error: Names the object where its id is known.
  mutating func fail(_ object: PackedObject?, _ error: ObjectError)
}
