import Basics
import Detection
import Findings
import SystemIO

extension TranscriptRecord {
  /// Most bytes of a record that is looked into.
  private static let longest = 16 << 20
  private static let step = 64 << 10

  /// Finds the record of a transcript that a secret stands in: the line, or the whole of a file that
  /// is one JSON text.
  ///
  /// - Parameters:
  ///   - location: Where the secret stands.
  ///   - kind: What the place is.
  ///   - redactor: Hides the secrets in names of members.
  /// - Returns: Nothing where there is no transcript, no JSON, or too much of it.
  static func around(
    _ location: Location, at kind: MachinePlace.Kind?, hiding redactor: Redactor
  ) -> TranscriptRecord? {
    guard kind == .transcripts, case .file(let path) = location.provenance,
      let file = try? OpenFile(path: path), file.kind == .file
    else { return nil }
    let offset = location.region.byteOffset
    guard let range = line(around: offset, of: file),
      let text = try? bytes(range, of: file)
    else { return nil }
    if let tree = try? JSONTree(text) {
      return TranscriptRecord(of: tree, at: offset - range.lowerBound, hiding: redactor)
    }
    guard file.size <= longest, let whole = try? bytes(0..<file.size, of: file),
      let tree = try? JSONTree(whole)
    else { return nil }
    return TranscriptRecord(of: tree, at: offset, hiding: redactor)
  }

  private static func bytes(
    _ range: Range<Int>, of file: borrowing OpenFile
  ) throws(SystemError) -> [UInt8] {
    var buffer = ByteBuffer()
    try file.read(at: range.lowerBound, atMost: range.count, into: &buffer)
    return buffer.copied()
  }

  /// The bytes of a line, without its end.
  private static func line(around offset: Int, of file: borrowing OpenFile) -> Range<Int>? {
    var start = offset
    while start > 0 {
      guard offset - start < longest else { return nil }
      let first = max(0, start - step)
      guard let part = try? bytes(first..<start, of: file) else { return nil }
      if let end = part.lastIndex(of: 10) {
        start = first + end + 1
        break
      }
      start = first
    }
    var end = offset
    while true {
      guard end - start < longest, let part = try? bytes(end..<end + step, of: file) else {
        return nil
      }
      if let place = part.firstIndex(of: 10) { return start..<end + place }
      end += part.count
      if part.count < step { return start..<end }
    }
  }

  /// Finds the value at an offset of a record, and whose it is.
  init(of tree: JSONTree, at offset: Int, hiding redactor: Redactor) {
    var node = tree.root
    var pointer = ""
    var role = Role.record
    while true {
      if let own = Self.role(of: node) { role = own }
      if let member = node.members.last(where: { $0.start <= offset }),
        offset < member.value.range.upperBound
      {
        // RFC 6901, section 3.
        let name = redactor.redact(member.name).replacing("~", with: "~0").replacing(
          "/", with: "~1")
        pointer += "/" + name
        if let own = Self.role(ofMember: member.name) { role = own }
        node = member.value
      } else if let index = node.elements.firstIndex(where: { $0.range.contains(offset) }) {
        pointer += "/\(index)"
        node = node.elements[index]
      } else {
        break
      }
    }
    // Names together may make a secret as well.
    self.init(pointer: redactor.redact(pointer), role: role)
  }

  /// What an object says that it is.
  private static func role(of node: JSONTree.Node) -> Role? {
    for name in ["type", "role"] {
      switch node[name]?.string {
      case "tool_result", "function_call_output", "custom_tool_call_output", "tool", "function":
        return .toolOutput
      case "tool_use", "function_call", "custom_tool_call", "local_shell_call": return .toolCall
      case "user", "user_message", "human": return .prompt
      case "assistant", "model", "agent_message", "gemini": return .answer
      default: break
      }
    }
    return nil
  }

  private static func role(ofMember name: String) -> Role? {
    switch name {
    case "toolUseResult", "tool_response", "toolResult", "tool_result", "aggregated_output",
      "stdout", "stderr":
      .toolOutput
    case "toolArgs", "tool_input", "toolCalls": .toolCall
    case "prompt", "display", "user_prompt": .prompt
    default: nil
    }
  }
}
