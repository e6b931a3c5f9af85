import Basics

/// Changes single members and elements of a JSON text, also one with comments, and leaves every other
/// byte as it is.
struct JSONEditor {
  private(set) var text: [UInt8]
  /// What the text says now.
  private(set) var tree: JSONTree
  private let lineEnd: [UInt8]
  private let unit: [UInt8]

  /// Takes a text apart.
  ///
  /// - Throws: `JSONTree.Failure`.
  init(_ text: [UInt8]) throws(JSONTree.Failure) {
    self.text = text
    tree = try JSONTree(text, .settings)
    lineEnd = text.holds([13, 10]) ? [13, 10] : [10]
    // The first line that is indented says by what.
    var unit = Array("  ".utf8)
    for line in text.split(separator: 10) {
      let blanks = line.prefix { $0 == 0x20 || $0 == 9 }
      if let first = line.dropFirst(blanks.count).first, !blanks.isEmpty,
        first != UInt8(ascii: "/"), first != UInt8(ascii: "*"), first != 13
      {
        unit = Array(blanks)
        break
      }
    }
    self.unit = unit
  }

  /// Adds a member at the end of the object behind some names, which must be there.
  mutating func add(
    _ name: String, _ value: JSON, to path: [String]
  ) throws(JSONTree.Failure) {
    guard let node = tree.root[path], node.isObject else { return }
    let children = node.members.map { $0.start..<$0.value.range.upperBound }
    try insert(JSON.string(name).oneLine + ": ", value, into: node, children)
  }

  /// Adds an element at the end of the array behind some names, which must be there.
  mutating func append(
    _ value: JSON, to path: [String]
  ) throws(JSONTree.Failure) {
    guard let node = tree.root[path], node.isArray else { return }
    try insert("", value, into: node, node.elements.map(\.range))
  }

  /// Takes an element out of the array behind some names.
  mutating func removeElement(
    _ index: Int, of path: [String]
  ) throws(JSONTree.Failure) {
    guard let node = tree.root[path] else { return }
    try remove(index, of: node.elements.map(\.range), in: node)
  }

  /// Takes a member out of the object behind some names.
  mutating func removeMember(
    _ name: String, of path: [String]
  ) throws(JSONTree.Failure) {
    guard let node = tree.root[path],
      let index = node.members.lastIndex(where: { $0.name == name })
    else { return }
    try remove(index, of: node.members.map { $0.start..<$0.value.range.upperBound }, in: node)
  }

  // MARK: Bytes

  private mutating func insert(
    _ name: String, _ value: JSON, into node: JSONTree.Node, _ children: [Range<Int>]
  ) throws(JSONTree.Failure) {
    let outer = indentation(at: node.range.lowerBound)
    let inner =
      children.first.flatMap { startsLine($0.lowerBound) ? indentation(at: $0.lowerBound) : nil }
      ?? outer + unit
    let item = lineEnd + inner + Array(name.utf8) + written(value, indentedBy: inner)
    if let last = children.last {
      // A comment in the same line belongs to what is before it, and a comma may stand at the end.
      let comma = comma(after: last.upperBound)
      let place = endOfLine(from: comma.map { $0 + 1 } ?? last.upperBound)
      text.insert(contentsOf: item + (comma == nil ? [] : [UInt8(ascii: ",")]), at: place)
      if comma == nil { text.insert(UInt8(ascii: ","), at: last.upperBound) }
    } else {
      let inside = node.range.lowerBound + 1..<node.range.upperBound - 1
      if text[inside].allSatisfy(Self.isBlank) {
        text.replaceSubrange(inside, with: item + lineEnd + outer)
      } else {
        text.insert(contentsOf: item, at: inside.lowerBound)
      }
    }
    tree = try JSONTree(text, .settings)
  }

  private mutating func remove(
    _ index: Int, of children: [Range<Int>], in node: JSONTree.Node
  ) throws(JSONTree.Failure) {
    let child = children[index]
    var start = child.lowerBound
    while start > 0, Self.isBlank(text[start - 1]) { start -= 1 }
    if index + 1 < children.count, let comma = comma(after: child.upperBound) {
      text.removeSubrange(start...comma)
    } else {
      let after = comma(after: child.upperBound)
      let before = index > 0 && after == nil ? comma(after: children[index - 1].upperBound) : nil
      text.removeSubrange(start..<(after.map { $0 + 1 } ?? child.upperBound))
      if let before { text.remove(at: before) }
      if children.count == 1 {
        // Nothing but blanks is nothing.
        let open = node.range.lowerBound + 1
        let close = text[open...].firstIndex { !Self.isBlank($0) } ?? open
        if [UInt8(ascii: "}"), UInt8(ascii: "]")].contains(text[close]) {
          text.removeSubrange(open..<close)
        }
      }
    }
    tree = try JSONTree(text, .settings)
  }

  /// Where the comma is that follows a value, behind blanks and comments.
  private func comma(after end: Int) -> Int? {
    var offset = end
    while offset < text.count {
      let rest = text[offset...]
      if Self.isBlank(text[offset]) {
        offset += 1
      } else if rest.starts(with: "//".utf8) {
        offset = rest.firstIndex(of: 10) ?? text.count
      } else if rest.starts(with: "/*".utf8) {
        offset += 2
        while offset < text.count, !text[offset...].starts(with: "*/".utf8) { offset += 1 }
        offset += 2
      } else {
        return text[offset] == UInt8(ascii: ",") ? offset : nil
      }
    }
    return nil
  }

  /// Where a line ends in which nothing follows but a comment; else the place itself.
  private func endOfLine(from place: Int) -> Int {
    let rest = text[place...].drop { $0 == 0x20 || $0 == 9 }
    guard rest.starts(with: "//".utf8) else { return place }
    let end = rest.firstIndex(of: 10) ?? text.count
    return end > place && text[end - 1] == 13 ? end - 1 : end
  }

  private func written(_ value: JSON, indentedBy indentation: [UInt8]) -> [UInt8] {
    var output = ""
    JSONWriter(layout: .indented).write(value, to: &output)
    let lines = output.utf8.split(separator: 10).map { line in
      let blanks = line.prefix { $0 == 0x20 }
      let levels = (0..<blanks.count / 2).flatMap { _ in unit }
      return levels + Array(line.dropFirst(blanks.count))
    }
    return Array(lines.joined(separator: lineEnd + indentation))
  }

  private func startsLine(_ offset: Int) -> Bool {
    text[..<offset].last { $0 != 0x20 && $0 != 9 }.map { $0 == 10 } ?? true
  }

  private func indentation(at offset: Int) -> [UInt8] {
    let start = text[..<offset].lastIndex(of: 10).map { $0 + 1 } ?? 0
    return Array(text[start..<offset].prefix { $0 == 0x20 || $0 == 9 })
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 9 || byte == 10 || byte == 13
  }
}
