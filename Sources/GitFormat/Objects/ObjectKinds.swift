/// What the objects of a store are, by their numbers, as far as they have been read.
package struct ObjectKinds: Sendable {
  // A bit for each object and kind: a store can hold tens of millions.
  private var sets: [(kind: ObjectKind, numbers: NumberSet)]

  /// An object that is named as something that it is not.
  package struct Mistake: Hashable, Sendable {
    /// The number of the object.
    package var object: Int
    /// What it is.
    package var kind: ObjectKind
    /// What it is taken for.
    package var expected: ObjectKind
  }

  /// Begins without any object; every number is below the limit.
  package init(below limit: Int) {
    sets = ObjectKind.allCases.map { ($0, NumberSet(below: limit)) }
  }

  /// Notes what an object is.
  package mutating func insert(_ number: Int, _ kind: ObjectKind) {
    for index in sets.indices where sets[index].kind == kind { sets[index].numbers.insert(number) }
  }

  /// Takes what another knows of the same store.
  package mutating func formUnion(_ other: ObjectKinds) {
    for index in sets.indices { sets[index].numbers.formUnion(other.sets[index].numbers) }
  }

  /// Returns the mistake of taking an object for something; nil when it is that, or was not read.
  package func mistake(of number: Int, for expected: ObjectKind) -> Mistake? {
    // Several copies of an object may differ: then it is each of what they are.
    var kind: ObjectKind?
    for set in sets where set.numbers.contains(number) {
      if set.kind == expected { return nil }
      kind = set.kind
    }
    return kind.map { Mistake(object: number, kind: $0, expected: expected) }
  }
}
