/// A JSON text (RFC 8259) taken apart, where every value knows which bytes it takes.
///
/// So a part can be taken over or replaced as it is written: numbers keep their digits, members their
/// order, and comments their place. Nothing is decoded before it is asked for.
package struct JSONTree: Sendable {
  /// What is no JSON.
  package struct Failure: Error, Equatable {
    /// From 1.
    package var line: Int
    package var message: String
  }

  /// How strictly a text is read.
  package enum Dialect: Sendable {
    case strict
    /// With comments, and commas before a closing bracket, as in settings.
    case settings
  }

  /// What a value is.
  package enum Kind: UInt8, Sendable {
    case object
    case array
    case string
    case number
    case boolean
    case null
    /// The name of a member, in front of its value.
    case name
  }

  /// A value or a name, in the order in which they begin.
  struct Record {
    var kind: Kind
    /// Whether a string has escapes, so that it is not what it is written as.
    var hasEscapes = false
    var line: UInt32
    /// The bytes that it takes, with quotes and brackets.
    var start: UInt32
    var end: UInt32
    /// The record that follows all that is in it.
    var next: UInt32
  }

  /// What all nodes share.
  final class Storage: Sendable {
    let text: [UInt8]
    let records: [Record]

    init(_ text: [UInt8], _ records: [Record]) {
      self.text = text
      self.records = records
    }
  }

  private let storage: Storage

  /// Takes a text apart.
  ///
  /// - Throws: ``Failure``.
  package init(_ text: [UInt8], _ dialect: Dialect = .strict) throws(Failure) {
    var parser = JSONParser(text, dialect)
    try parser.readDocument()
    storage = Storage(text, parser.records)
  }

  /// Takes as much of a text apart as is JSON; nil where not even a value begins.
  package init?(prefixOf text: [UInt8]) {
    var parser = JSONParser(text, .strict)
    try? parser.readDocument()
    guard !parser.records.isEmpty else { return nil }
    storage = Storage(text, parser.records)
  }

  package var text: [UInt8] { storage.text }
  package var root: Node { Node(storage, 0) }
}
