/// Where the outputs of a Jupyter notebook stand (nbformat 4: `outputs` of a cell).
enum NotebookOutputs {
  /// The values of all members `outputs`, in bytes of the text; an open one reaches to the end.
  static func ranges(in text: Span<UInt8>) -> [Range<Int>] {
    let name = Array("\"outputs\"".utf8)
    var ranges: [Range<Int>] = []
    var position = 0
    while position < text.count {
      guard text[position] == UInt8(ascii: "\"") else {
        position += 1
        continue
      }
      let end = endOfString(from: position, in: text)
      let isName =
        end - position == name.count
        && name.indices.allSatisfy { text[position + $0] == name[$0] }
      position = end
      guard isName, let value = value(behind: end, in: text) else { continue }
      position = endOfList(from: value, in: text)
      ranges.append(value..<position)
    }
    return ranges
  }

  /// The list that a member's name stands before; nil when the string was no such name.
  private static func value(behind end: Int, in text: Span<UInt8>) -> Int? {
    var position = end
    var hasColon = false
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: ":") where !hasColon: hasColon = true
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): break
      case UInt8(ascii: "[") where hasColon: return position
      default: return nil
      }
      position += 1
    }
    return nil
  }

  private static func endOfList(from start: Int, in text: Span<UInt8>) -> Int {
    var depth = 0
    var position = start
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""):
        position = endOfString(from: position, in: text)
        continue
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      default: break
      }
      position += 1
      if depth == 0 { break }
    }
    return position
  }

  /// The place behind a string's closing quote.
  private static func endOfString(from start: Int, in text: Span<UInt8>) -> Int {
    var position = start + 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, text.count)
  }
}
