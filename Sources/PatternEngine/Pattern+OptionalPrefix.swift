/// The bytes that a pattern lets stand before what it is about, as `[\w.-]{0,50}?` before a keyword.
///
/// A match that starts anywhere among them holds the same rest, so it is enough to try the rest
/// where it can be, and to go back from there.
package struct OptionalPrefix: Sendable {
  /// Bytes that it is made of.
  package let set: ByteSet
  /// Most of them.
  package let most: Int
  /// What follows; its groups have the numbers that they have in the whole.
  package let rest: Pattern
}

extension Pattern {
  /// What the pattern lets stand before the rest, as few of it as possible; nil for others.
  ///
  /// A match is cut off where the rest takes more than the limit without the prefix.
  package var optionalPrefix: OptionalPrefix? {
    guard case .sequence(let all) = syntax else { return nil }
    // A flag such as `(?i)` leaves an empty part behind.
    let parts = all.drop { $0 == .empty }
    guard parts.count > 1,
      case .repetition(.set(let set), min: 0, max: let most?, isGreedy: false)? = parts.first,
      lengthLimit.map({ $0 > most }) ?? true,
      let rest = try? Pattern(
        .sequence(Array(parts.dropFirst())), groupCount: groupCount,
        lengthLimit: lengthLimit.map { $0 - most })
    else { return nil }
    return OptionalPrefix(set: set, most: most, rest: rest)
  }
}
