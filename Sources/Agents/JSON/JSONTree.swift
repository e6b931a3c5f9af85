/// A JSON text taken apart, where every value knows which bytes it takes.
///
/// So a part can be taken over or replaced as it is written: numbers keep their digits, members their
/// order, and comments their place.
package struct JSONTree: Sendable {
  /// A value of the text.
  package struct Node: Sendable {
    package enum Kind: Sendable {
      case object([Member])
      case array([Node])
      /// Decoded.
      case string(String)
      /// A number, `true`, `false` or `null`.
      case scalar
    }

    package var kind: Kind
    /// The bytes that it takes, quotes and brackets among them.
    package var range: Range<Int>
  }

  /// A member of an object.
  package struct Member: Sendable {
    package var name: String
    /// Where its name begins.
    package var start: Int
    package var value: Node
  }

  /// What is no JSON.
  package struct Failure: Error, Equatable {
    /// From 1.
    package var line: Int
    package var message: String
  }

  package let text: [UInt8]
  package let root: Node

  /// Takes a text apart.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - isLenient: Whether comments, and commas before a closing bracket, are allowed, as in settings.
  /// - Throws: ``Failure``.
  package init(_ text: [UInt8], isLenient: Bool = false) throws(Failure) {
    var parser = JSONTreeParser(text, isLenient: isLenient)
    root = try parser.document()
    self.text = text
  }

  /// The bytes of a value, as they are written.
  package func bytes(of node: Node) -> [UInt8] { Array(text[node.range]) }
}

extension JSONTree.Node {
  /// The value of the last member of a name; nil where there is none.
  package subscript(name: String) -> JSONTree.Node? {
    guard case .object(let members) = kind else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The value behind several names.
  package subscript(path: [String]) -> JSONTree.Node? {
    path.reduce(self) { $0?[$1] }
  }

  /// The text of a string.
  package var string: String? { if case .string(let text) = kind { text } else { nil } }

  package var members: [JSONTree.Member] {
    if case .object(let members) = kind { members } else { [] }
  }

  package var elements: [JSONTree.Node] {
    if case .array(let elements) = kind { elements } else { [] }
  }

  package var isObject: Bool { if case .object = kind { true } else { false } }
  package var isArray: Bool { if case .array = kind { true } else { false } }

  /// All strings in it that are no names, in order.
  package var strings: [JSONTree.Node] {
    switch kind {
    case .string: [self]
    case .object(let members): members.flatMap(\.value.strings)
    case .array(let elements): elements.flatMap(\.strings)
    case .scalar: []
    }
  }
}
