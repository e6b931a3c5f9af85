/// A JSON value whose members keep the order they are given in.
package enum JSON {
  case object([(name: String, value: JSON)])
  /// Elements are made when they are written, so that a long report never stands in memory whole.
  case array(AnySequence<JSON>)
  case string(String)
  case integer(Int)
  /// A finite number.
  case decimal(Float)
  case boolean(Bool)
  /// A value of a text that was read, as it is written there.
  case written(JSONTree.Node)

  /// Makes an array of what `transform` makes of each element.
  package static func array<Element>(
    _ elements: [Element], _ transform: @escaping (Element) -> JSON
  ) -> JSON {
    .array(AnySequence(elements.lazy.map(transform)))
  }

  /// Makes an array of strings.
  package static func strings(_ elements: [String]) -> JSON {
    array(elements, JSON.string)
  }

  /// The value as a text in one line.
  package var oneLine: String {
    var output = ""
    JSONWriter(layout: .oneLine).write(self, to: &output)
    return output
  }
}

extension JSON: ExpressibleByDictionaryLiteral {
  /// Makes an object; members without a value are left out.
  package init(dictionaryLiteral members: (String, JSON?)...) {
    self = .object(
      members.compactMap { name, value in value.map { (name: name, value: $0) } })
  }
}

extension JSON: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSON...) {
    self = .array(AnySequence(elements))
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) {
    self = .string(text)
  }
}

extension JSON: ExpressibleByIntegerLiteral {
  package init(integerLiteral number: Int) {
    self = .integer(number)
  }
}

extension JSON: ExpressibleByBooleanLiteral {
  package init(booleanLiteral flag: Bool) {
    self = .boolean(flag)
  }
}
