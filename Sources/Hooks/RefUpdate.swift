package import Basics

/// One ref that a push is about to change, as git describes it to hooks (githooks(5)).
package struct RefUpdate: Sendable, Equatable {
  /// Full name of the ref on the receiving side, such as `refs/heads/main`.
  package let name: [UInt8]
  /// What it will name; nil when it is deleted.
  package let new: ObjectID?
  /// What it names until then; nil when it is made.
  package let old: ObjectID?

  package init(name: [UInt8], new: ObjectID?, old: ObjectID?) {
    self.name = name
    self.new = new
    self.old = old
  }

  /// A line of standard input that cannot be understood.
  package struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line.
    package let line: String

    package var description: String {
      "standard input is not what git writes to this hook: \(line)"
    }
  }

  /// Reads the input of `pre-push`: `<local ref> <local id> <remote ref> <remote id>` on each line.
  ///
  /// - Throws: ``Unreadable``.
  package static func pushed(_ input: [UInt8]) throws(Unreadable) -> [RefUpdate] {
    try lines(of: input) { words throws(Unreadable) in
      // A local ref can be any expression, with spaces in it too.
      guard words.count >= 4 else { throw unreadable(words) }
      let last = Array(words.suffix(3))
      return RefUpdate(
        name: Array(last[1]), new: try id(last[0], words), old: try id(last[2], words))
    }
  }

  /// Reads the input of `pre-receive`: `<old id> <new id> <ref>` on each line.
  ///
  /// - Throws: ``Unreadable``.
  package static func received(_ input: [UInt8]) throws(Unreadable) -> [RefUpdate] {
    try lines(of: input) { words throws(Unreadable) in
      guard words.count == 3 else { throw unreadable(words) }
      return RefUpdate(
        name: Array(words[2]), new: try id(words[1], words), old: try id(words[0], words))
    }
  }

  private typealias Words = [ArraySlice<UInt8>]

  private static func lines(
    of input: [UInt8], _ read: (Words) throws(Unreadable) -> RefUpdate
  ) throws(Unreadable) -> [RefUpdate] {
    var updates: [RefUpdate] = []
    for line in input.split(separator: UInt8(ascii: "\n")) {
      updates.append(
        try read(line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)))
    }
    return updates
  }

  /// An object's id; nil for the one of all zeros, which stands for none.
  private static func id(
    _ digits: ArraySlice<UInt8>, _ words: Words
  ) throws(Unreadable) -> ObjectID? {
    guard let id = ObjectID(hex: Array(digits).span) else { throw unreadable(words) }
    return digits.allSatisfy { $0 == UInt8(ascii: "0") } ? nil : id
  }

  private static func unreadable(_ words: Words) -> Unreadable {
    let line = words.joined(separator: [UInt8(ascii: " ")])
    return Unreadable(line: String(decoding: Array(line), as: UTF8.self))
  }
}
