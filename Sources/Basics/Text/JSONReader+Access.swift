/// What a value that was read holds, for readers that know what they expect.
extension JSONReader.Value {
  /// The members of an object; none of anything else.
  package var members: [JSONReader.Member] {
    if case .object(let members) = self { members } else { [] }
  }

  /// The elements of an array; none of anything else.
  package var items: [JSONReader.Value] {
    if case .array(let items) = self { items } else { [] }
  }

  /// A string.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// A whole number.
  package var number: Int? { if case .integer(let number) = self { number } else { nil } }

  /// A number of things, such that sums of many stay numbers.
  package var count: Int? { number.flatMap { (0...1 << 44).contains($0) ? $0 : nil } }

  /// True or false.
  package var flag: Bool? { if case .boolean(let flag) = self { flag } else { nil } }

  /// The value of a member of an object.
  package subscript(_ name: String) -> JSONReader.Value? {
    members.first { $0.name == name }?.value
  }

  /// The elements of an array of strings; nil when it is none.
  package var strings: [String]? { each(\.text) }

  /// What becomes of each element; nil when this is no array, or of one nothing.
  package func each<Element>(_ transform: (Self) -> Element?) -> [Element]? {
    guard case .array(let values) = self else { return nil }
    let elements = values.compactMap(transform)
    return elements.count == values.count ? elements : nil
  }
}
