extension JSONTree {
  /// A value of a text.
  package struct Node: Sendable {
    private let storage: Storage
    private let index: Int

    init(_ storage: Storage, _ index: Int) {
      self.storage = storage
      self.index = index
    }

    private var record: Record { storage.records[index] }

    package var kind: Kind { record.kind }
    /// Which of all values and names of the text it is, from 0, in the order in which they begin.
    package var number: Int { index }
    /// How many values and names there are in it, itself among them.
    package var width: Int { Int(record.next) - index }
    package var isObject: Bool { kind == .object }
    package var isArray: Bool { kind == .array }
    /// The bytes that it takes, with quotes and brackets.
    package var range: Range<Int> { Int(record.start)..<Int(record.end) }
    /// The line that it begins in, from 1.
    package var line: Int { Int(record.line) }
    /// The value as it is written.
    package var bytes: [UInt8] { Array(storage.text[range]) }
    /// Whether it is a string that is not what it is written as.
    package var hasEscapes: Bool { record.hasEscapes }

    /// The text of a string; nil for anything else.
    package var string: String? { kind == .string ? decoded : nil }

    /// The bytes of a string as it is meant, or of the name of a member; none of anything else.
    package var meant: [UInt8] {
      kind == .string || kind == .name ? JSONParser.content(of: record, in: storage.text) : []
    }

    fileprivate var decoded: String {
      guard record.hasEscapes else {
        return String(decoding: storage.text[range].dropFirst().dropLast(), as: UTF8.self)
      }
      return String(decoding: meant, as: UTF8.self)
    }

    /// The members of an object; none of anything else.
    package var members: [Member] {
      guard isObject else { return [] }
      var members: [Member] = []
      var name = index + 1
      while let value = value(ofName: name) {
        members.append(Member(name: Node(storage, name), value: Node(storage, value)))
        name = Int(storage.records[value].next)
      }
      return members
    }

    /// The elements of an array; none of anything else.
    package var elements: [Node] {
      guard isArray else { return [] }
      var elements: [Node] = []
      var element = index + 1
      while element < Int(record.next) {
        elements.append(Node(storage, element))
        element = Int(storage.records[element].next)
      }
      return elements
    }

    /// The value of the last member of a name; nil where there is none.
    package subscript(name: String) -> Node? {
      guard isObject else { return nil }
      var found: Node?
      var member = index + 1
      while let value = value(ofName: member) {
        if Node(storage, member).isWritten(name) { found = Node(storage, value) }
        member = Int(storage.records[value].next)
      }
      return found
    }

    /// The value behind several names.
    package subscript(path: [String]) -> Node? { path.reduce(self) { $0?[$1] } }

    /// All strings in it that are no names, in order; itself, if it is one.
    package var allStrings: [Node] {
      (index..<Int(record.next)).compactMap {
        storage.records[$0].kind == .string ? Node(storage, $0) : nil
      }
    }

    /// Where the value of a member is; nil behind the last one, and where a text breaks off.
    private func value(ofName name: Int) -> Int? {
      name + 1 < Int(record.next) ? name + 1 : nil
    }

    private func isWritten(_ name: String) -> Bool {
      guard record.hasEscapes else {
        return storage.text[range].dropFirst().dropLast().elementsEqual(name.utf8)
      }
      return meant.elementsEqual(name.utf8)
    }
  }

  /// A member of an object.
  package struct Member: Sendable {
    private let nameNode: Node
    package let value: Node

    fileprivate init(name: Node, value: Node) {
      nameNode = name
      self.value = value
    }

    package var name: String { nameNode.decoded }
    /// Where its name begins.
    package var start: Int { nameNode.range.lowerBound }
    /// The line that it begins in, from 1.
    package var line: Int { nameNode.line }
  }
}
